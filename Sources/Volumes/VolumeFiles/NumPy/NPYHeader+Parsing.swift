extension NPYHeader {
  /// The longest header that is read; NumPy's own limit for untrusted files is 10000.
  private static var maximumLength: Int { 1 << 16 }

  /// The most bytes that a header takes.
  static var longest: Int { maximumLength + 12 }

  /// Reads the header of a NumPy array, versions 1.0 to 3.0.
  ///
  /// - Parameters:
  ///   - bytes: The beginning of the array's file, ``longest`` bytes if there are so many.
  ///   - path: The file, for errors.
  /// - Returns: The header, and the bytes from the start to the first value.
  /// - Throws: ``VolumeFileError``.
  static func parse(
    _ bytes: [UInt8], path: String
  ) throws(VolumeFileError) -> (header: NPYHeader, dataOffset: Int) {
    func malformed(_ what: String, offset: Int) -> VolumeFileError {
      VolumeFileError(.malformed(what), path: path, offset: offset)
    }
    guard bytes.count >= 12, Array(bytes[..<6]) == magic else {
      throw malformed("it does not begin as a NumPy array", offset: 0)
    }
    guard (1...3).contains(bytes[6]) else {
      throw VolumeFileError(.unsupported("NumPy format \(bytes[6])"), path: path, offset: 6)
    }
    // Version 1 counts in 16 bits, later ones in 32.
    let isShort = bytes[6] == 1
    let digits = bytes[8..<(isShort ? 10 : 12)]
    let length = digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    let text = isShort ? 10 : 12
    guard length <= maximumLength else { throw malformed("a header of \(length) bytes", offset: 8) }
    guard text + length <= bytes.count else {
      throw VolumeFileError(
        .truncated(needed: text + length, available: bytes.count), path: path)
    }
    var dictionary = PythonDictionary(Array(bytes[text..<text + length]))
    guard let header = dictionary.header() else {
      throw malformed("the header's dictionary", offset: text + dictionary.position)
    }
    return (header, text + length)
  }

  /// How the values are stored.
  func storedFormat(path: String) throws(VolumeFileError) -> StoredFormat {
    let types: [String: VoxelType] = [
      "f4": .float32, "f8": .float64, "i1": .int8, "u1": .uint8, "b1": .uint8, "i2": .int16,
      "u2": .uint16, "i4": .int32, "u4": .uint32, "i8": .int64, "u8": .uint64,
    ]
    guard let order = type.first, "<>|=".contains(order), let type = types[String(type.dropFirst())]
    else {
      throw VolumeFileError(.unsupported("NumPy's type \(type); write float32"), path: path)
    }
    return StoredFormat(type: type, isSwapped: order == ">")
  }
}

/// The literal that NumPy writes: strings, True, False, and a tuple of whole numbers.
private struct PythonDictionary {
  private let text: [UInt8]
  private(set) var position = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// Reads the three keys in any order; nil at the position that cannot be read.
  mutating func header() -> NPYHeader? {
    var (type, order, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
    guard take("{") else { return nil }
    while !take("}") {
      guard let key = string(), take(":") else { return nil }
      switch key {
      case "descr":
        type = string()
        if type == nil { return nil }
      case "fortran_order":
        order = take("True") ? true : take("False") ? false : nil
        if order == nil { return nil }
      case "shape":
        shape = tuple()
        if shape == nil { return nil }
      default: return nil
      }
      if !take(","), !ends("}") { return nil }
    }
    guard let type, let order, let shape else { return nil }
    return NPYHeader(type: type, isFortranOrder: order, shape: shape)
  }

  private mutating func skipSpace() {
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) {
      position += 1
    }
  }

  private mutating func ends(_ word: String) -> Bool {
    skipSpace()
    return text[position...].starts(with: word.utf8)
  }

  private mutating func take(_ word: String) -> Bool {
    guard ends(word) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func string() -> String? {
    skipSpace()
    guard position < text.count, text[position] == 0x27 || text[position] == 0x22,
      let end = text[(position + 1)...].firstIndex(of: text[position])
    else { return nil }
    defer { position = end + 1 }
    return String(decoding: text[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var numbers: [Int] = []
    while !take(")") {
      skipSpace()
      let digits = text[position...].prefix { (0x30...0x39).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      position += digits.count
      numbers.append(number)
      if !take(","), !ends(")") { return nil }
    }
    return numbers
  }
}
