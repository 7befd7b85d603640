import DICOMCoding
import DICOMImaging
import DICOMModel
import Files

/// How pixel data is really encoded, where its bytes contradict the transfer syntax.
struct PixelEncoding {
  /// The transfer syntax that the bytes show, or the stated one.
  let syntax: TransferSyntax
  /// What the contradiction is, in words; nil if there is none.
  let nonconformance: String?

  /// Looks at the first bytes of compressed pixel data, or of what is said to be.
  init(
    _ file: ByteReader, parsed: ParsedFile, pixelData: PixelDataLocation,
    pixels: ImagePixels
  ) throws {
    let stated = parsed.transferSyntax
    if let length = pixelData.length {
      let (needed, isHuge) = pixels.frameBytes.multipliedReportingOverflow(by: pixels.frameCount)
      let isNative =
        try stated.isEncapsulated && stated.isKnown && !isHuge && length >= needed
        && !Self.beginsWithItem(file, pixelData: pixelData)
      syntax = isNative ? .explicitVRLittleEndian : stated
      nonconformance =
        isNative ? "the pixel data is native, though the syntax is \(stated.name)" : nil
      return
    }
    let found = try stated.isDeflated ? nil : Self.stream(file, pixelData: pixelData)
    guard let found, !found.fits(stated), Self.areRecognised(stated) else {
      syntax = stated
      nonconformance = nil
      return
    }
    syntax = found.transferSyntax
    nonconformance =
      "the pixel data is \(found.transferSyntax.name), though the syntax is \(stated.name)"
  }

  /// Whether frames of a syntax are ones that can be told by their bytes, or are native.
  private static func areRecognised(_ syntax: TransferSyntax) -> Bool {
    !syntax.isEncapsulated || CompressedStream.allCases.contains { $0.fits(syntax) }
  }

  private static func beginsWithItem(
    _ file: ByteReader, pixelData: PixelDataLocation
  ) throws(FileReadingError) -> Bool {
    try file.bytes(at: pixelData.offset, count: 4) == [0xFE, 0xFF, 0x00, 0xE0]
  }

  /// What the first fragment behind the table of offsets begins with.
  private static func stream(
    _ file: ByteReader, pixelData: PixelDataLocation
  ) throws(FileReadingError) -> CompressedStream? {
    let most = CompressedStream.bytesNeeded
    var bytes = try file.bytes(at: pixelData.offset, count: most)
    guard bytes.count >= 8 else { return nil }
    let table = (4..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    let start = 8 + table + 8
    if start + 64 > bytes.count {
      bytes = try file.bytes(at: pixelData.offset + start, count: most)
    } else {
      bytes.removeFirst(start)
    }
    return CompressedStream(bytes)
  }
}
