extension DataSet {
  /// The first value as an integer, of IS or a binary VR alike; nil when absent or malformed.
  public func integer(_ tag: Tag, as vr: VR? = nil) -> Int? {
    integers(tag, as: vr)?.first
  }

  /// All values as integers; nil when absent, when one is not an integer, or when the VR holds none.
  ///
  /// Signs follow the VR. Where a file got that wrong (`US or SS`), pass the one that is meant.
  /// With `vr`, the bytes are read as this representation instead of the declared one.
  public func integers(_ tag: Tag, as vr: VR? = nil) -> [Int]? {
    guard let value = plainValue(tag, as: vr) else { return nil }
    switch value.vr {
    case .is, .ds: return value.texts(DecimalString.integer)
    case .us, .ow: return value.words { (word: UInt16) in Int(word) }
    case .ss: return value.words { (word: UInt16) in Int(Int16(bitPattern: word)) }
    case .ul, .ol: return value.words { (word: UInt32) in Int(word) }
    case .sl: return value.words { (word: UInt32) in Int(Int32(bitPattern: word)) }
    case .uv, .ov: return value.words { (word: UInt64) in Int(exactly: word) }
    case .sv: return value.words { (word: UInt64) in Int(Int64(bitPattern: word)) }
    case .ob: return value.bytes.map { Int($0) }
    default: return nil
    }
  }

  /// The first value as a number, of DS, IS or a binary VR alike; nil when absent or malformed.
  public func double(_ tag: Tag, as vr: VR? = nil) -> Double? {
    doubles(tag, as: vr)?.first
  }

  /// All values as numbers; nil when absent, when one is no number, or when the VR holds none.
  ///
  /// With `vr`, the bytes are read as this representation instead of the declared one.
  public func doubles(_ tag: Tag, as vr: VR? = nil) -> [Double]? {
    guard let value = plainValue(tag, as: vr) else { return nil }
    switch value.vr {
    case .ds, .is: return value.texts(DecimalString.double)
    case .fl, .of: return value.words { (word: UInt32) in Double(Float(bitPattern: word)) }
    case .fd, .od: return value.words { (word: UInt64) in Double(bitPattern: word) }
    case .uv, .ov: return value.words { (word: UInt64) in Double(word) }
    default: return integers(tag, as: vr)?.map { Double($0) }
    }
  }

  /// The attributes that an AT value names; nil when absent or malformed.
  public func tags(_ tag: Tag) -> [Tag]? {
    guard let value = plainValue(tag, as: nil), value.vr == .at,
      let words = value.words({ (word: UInt16) in word }), words.count.isMultiple(of: 2)
    else { return nil }
    return stride(from: 0, to: words.count, by: 2).map { Tag(words[$0], words[$0 + 1]) }
  }
}

extension PlainValue {
  /// Each value between backslashes through a parser; nil when one fails and its meaning is not
  /// beyond doubt, [] when empty.
  func texts<Number>(_ parse: (ArraySlice<UInt8>) -> Number?) -> [Number]? {
    regularTexts(parse) ?? IrregularNumbers(bytes).flatMap { $0.texts(parse) }
  }

  private func regularTexts<Number>(_ parse: (ArraySlice<UInt8>) -> Number?) -> [Number]? {
    guard !trimmed(bytes).isEmpty else { return [] }
    var numbers: [Number] = []
    var start = bytes.startIndex
    while true {
      let end = bytes[start...].firstIndex(of: backslash) ?? bytes.endIndex
      guard let number = parse(bytes[start..<end]) else { return nil }
      numbers.append(number)
      guard end < bytes.endIndex else { return numbers }
      start = end + 1
    }
  }

  /// Each word of the value through a conversion; nil when the bytes are not whole words.
  func words<Word: FixedWidthInteger, Number>(_ convert: (Word) -> Number?) -> [Number]? {
    let size = Word.bitWidth / 8
    guard bytes.count.isMultiple(of: size) else { return nil }
    var numbers: [Number] = []
    numbers.reserveCapacity(bytes.count / size)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: size) {
      guard let number = convert(word(at: start)) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private func word<Word: FixedWidthInteger>(at start: Int) -> Word {
    let size = Word.bitWidth / 8
    var word: Word = 0
    for index in 0..<size {
      let place = byteOrder == .littleEndian ? size - 1 - index : index
      word = word << 8 | Word(truncatingIfNeeded: bytes[start + place])
    }
    return word
  }
}
