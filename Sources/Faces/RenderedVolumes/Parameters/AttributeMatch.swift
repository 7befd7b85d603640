import DICOMModel
import SagittaEngine

/// An attribute that instances are to have (PS3.18 8.3.4.1, PS3.4 C.2.2.2).
struct AttributeMatch: Hashable {
  /// The name as it was given: a keyword, or eight digits.
  let name: String
  let tag: Tag
  let value: String

  /// The attribute that a name stands for; nil for names of other things.
  static func tag(_ name: String) -> Tag? {
    let digits = name.utf8
    if digits.count == 8, digits.allSatisfy(isHexadecimal) {
      return UInt32(name, radix: 16).map { Tag(rawValue: $0) }
    }
    // Keywords begin with a capital letter; other names are not worth a search.
    guard let first = digits.first, (0x41...0x5A).contains(first), digits.count <= 64 else {
      return nil
    }
    return Tag(keyword: name)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }

  /// Whether a data set has what is asked for; no value asks for nothing.
  func isMet(by dataSet: DataSet) -> Bool {
    guard !value.isEmpty else { return true }
    let vr = DataDictionary.vr(tag)
    switch vr {
    case .ds, .is, .fl, .fd, .ss, .us, .sl, .ul, .sv, .uv:
      return (dataSet.doubles(tag) ?? []).contains(where: isNumberMet)
    case .ui: return meetsList(dataSet.strings(tag) ?? [])
    case .da, .tm, .dt: return (dataSet.strings(tag) ?? []).contains(where: isTimeMet)
    case nil, .un:
      // Of a private attribute nobody knows what it holds.
      let numbers = dataSet.doubles(tag) ?? []
      return numbers.contains(where: isNumberMet) || meetsText(dataSet.strings(tag) ?? [])
    default: return meetsText(dataSet.strings(tag) ?? [])
    }
  }

  private func meetsList(_ texts: [String]) -> Bool {
    let wanted = Set(value.split { $0 == "\\" || $0 == "," }.map(String.init))
    return texts.contains { wanted.contains($0.trimmed) }
  }

  private func meetsText(_ texts: [String]) -> Bool {
    let pattern = Array(value.utf8)
    return texts.contains { Wildcards.matches(Array($0.trimmed.utf8), pattern: pattern) }
  }

  /// Equal, or between the two ends of `a-b`, of which one may be missing.
  private func isNumberMet(_ number: Double) -> Bool {
    if let wanted = ParameterReader.number(value) { return number == wanted }
    return ends { ParameterReader.number($0) }.map { $0.holds(number) } ?? false
  }

  private func isTimeMet(_ text: String) -> Bool {
    let digits = text.trimmed.filter { $0 != ":" }
    if value.filter({ $0 != ":" }) == digits { return true }
    return ends { String($0.filter { $0 != ":" }) }.map { $0.holds(digits) } ?? false
  }

  /// The ends of a range; a minus that belongs to a number follows nothing, or another minus.
  private func ends<End: Comparable>(_ read: (Substring) -> End?) -> Ends<End>? {
    for dash in value.indices where value[dash] == "-" {
      let low = value[..<dash]
      let high = value[value.index(after: dash)...]
      guard !low.isEmpty || !high.isEmpty else { continue }
      let lower = read(low)
      let upper = read(high)
      if (low.isEmpty || lower != nil) && (high.isEmpty || upper != nil) {
        return Ends(low: low.isEmpty ? nil : lower, high: high.isEmpty ? nil : upper)
      }
    }
    return nil
  }

  private struct Ends<End: Comparable> {
    let low: End?
    let high: End?

    func holds(_ value: End) -> Bool {
      (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
    }
  }
}

/// Texts with `*` for anything and `?` for one character.
enum Wildcards {
  /// Whether a text is of a pattern; takes as long as both lengths multiplied at the most.
  static func matches(_ text: [UInt8], pattern: [UInt8]) -> Bool {
    var place = 0
    var wanted = 0
    var star: (wanted: Int, place: Int)?
    while place < text.count {
      if wanted < pattern.count, pattern[wanted] == 0x2A {
        star = (wanted, place)
        wanted += 1
      } else if wanted < pattern.count, pattern[wanted] == 0x3F || pattern[wanted] == text[place] {
        wanted += 1
        place += 1
      } else if let last = star {
        star = (last.wanted, last.place + 1)
        wanted = last.wanted + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return pattern[wanted...].allSatisfy { $0 == 0x2A }
  }
}
