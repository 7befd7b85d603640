extension TextEncoding {
  /// The values that backslashes separate; a byte 5C within a character of several bytes
  /// separates nothing.
  func values(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != Self.escape }
    if isPlain || initial == .utf8 {
      return bytes.split(separator: backslash, omittingEmptySubsequences: false)
    }
    var values: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var place = bytes.startIndex
    var isPaired = false
    while place < bytes.endIndex {
      let rest = bytes[place...]
      if bytes[place] == Self.escape {
        let sequence = rest.dropFirst().prefix(3)
        isPaired = Self.isPaired(after: sequence, now: isPaired)
        place += 1 + Self.length(ofSequence: sequence)
      } else if bytes[place] == backslash, !isPaired {
        values.append(bytes[start..<place])
        place += 1
        start = place
      } else if case .multiByte(let set) = initial, set.isWhole {
        place += set.length(rest)
      } else {
        place += isPaired ? min(2, rest.count) : 1
      }
    }
    return values + [bytes[start...]]
  }

  /// Whether the lower half of the bytes holds pairs after an escape sequence.
  private static func isPaired(after sequence: ArraySlice<UInt8>, now isPaired: Bool) -> Bool {
    switch sequence.first {
    case 0x24: sequence.dropFirst().first != 0x29 || isPaired
    case 0x28: false
    default: isPaired
    }
  }

  /// The bytes of an escape sequence after the first.
  private static func length(ofSequence bytes: ArraySlice<UInt8>) -> Int {
    let isLong = bytes.first == 0x24 && [0x28, 0x29].contains(bytes.dropFirst().first)
    return min(isLong ? 3 : 2, bytes.count)
  }
}
