/// The parameters of a request, each of which is taken once.
struct ParameterReader {
  private var values: [String: String] = [:]
  /// The names in the order in which they came.
  private var names: [String] = []

  /// Creates a reader.
  ///
  /// - Throws: ``RenderedVolumesError`` for a name that is given twice, and for too many.
  init(
    _ query: [(name: String, value: String)], atMost limit: Int
  ) throws(RenderedVolumesError) {
    guard query.count <= limit else {
      throw .wrongParameter("query", problem: "more than \(limit) parameters are not read")
    }
    for (name, value) in query {
      guard values.updateValue(value, forKey: name) == nil else {
        throw .wrongParameter(PlainText.of(name), problem: "it is given twice")
      }
      names.append(name)
    }
  }

  /// The names that nobody has asked for so far, with their values.
  var rest: [(name: String, value: String)] {
    names.compactMap { name in values[name].map { (name, $0) } }
  }

  /// Takes a value.
  mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

  /// Takes the value of a name that stands for one of several words.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, as type: Word.Type = Word.self
  ) throws(RenderedVolumesError) -> Word? where Word.RawValue == String {
    guard let text = text(name) else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw .wrongParameter(name, problem: "it is one of \(words)")
    }
    return word
  }

  /// Takes a number.
  mutating func number(_ name: String) throws(RenderedVolumesError) -> Double? {
    guard let text = text(name) else { return nil }
    guard let number = Self.number(text) else {
      throw .wrongParameter(name, problem: "it is a number")
    }
    return number
  }

  /// Takes a number above 0.
  mutating func positive(_ name: String) throws(RenderedVolumesError) -> Double? {
    guard let number = try number(name) else { return nil }
    guard number > 0 else { throw .wrongParameter(name, problem: "it is a number above 0") }
    return number
  }

  /// Takes a whole number.
  mutating func integer(
    _ name: String, in range: ClosedRange<Int>
  ) throws(RenderedVolumesError) -> Int? {
    guard let text = text(name) else { return nil }
    guard text.utf8.count < 19, let number = Int(text), range.contains(number) else {
      throw .wrongParameter(
        name, problem: "it is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Takes so many numbers with commas between them.
  mutating func numbers(
    _ name: String, counts: (Int) -> Bool, like example: String
  ) throws(RenderedVolumesError) -> [Double]? {
    guard let text = text(name) else { return nil }
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.number)
    guard counts(numbers.count), !numbers.contains(where: { $0 == nil }) else {
      throw .wrongParameter(name, problem: "it is written like \(example)")
    }
    return numbers.compactMap(\.self)
  }

  /// Takes `yes` or `no`.
  mutating func flag(_ name: String) throws(RenderedVolumesError) -> Bool? {
    try word(name, as: YesOrNo.self).map { $0 == .yes }
  }

  private enum YesOrNo: String, CaseIterable { case yes, no }

  /// A decimal number that a float can hold; no words, no hexadecimal digits.
  static func number(_ text: some StringProtocol) -> Double? {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
      default: false
      }
    }
    guard isPlain, text.utf8.count <= 64, let number = Double(text), abs(number) < 1e30 else {
      return nil
    }
    return number
  }
}
