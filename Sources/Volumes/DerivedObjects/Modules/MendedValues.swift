import DICOMModel

/// Values of a source that the standard forbids: put right where their meaning is beyond doubt,
/// else left out, so that derived objects do not carry them on.
struct MendedValues {
  /// The attributes with legal values.
  private(set) var set: DataSet
  /// The attributes whose values had to be put right or left out, those of items too.
  private(set) var tags: Set<Tag> = []

  init(_ source: DataSet) {
    set = source
    for element in source.elements {
      if let items = source.items(element.tag) {
        mend(items, tag: element.tag)
      } else {
        mend(element)
      }
    }
  }

  private mutating func mend(_ items: [DataSet], tag: Tag) {
    let mended = items.map(MendedValues.init)
    guard mended.contains(where: { !$0.tags.isEmpty }) else { return }
    set.set(tag, items: mended.map(\.set))
    tags.insert(tag)
  }

  private mutating func mend(_ element: DataElement) {
    let vr = Self.representation(element)
    if vr.usesCharacterSet {
      mendControls(element, vr)
      return
    }
    guard let values = set.strings(element.tag), !values.isEmpty else { return }
    let legal = values.map { LegalValue.of($0, vr: vr, tag: element.tag) }
    guard legal != values || (vr != element.vr && element.vr != .un) else { return }
    tags.insert(element.tag)
    let isEmpty = legal.allSatisfy(\.isEmpty)
    set.set(element.tag, vr: vr, bytes: isEmpty ? [] : Array(legal.joined(separator: "\\").utf8))
  }

  /// That of the dictionary for texts, whatever text the file calls it.
  private static func representation(_ element: DataElement) -> VR {
    guard let known = DataDictionary.vr(element.tag) else { return element.vr }
    return element.vr == .un || (known.isText && element.vr.isText) ? known : element.vr
  }

  /// Control characters become blanks; escape sequences switch sets and stay, as do the ends of
  /// lines in long texts (PS3.5 6.1.3).
  private mutating func mendControls(_ element: DataElement, _ vr: VR) {
    guard let bytes = set.bytes(element.tag) else { return }
    let isLong = !vr.isMultiValuedText
    func isForbidden(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x1B: false
      case 0x09, 0x0A, 0x0C, 0x0D: !isLong
      default: byte < 0x20 || byte == 0x7F
      }
    }
    // Some writers pad with zeros.
    var text = Array(bytes)
    while text.last == 0 { text.removeLast() }
    guard text.contains(where: isForbidden) else { return }
    tags.insert(element.tag)
    set.set(element.tag, vr: vr, bytes: text.map { isForbidden($0) ? 0x20 : $0 })
  }
}

/// What a text of a representation may be (PS3.5 6.2).
enum LegalValue {
  /// The value itself if it is legal, one that surely means the same, or nothing.
  static func of(_ value: String, vr: VR, tag: Tag) -> String {
    if value.isEmpty { return value }
    return switch vr {
    case .da: date(value)
    case .tm: time(value)
    case .dt: dateTime(value)
    case .as: age(value)
    case .cs: tag == .patientSex ? sex(value) : code(value)
    case .ds: decimal(value)
    case .is: integer(value)
    default: value
    }
  }

  /// `20240102`, and `2024.01.02` and `2024-01-02`, which mean the same.
  static func date(_ value: String) -> String {
    let digits = value.filter { $0 != "." && $0 != "-" }
    guard digits.utf8.count == 8, let number = Int(digits), isDigits(digits),
      (1...12).contains(number / 100 % 100)
    else { return "" }
    let year = number / 10_000
    let month = number / 100 % 100
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...days).contains(number % 100) && year > 0 ? digits : ""
  }

  /// `101112.5` to the microsecond; `10:11:12` means the same.
  static func time(_ value: String) -> String {
    let parts = value.filter { $0 != ":" }
      .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = String(parts[0])
    guard [2, 4, 6].contains(whole.utf8.count), isDigits(whole) else { return "" }
    let pairs = stride(from: 0, to: whole.utf8.count, by: 2).map {
      Int(whole.dropFirst($0).prefix(2)) ?? 99
    }
    guard zip(pairs, [23, 59, 60]).allSatisfy({ $0 <= $1 }) else { return "" }
    guard parts.count == 2, !parts[1].isEmpty else { return whole }
    guard whole.utf8.count == 6, isDigits(String(parts[1])) else { return "" }
    return whole + "." + parts[1].prefix(6)
  }

  private static func dateTime(_ value: String) -> String {
    let local = value.prefix { $0 != "+" && $0 != "-" }
    let zone = value.dropFirst(local.count)
    guard zone.isEmpty || (zone.utf8.count == 5 && isDigits(String(zone.dropFirst()))) else {
      return ""
    }
    let day = String(local.prefix(8))
    guard day.utf8.count == 8 else { return isDigits(day) && day.utf8.count >= 4 ? value : "" }
    let clock = String(local.dropFirst(8))
    return date(day) == day && (clock.isEmpty || time(clock) == clock) ? value : ""
  }

  /// `045Y`, and `45Y` and `45y`, which mean the same.
  private static func age(_ value: String) -> String {
    let digits = value.dropLast()
    guard let unit = value.last?.uppercased(), ["D", "W", "M", "Y"].contains(unit),
      (1...3).contains(digits.utf8.count), isDigits(String(digits))
    else { return "" }
    return String(repeating: "0", count: 3 - digits.utf8.count) + digits + unit
  }

  private static func sex(_ value: String) -> String {
    switch value.uppercased() {
    case "M", "MALE": "M"
    case "F", "FEMALE": "F"
    case "O", "OTHER": "O"
    default: ""
    }
  }

  private static func code(_ value: String) -> String {
    let code = value.uppercased()
    let isLegal = code.utf8.allSatisfy {
      (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F
    }
    return isLegal && code.utf8.count <= 16 ? code : ""
  }

  private static func decimal(_ value: String) -> String {
    var set = DataSet()
    set.set(.sliceThickness, vr: .ds, bytes: Array(value.utf8))
    guard let number = set.double(.sliceThickness), number.isFinite else { return "" }
    if value.utf8.count <= 16 { return value }
    set.set(.sliceThickness, double: number)
    return set.string(.sliceThickness) ?? ""
  }

  private static func integer(_ value: String) -> String {
    var set = DataSet()
    set.set(.instanceNumber, vr: .is, bytes: Array(value.utf8))
    guard let number = set.integer(.instanceNumber), Int32(exactly: number) != nil else {
      return ""
    }
    return value.contains(".") || value.utf8.count > 12 ? String(number) : value
  }

  private static func isDigits(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
