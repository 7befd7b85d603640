/// What stands in a JPEG stream before the first entropy-coded data (T.81 Annex B).
package struct JPEGHeader: Sendable {
  /// How the samples are coded, as the start-of-frame marker says.
  package enum Process: Hashable, Sendable {
    /// Sequential DCT with Huffman codes: baseline or extended.
    case sequentialDCT
    /// Lossless with Huffman codes.
    case lossless
    /// JPEG-LS, lossless or nearly so.
    case nearLossless
    /// Something that is not read; its name.
    case other(String)
  }

  /// What the start of scan says.
  struct Scan: Sendable {
    /// Where the marker is.
    var offset = 0
    var dcTable = 0
    var acTable = 0
    /// The components of the scan, by their places in the frame, and their tables for DC.
    var components: [(place: Int, dcTable: Int)] = []
    /// Which mapping table JPEG-LS uses; 0 for none.
    var mapping = 0
    /// The first coefficient, or the predictor, or how far JPEG-LS may be off.
    var start = 0
    /// The last coefficient, or how JPEG-LS interleaves components.
    var end = 0
    var high = 0
    /// The point transform.
    var low = 0
  }

  package var process = Process.other("a JPEG stream without frame")
  /// Bits of a sample.
  package var precision = 0
  package var columns = 0
  package var rows = 0
  package var components = 0
  /// The identifiers of the components, in the frame's order.
  var componentIDs: [Int] = []
  /// Whether every component has a sample for each pixel.
  var isSubsampled = false
  /// The colour transform of an Adobe segment: 0 none, 1 YCbCr; nil without such a segment.
  var adobeTransform: Int?
  /// Whether there is a JFIF segment, whose colours are YCbCr.
  var isJFIF = false

  /// By identifier, in zigzag order.
  var quantization = [[UInt16]?](repeating: nil, count: 4)
  var dcCodes = [HuffmanCode?](repeating: nil, count: 4)
  var acCodes = [HuffmanCode?](repeating: nil, count: 4)
  /// Which quantisation table the first component uses.
  var quantizationTable = 0
  /// Largest value, three thresholds and the reset interval of JPEG-LS; 0 for the default.
  var presets = [Int](repeating: 0, count: 5)
  /// Units between restart markers; 0 for none.
  var restartInterval = 0
  var scan = Scan()
  /// Where the entropy-coded data begin.
  var dataOffset = 0

  /// Reads the segments of a stream up to its first scan.
  ///
  /// - Throws: ``PixelCodingError/damaged(_:offset:)``. A process that is not read is no error.
  package init(_ bytes: RawSpan) throws(PixelCodingError) {
    guard bytes.byteCount >= 4, bytes.bigEndian16(at: 0) == 0xFFD8 else {
      throw .damaged("the frame begins with no JPEG stream", offset: 0)
    }
    try readSegments(bytes, from: 2)
  }

  /// Reads on to the scan that follows the coded data before `offset`; false if there is none.
  mutating func readNextScan(
    _ bytes: RawSpan, from offset: Int
  ) throws(PixelCodingError) -> Bool {
    guard offset + 1 < bytes.byteCount, bytes.byte(at: offset + 1) != 0xD9 else { return false }
    try readSegments(bytes, from: offset)
    return true
  }

  private mutating func readSegments(
    _ bytes: RawSpan, from start: Int
  ) throws(PixelCodingError) {
    var offset = start
    while true {
      let marker = try Self.marker(bytes, offset: &offset)
      // Restart markers, TEM and SOI stand alone; there is nothing to read of them.
      if (0xD0...0xD8).contains(marker) || marker == 0x01 { continue }
      guard marker != 0xD9 else { throw .damaged("the stream has no scan", offset: offset) }
      guard offset + 2 <= bytes.byteCount else {
        throw .damaged("the stream ends in its header", offset: offset)
      }
      let end = offset + bytes.bigEndian16(at: offset)
      guard end >= offset + 2, end <= bytes.byteCount else {
        throw .damaged("a segment of the header is cut", offset: offset)
      }
      var segment = Segment(offset: offset + 2, end: end)
      try read(marker, bytes: bytes, segment: &segment)
      offset = end
      if marker == 0xDA {
        dataOffset = end
        return
      }
    }
  }

  /// The code of the next marker.
  private static func marker(
    _ bytes: RawSpan, offset: inout Int
  ) throws(PixelCodingError) -> Int {
    guard offset + 2 <= bytes.byteCount, bytes.byte(at: offset) == 0xFF else {
      throw .damaged("there is no marker", offset: offset)
    }
    while offset + 1 < bytes.byteCount, bytes.byte(at: offset + 1) == 0xFF { offset += 1 }
    guard offset + 1 < bytes.byteCount else {
      throw .damaged("the stream ends in its header", offset: offset)
    }
    defer { offset += 2 }
    return bytes.byte(at: offset + 1)
  }

  private mutating func read(
    _ marker: Int, bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    switch marker {
    case 0xC4: try readHuffmanCodes(bytes, segment: &segment)
    case 0xDB: try readQuantization(bytes, segment: &segment)
    case 0xDD: restartInterval = try segment.word(bytes)
    case 0xDA: try readScan(bytes, segment: &segment)
    case 0xF8: try readPresets(bytes, segment: &segment)
    case 0xE0: readJFIF(bytes, segment: segment)
    case 0xEE: readAdobe(bytes, segment: segment)
    // All other codes of the row are starts of frame, but for JPG and the definition of
    // arithmetic coding; 0xF7 is JPEG-LS.
    case 0xC0...0xCF where marker != 0xC8 && marker != 0xCC, 0xF7:
      process = Self.process(marker)
      try readFrame(bytes, segment: &segment)
    default: break
    }
  }

  private static func process(_ marker: Int) -> Process {
    switch marker {
    case 0xC0, 0xC1: .sequentialDCT
    case 0xC3: .lossless
    case 0xC2: .other("progressive JPEG")
    case 0xC5...0xC7, 0xCD...0xCF: .other("hierarchical JPEG")
    case 0xF7: .nearLossless
    default: .other("arithmetic-coded JPEG")
    }
  }
}
