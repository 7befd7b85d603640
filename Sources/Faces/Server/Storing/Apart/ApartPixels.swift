import DICOMCoding
import DICOMModel
import WebServices

/// Pixels that came apart from their attributes, as a data set has them.
enum ApartPixels {
  /// As they are.
  case native([UInt8])
  /// Each frame compressed, in one transfer syntax.
  case compressed([[UInt8]], TransferSyntax)

  /// Makes sure that pixels are what their attributes and their media type say; nil if they are not.
  ///
  /// - Parameters:
  ///   - values: One part, or one for each frame.
  ///   - dataSet: The attributes.
  init?(_ values: [ApartValue], of dataSet: DataSet) {
    guard let first = values.first,
      let layout = try? FrameLayout(dataSet, pixelData: .pixelData)
    else { return nil }
    let frames = Self.frameCount(dataSet)
    if first.isNative {
      guard values.count == 1, Self.hasLength(first.bytes.count, layout, frames) else { return nil }
      self = .native(first.bytes)
    } else {
      guard values.count == frames, let syntax = Self.syntax(of: values, in: dataSet) else {
        return nil
      }
      self = .compressed(values.map(\.bytes), syntax)
    }
  }

  /// The transfer syntax of a file with them.
  var transferSyntax: TransferSyntax {
    switch self {
    case .native: .explicitVRLittleEndian
    case .compressed(_, let syntax): syntax
    }
  }

  /// Their representation (PS3.5 A.2, A.4).
  func vr(in dataSet: DataSet) -> VR {
    guard case .native = self else { return .ob }
    let isWide = dataSet.integer(.bitsAllocated).map { $0 > 8 } ?? true
    return isWide || dataSet[.pixelData]?.vr != .ob ? .ow : .ob
  }

  /// How long their value is; nil for compressed ones, which end by a mark.
  var length: Int? {
    guard case .native(let bytes) = self else { return nil }
    return bytes.count + bytes.count % 2
  }

  /// Their value, behind its header.
  var pieces: [[UInt8]] {
    switch self {
    case .native(let bytes): [bytes, [UInt8](repeating: 0, count: bytes.count % 2)]
    case .compressed(let frames, _):
      [Self.itemHead(0)]
        + frames.flatMap { frame -> [[UInt8]] in
          let padding = [UInt8](repeating: 0, count: frame.count % 2)
          return [Self.itemHead(frame.count + padding.count), frame, padding]
        } + [Part10Writer.encapsulatedEnd]
    }
  }

  private static func itemHead(_ count: Int) -> [UInt8] {
    [0xFE, 0xFF, 0x00, 0xE0]
      + (0..<4).map { UInt8(truncatingIfNeeded: UInt32(clamping: count) >> ($0 * 8)) }
  }

  /// How many frames attributes tell of.
  static func frameCount(_ dataSet: DataSet) -> Int {
    max(1, dataSet.integer(.numberOfFrames) ?? 1)
  }

  private static func hasLength(_ count: Int, _ layout: FrameLayout, _ frames: Int) -> Bool {
    let (bits, isHuge) = layout.frameBits.multipliedReportingOverflow(by: frames)
    guard !isHuge, bits < Int.max - 7 else { return false }
    let bytes = (bits + 7) / 8
    return count == bytes || count == bytes + bytes % 2
  }

  /// The streams themselves say what they are; the media type, and what it says of a transfer syntax, have
  /// to agree with that.
  ///
  /// Where nothing is said, it is the syntax that promises no loss if all streams keep that, and the general
  /// one of their kind if not.
  private static func syntax(of values: [ApartValue], in dataSet: DataSet) -> TransferSyntax? {
    let streams = values.compactMap(stream)
    let said = Set(values.map { $0.type?["transfer-syntax"] })
    guard let first = streams.first, streams.count == values.count, said.count == 1 else {
      return nil
    }
    func isKept() -> Bool {
      zip(streams, values).allSatisfy { $0.keepsPromise($1.bytes) }
    }
    if let word = said.first, let word {
      let syntax = TransferSyntax(uid: word)
      let promises = syntax == first.strictSyntax || syntax == .htj2kLosslessRPCL
      return streams.allSatisfy { $0.fits(syntax) } && (!promises || isKept()) ? syntax : nil
    }
    guard Set(streams).count == 1 else { return nil }
    // Headers of JPEG 2000 need not tell of what was lost.
    let isLossy =
      [.jpeg2000, .htj2k].contains(first) && dataSet.string(.lossyImageCompression) == "01"
    return !isLossy && isKept() ? first.strictSyntax : first.transferSyntax
  }

  /// What a value's own bytes are, if its media type may hold that.
  private static func stream(_ value: ApartValue) -> CompressedStream? {
    guard let type = value.type, let streams = streams[type.essence],
      let stream = CompressedStream(Array(value.bytes.prefix(CompressedStream.bytesNeeded))),
      streams.contains(stream), isBare(value.bytes, stream)
    else { return nil }
    return stream
  }

  /// Code streams only, not files around them (PS3.5 A.4.4).
  private static func isBare(_ bytes: [UInt8], _ stream: CompressedStream) -> Bool {
    stream != .jpeg2000 || bytes.starts(with: [0xFF, 0x4F])
  }

  /// What media types may hold (PS3.18 table 8.7.3-5), some under names that they had once.
  private static let streams: [String: Set<CompressedStream>] = [
    "image/jpeg": [.jpegBaseline, .jpegExtended, .jpegLossless],
    "image/jls": [.jpegLS], "image/x-jls": [.jpegLS],
    "image/jp2": [.jpeg2000], "image/jpx": [.jpeg2000],
    "image/jph": [.htj2k], "image/jphc": [.htj2k],
    "image/dicom-rle": [.rle], "image/x-dicom-rle": [.rle],
  ]
}

/// A value that came as a part of its own.
struct ApartValue {
  let type: MediaType?
  var bytes: [UInt8]

  /// Whether it is the value itself, in little-endian words.
  var isNative: Bool {
    guard let type else { return true }
    let syntax = type["transfer-syntax"] ?? TransferSyntax.explicitVRLittleEndian.uid
    return type.type != "image" && type.type != "video"
      && syntax == TransferSyntax.explicitVRLittleEndian.uid
  }
}

extension Tag {
  fileprivate static let lossyImageCompression = Tag(0x0028, 0x2110)
}
