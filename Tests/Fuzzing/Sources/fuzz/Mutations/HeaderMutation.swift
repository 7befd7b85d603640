/// Mutations of the headers of volume files.
enum HeaderMutation {
  /// A field of NIfTI-1: its first byte, its size, how many of it follow each other.
  private static let fields: [(place: Int, size: Int, count: Int)] = [
    (0, 4, 1), (40, 2, 8), (68, 2, 1), (70, 2, 1), (72, 2, 1), (74, 2, 1), (76, 4, 8), (108, 4, 1),
    (112, 4, 1), (116, 4, 1), (123, 1, 1), (252, 2, 2), (256, 4, 6), (280, 4, 12), (344, 1, 4),
  ]

  private static let shorts: [UInt16] = [
    0, 1, 2, 3, 4, 7, 8, 16, 64, 256, 512, 768, 1024, 1280, 0x7FFF, 0x8000, 0xFFFF,
  ]

  private static let floats: [Float] = [
    0, -0.0, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    352, 353, 1e18, -1e18,
  ]

  /// Changes a field of a NIfTI header, that of one file or of a pair.
  static func nifti(_ bytes: [UInt8], random: inout FuzzRandom) -> [UInt8]? {
    guard bytes.count >= 348 else { return nil }
    let field = random.one(of: fields)
    let place = field.place + field.size * random.below(field.count)
    var changed = bytes
    let value: UInt64 =
      switch field.size {
      case 1: UInt64(random.below(256))
      case 2: UInt64(random.one(of: shorts))
      default: UInt64(random.one(of: floats).bitPattern)
      }
    for n in 0..<field.size { changed[place + n] = UInt8(truncatingIfNeeded: value >> (8 * n)) }
    return changed
  }

  /// Changes a line of a header of text, before the first empty line or the data.
  static func lines(
    _ bytes: [UInt8], ending: [UInt8], words: [String], random: inout FuzzRandom
  ) -> [UInt8]? {
    let end = bytes.firstRange(of: ending)?.upperBound ?? bytes.endIndex
    let header = TextMutation.mutated(
      Array(bytes[..<end]), separator: UInt8(ascii: "\n"), words: words, random: &random)
    return header + bytes[end...]
  }

  static let nrrdWords = [
    "NRRD0005", "type: int16", "type: double", "type: block", "dimension: 4", "dimension: 3",
    "sizes: 5 4 3 2", "encoding: raw", "encoding: gzip", "encoding: ascii", "endian: big",
    "space: left-posterior-superior", "space: right-anterior-superior", "space dimension: 3",
    "space directions: none (1,0,0) (0,1,0) (0,0,1)", "space origin: (0,0,0)",
    "kinds: list domain domain domain", "spacings: nan 1 1", "line skip: 1", "byte skip: -1",
    "data file: v.raw", "data file: LIST", "data file: v%d.raw 1 3 1", "block size: 9",
  ]

  static let metaWords = [
    "ObjectType = Image", "NDims = 4", "NDims = 3", "DimSize = 5 4 3", "DimSize = 5 4 3 2",
    "BinaryData = False", "BinaryDataByteOrderMSB = True", "CompressedData = True",
    "CompressedDataSize = 9", "TransformMatrix = 1 0 0 0 1 0 0 0 1", "Offset = 0 0 0",
    "ElementSpacing = 1 1 1", "ElementType = MET_SHORT", "ElementType = MET_DOUBLE",
    "ElementNumberOfChannels = 3", "HeaderSize = -1", "ElementDataFile = LOCAL",
    "ElementDataFile = v.raw", "ElementDataFile = LIST", "AnatomicalOrientation = RAI",
  ]
}
