public import DICOMModel

/// How values of an attribute match a key (PS3.4 C.2.2.2).
public enum MatchRule: Hashable, Sendable {
  /// Every value, and none.
  case everything
  /// One of these UIDs.
  case oneOf([String])
  /// From one date or time to another, both included; nil for an open end.
  case range(from: String?, through: String?)
  /// A text in which `*` stands for any characters, and `?` for one.
  case pattern(String)
  /// A name, in small letters, with the signs of a pattern; the case of letters means nothing.
  case name(String)
  /// This value.
  case value(String)

  /// The rule that a key's value means.
  ///
  /// - Parameters:
  ///   - value: The value; several with backslashes between them.
  ///   - tag: The attribute, whose VR says what stands for what.
  public init(_ value: String, of tag: Tag) {
    let vr = DataDictionary.vr(tag) ?? .un
    if value.isEmpty || vr.hasWildcards && value.allSatisfy({ $0 == "*" }) {
      self = .everything
    } else if vr == .ui {
      self = .oneOf(value.split(separator: "\\").map(String.init))
    } else if vr == .pn {
      self = .name(value.lowercased())
    } else if vr.isMoment {
      self = Moment.range(value, hasOffsets: vr == .dt) ?? .value(value)
    } else {
      let isPattern = vr.hasWildcards && value.contains { $0 == "*" || $0 == "?" }
      self = isPattern ? .pattern(value) : .value(value)
    }
  }

  /// Whether a value matches.
  ///
  /// - Parameter value: One value, without padding; empty if there is none.
  /// - Returns: Whether it is what the key asks for.
  public func accepts(_ value: String) -> Bool {
    switch self {
    case .everything: true
    case .oneOf(let uids): uids.contains(value)
    case .range(let start, let end): Moment.lies(value, from: start, through: end)
    case .pattern(let pattern): Pattern(pattern).fits(value)
    case .name(let name): Self.groups(value).contains(where: Pattern(name).fits)
    case .value(let wanted): value == wanted || Self.areSameNumber(value, wanted)
    }
  }

  /// A name matches as a whole, and by each of its groups: who looks for `山田*` has no alphabet.
  private static func groups(_ name: String) -> [String] {
    let name = name.lowercased()
    return [name] + (name.contains("=") ? name.split(separator: "=").map(String.init) : [])
  }

  /// IS and DS may be written in many ways.
  private static func areSameNumber(_ one: String, _ other: String) -> Bool {
    guard let one = Double(one), let other = Double(other) else { return false }
    return one == other
  }
}

extension VR {
  /// Whether `*` and `?` stand for characters in keys (PS3.4 C.2.2.2.4).
  fileprivate var hasWildcards: Bool {
    switch self {
    case .ae, .cs, .lo, .lt, .pn, .sh, .st, .uc, .ur, .ut: true
    default: false
    }
  }

  fileprivate var isMoment: Bool { [.da, .tm, .dt].contains(self) }
}

/// A text with `*` for any characters, and `?` for one.
private struct Pattern {
  private let signs: [Character]

  init(_ text: String) { signs = Array(text) }

  /// Compares; never goes back further than to the last `*`, so that no pattern takes for ever.
  func fits(_ value: String) -> Bool {
    let text = Array(value)
    var (place, sign) = (0, 0)
    var last: (place: Int, sign: Int)?
    while place < text.count {
      if sign < signs.count, signs[sign] == "*" {
        sign += 1
        last = (place, sign)
      } else if sign < signs.count, signs[sign] == "?" || signs[sign] == text[place] {
        place += 1
        sign += 1
      } else if let star = last {
        place = star.place + 1
        sign = star.sign
        last = (place, sign)
      } else {
        return false
      }
    }
    return signs[sign...].allSatisfy { $0 == "*" }
  }
}

/// Dates and times, which are compared by their digits.
private enum Moment {
  /// The range that a key means; nil for a single moment.
  ///
  /// A hyphen stands between the ends. In DT one may also begin an offset from UTC, which has four digits
  /// and is at most 1400; nobody means that year.
  static func range(_ value: String, hasOffsets: Bool) -> MatchRule? {
    let text = Array(value)
    let hyphen = text.indices.first { place in
      guard text[place] == "-" else { return false }
      let digits = String(text[(place + 1)...].prefix(while: \.isNumber))
      return !hasOffsets || digits.count != 4 || Int(digits).map { $0 > 1400 } ?? true
    }
    guard let hyphen else { return nil }
    let ends = [text[..<hyphen], text[(hyphen + 1)...]].map { $0.isEmpty ? nil : String($0) }
    return ends == [nil, nil] ? .everything : .range(from: ends[0], through: ends[1])
  }

  /// Whether a moment lies in a range; an end that says less means all of what it says.
  static func lies(_ value: String, from start: String?, through end: String?) -> Bool {
    let value = digits(value)
    guard !value.isEmpty else { return false }
    if let start, value < digits(start) { return false }
    guard let end = end.map(digits) else { return true }
    return value.prefix(end.count) <= end
  }

  private static func digits(_ text: String) -> String {
    String(text.prefix { $0 != "+" && $0 != "-" }.filter(\.isNumber))
  }
}
