import PixelCoding

/// The image and tile sizes of a JPEG 2000 codestream (ISO 15444-1 A.5.1), and where in the
/// frame it lies.
struct JPEG2000Header {
  /// The codestream, without the boxes of a JP2 file that some writers leave around it.
  let codestream: Range<Int>
  let columns: Int
  let rows: Int
  let components: Int
  /// Bits of a sample of the first component.
  let precision: Int
  let isSigned: Bool
  let tiles: Int
  /// Whether the first three components are a transform of colours (A.6.1, SGcod).
  let isColorTransformed: Bool

  /// Bytes of the smallest tile part: its header and the marker of its data.
  static let leastTileBytes = 14

  /// Reads the first marker segment.
  init(_ frame: RawSpan) throws(PixelCodingError) {
    let start = try Self.codestreamStart(frame)
    // SOC, SIZ, and the segment up to the first component.
    guard start + 45 <= frame.byteCount, frame.bigEndian32(at: start) == 0xFF4F_FF51 else {
      throw .damaged("there is no JPEG 2000 codestream", offset: start)
    }
    codestream = start..<frame.byteCount
    let size = (0..<8).map { frame.bigEndian32(at: start + 8 + 4 * $0) }
    components = frame.bigEndian16(at: start + 40)
    let depth = frame.byte(at: start + 42)
    let sampling = (frame.byte(at: start + 43), frame.byte(at: start + 44))
    (precision, isSigned) = (depth & 0x7F + 1, depth & 0x80 != 0)
    // Grid, image offset, tile size, tile offset: each across, then down.
    guard size[0] > size[2], size[1] > size[3], size[4] > 0, size[5] > 0, size[6] <= size[2],
      size[7] <= size[3], sampling == (1, 1)
    else { throw .damaged("the image's size makes no sense", offset: start + 8) }
    columns = size[0] - size[2]
    rows = size[1] - size[3]
    isColorTransformed = components >= 3 && Self.hasTransform(frame, after: start + 2)
    let across = (size[0] - size[6] + size[4] - 1) / size[4]
    let down = (size[1] - size[7] + size[5] - 1) / size[5]
    tiles = across * down
    // Every tile costs the decoder kilobytes, before it looks for one.
    guard tiles <= frame.byteCount / Self.leastTileBytes else {
      throw .damaged("\(tiles) tiles do not fit \(frame.byteCount) bytes", offset: start + 24)
    }
  }

  /// Whether the coding style of the main header, whose segments begin at `start`, names a
  /// transform of components.
  private static func hasTransform(_ frame: RawSpan, after start: Int) -> Bool {
    var offset = start
    while offset + 4 <= frame.byteCount {
      let marker = frame.bigEndian16(at: offset)
      // Tile parts end the main header.
      guard marker != 0xFF90 else { return false }
      if marker == 0xFF52 {
        return offset + 9 <= frame.byteCount && frame.byte(at: offset + 8) != 0
      }
      offset += 2 + frame.bigEndian16(at: offset + 2)
    }
    return false
  }

  /// Where the codestream begins: at once, or in the box `jp2c` of a JP2 file.
  private static func codestreamStart(_ frame: RawSpan) throws(PixelCodingError) -> Int {
    guard frame.byteCount >= 12, frame.bigEndian32(at: 4) == 0x6A50_2020 else { return 0 }
    var offset = 0
    while offset + 8 <= frame.byteCount {
      let length = frame.bigEndian32(at: offset)
      if frame.bigEndian32(at: offset + 4) == 0x6A70_3263 {
        return offset + (length == 1 ? 16 : 8)
      }
      guard length >= 8 else { break }
      offset += length
    }
    throw .damaged("the JP2 file has no codestream", offset: offset)
  }
}
