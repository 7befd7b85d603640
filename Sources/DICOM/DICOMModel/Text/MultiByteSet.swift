/// A set whose characters take several bytes (PS3.3 C.12.1.1.2, Tables C.12-3 to C.12-5).
enum MultiByteSet: Hashable, Sendable {
  /// JIS X 0208: ISO 2022 IR 87.
  case japanese
  /// JIS X 0212: ISO 2022 IR 159.
  case japaneseSupplement
  /// KS X 1001: ISO 2022 IR 149.
  case korean
  /// GB 2312: ISO 2022 IR 58.
  case chinese
  /// GB 18030, a whole encoding without escape sequences.
  case gb18030
  /// GBK, a whole encoding without escape sequences.
  case gbk

  /// The name of the encoding that the system's converter reads it from.
  var converterName: String {
    switch self {
    case .japanese, .japaneseSupplement: "EUC-JP"
    case .korean: "EUC-KR"
    case .chinese: "GB2312"
    case .gb18030: "GB18030"
    case .gbk: "GBK"
    }
  }

  /// Whether single bytes of it are ASCII and its characters stand for themselves, without an
  /// escape sequence.
  var isWhole: Bool { self == .gb18030 || self == .gbk }

  /// The bytes of a character as the converter wants them: in the upper half.
  func converted(_ first: UInt8, _ second: UInt8) -> [UInt8] {
    let pair = [first | 0x80, second | 0x80]
    return self == .japaneseSupplement ? [0x8F] + pair : pair
  }

  /// How many bytes the character that begins here takes; for whole encodings.
  func length(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first, first >= 0x81 else { return 1 }
    let second = bytes.dropFirst().first ?? 0
    let isFour = self == .gb18030 && (0x30...0x39).contains(second)
    return min(isFour ? 4 : 2, bytes.count)
  }

  /// The set that an escape sequence `ESC $ …` designates, without its first two bytes, and how
  /// many bytes of them it takes.
  static func designated(
    _ sequence: ArraySlice<UInt8>
  ) -> (set: MultiByteSet?, isUpper: Bool, count: Int) {
    let first = sequence.first ?? 0
    guard first == 0x28 || first == 0x29 else {
      // The oldest sets are designated without a byte that says where to.
      return (first == 0x40 || first == 0x42 ? .japanese : byFinal[first], false, 1)
    }
    let final = sequence.dropFirst().first ?? 0
    return (byFinal[final], first == 0x29, min(2, sequence.count))
  }

  private static let byFinal: [UInt8: MultiByteSet] = [
    0x41: .chinese, 0x42: .japanese, 0x43: .korean, 0x44: .japaneseSupplement,
  ]
}
