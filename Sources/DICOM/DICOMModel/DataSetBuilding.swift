extension DataSet {
  /// Sets raw bytes, in the data set's byte order; an odd length is padded.
  ///
  /// The VR is the dictionary's by default, or UN if it knows none.
  public mutating func set(_ tag: Tag, vr: VR? = nil, bytes: [UInt8]) {
    let vr = vr ?? DataDictionary.vr(tag) ?? .un
    var bytes = bytes
    if !bytes.count.isMultiple(of: 2) { bytes.append(vr.padding) }
    put(DataElement(tag: tag, vr: vr, content: .owned(bytes)))
  }

  /// Sets one text, encoded in the data set's ``textEncoding``.
  ///
  /// - Precondition: the VR, the dictionary's by default, is a text.
  public mutating func set(_ tag: Tag, vr: VR? = nil, string: String) {
    set(tag, vr: vr, strings: [string])
  }

  /// Sets texts, joined by backslashes and encoded in the data set's ``textEncoding``.
  ///
  /// - Precondition: the VR, the dictionary's by default, is a text.
  public mutating func set(_ tag: Tag, vr: VR? = nil, strings: [String]) {
    let vr = Self.representation(tag, vr: vr)
    precondition(vr.isText, "\(tag) is \(vr), not text")
    let text = strings.joined(separator: "\\")
    set(tag, vr: vr, bytes: vr.usesCharacterSet ? textEncoding.encode(text) : Array(text.utf8))
  }

  /// Sets one integer, as text or binary as the VR asks.
  ///
  /// - Precondition: the VR, the dictionary's by default, holds numbers, and the value fits in it.
  public mutating func set(_ tag: Tag, vr: VR? = nil, integer: Int) {
    set(tag, vr: vr, integers: [integer])
  }

  /// Sets integers, as text or binary as the VR asks.
  ///
  /// `US or SS` becomes SS if one is negative.
  /// - Precondition: the VR, the dictionary's by default, holds numbers, and the values fit in it.
  public mutating func set(_ tag: Tag, vr: VR? = nil, integers: [Int]) {
    var vr = Self.representation(tag, vr: vr)
    if vr == .us, integers.contains(where: { $0 < 0 }),
      DataDictionary.isSignedByPixelRepresentation(tag)
    {
      vr = .ss
    }
    switch vr {
    case .is: set(tag, vr: vr, strings: integers.map { String($0) })
    case .us, .ow: setWords(tag, vr: vr, words: integers.map { UInt16($0) })
    case .ss: setWords(tag, vr: vr, words: integers.map { UInt16(bitPattern: Int16($0)) })
    case .ul, .ol: setWords(tag, vr: vr, words: integers.map { UInt32($0) })
    case .sl: setWords(tag, vr: vr, words: integers.map { UInt32(bitPattern: Int32($0)) })
    case .uv, .ov: setWords(tag, vr: vr, words: integers.map { UInt64($0) })
    case .sv: setWords(tag, vr: vr, words: integers.map { UInt64(bitPattern: Int64($0)) })
    case .ob: setWords(tag, vr: vr, words: integers.map { UInt8($0) })
    default: set(tag, vr: vr, doubles: integers.map { Double($0) })
    }
  }

  /// Sets one number, as text or binary as the VR asks.
  ///
  /// - Precondition: the VR, the dictionary's by default, is DS, FL, FD, OF or OD; DS is finite.
  public mutating func set(_ tag: Tag, vr: VR? = nil, double: Double) {
    set(tag, vr: vr, doubles: [double])
  }

  /// Sets numbers, as text or binary as the VR asks.
  ///
  /// A DS value has 16 bytes; what does not fit is rounded to what does.
  /// - Precondition: the VR, the dictionary's by default, is DS, FL, FD, OF or OD; DS is finite.
  public mutating func set(_ tag: Tag, vr: VR? = nil, doubles: [Double]) {
    let vr = Self.representation(tag, vr: vr)
    switch vr {
    case .ds: set(tag, vr: vr, strings: doubles.map(DecimalString.text))
    case .fl, .of: setWords(tag, vr: vr, words: doubles.map { Float($0).bitPattern })
    case .fd, .od: setWords(tag, vr: vr, words: doubles.map { $0.bitPattern })
    default: preconditionFailure("\(tag) is \(vr), which holds no fractions")
    }
  }

  /// Sets the tags of an AT attribute.
  public mutating func set(_ tag: Tag, tags: [Tag]) {
    setWords(tag, vr: .at, words: tags.flatMap { [$0.group, $0.element] })
  }

  /// Sets the items of a sequence.
  public mutating func set(_ tag: Tag, items: [DataSet]) {
    put(DataElement(tag: tag, vr: .sq, content: .items(items)))
  }

  /// Sets compressed pixel data: each element of the list becomes one fragment, padded to even.
  ///
  /// `offsets` is the Basic Offset Table.
  public mutating func set(_ tag: Tag, fragments: [[UInt8]], offsets: [UInt32] = []) {
    var bytes: [UInt8] = []
    let table = offsets.flatMap(littleEndian)
    for fragment in [table] + fragments {
      let isOdd = !fragment.count.isMultiple(of: 2)
      bytes += [0xFE, 0xFF, 0x00, 0xE0]
      bytes += littleEndian(UInt32(fragment.count + (isOdd ? 1 : 0)))
      bytes += fragment
      if isOdd { bytes.append(0) }
    }
    put(DataElement(tag: tag, vr: .ob, content: .ownedFragments(bytes)))
  }

  private mutating func setWords<Word: FixedWidthInteger>(_ tag: Tag, vr: VR, words: [Word]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * Word.bitWidth / 8)
    for word in words {
      let ordered = byteOrder == .littleEndian ? word : word.byteSwapped
      for shift in stride(from: 0, to: Word.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: ordered >> Word(shift)))
      }
    }
    set(tag, vr: vr, bytes: bytes)
  }

  private static func representation(_ tag: Tag, vr: VR?) -> VR {
    guard let known = vr ?? DataDictionary.vr(tag) else {
      preconditionFailure("\(tag) is not in the dictionary: say its VR")
    }
    return known
  }
}

private func littleEndian(_ value: UInt32) -> [UInt8] {
  [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
}
