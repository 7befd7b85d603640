/// Colours for numbers that name something: the table of a segmentation.
public struct LabelTable: Codable, Hashable, Sendable {
  /// One number's look.
  public struct Label: Codable, Hashable, Sendable {
    /// What the number stands for.
    public var name: String
    /// Red, green and blue.
    public var color: SIMD3<UInt8>
    /// 0 (clear) … 1 (as opaque as the overlay).
    public var opacity: Double

    /// Creates a label.
    public init(name: String, color: SIMD3<UInt8>, opacity: Double = 1) {
      self.name = name
      self.color = color
      self.opacity = opacity
    }
  }

  /// The labels by their numbers; nil gives every number above 0 a colour of its own.
  public let labels: [Int: Label]?

  /// The most lines of a table.
  public static var maximumLines: Int { 100_000 }

  /// Colours for any number above 0: neighbours differ clearly, and equal numbers are equal in
  /// all pictures.
  public static let `default` = LabelTable(labels: nil)

  /// Creates a table; numbers that it lacks are clear.
  public init(labels: [Int: Label]?) {
    self.labels = labels
  }

  /// Reads a colour table in the form that 3D Slicer (`.ctbl`) and FreeSurfer share: one line a
  /// label with number, name, red, green, blue and opacity (0…255), separated by blanks; `#`
  /// begins a comment.
  ///
  /// FreeSurfer writes 0 as the opacity of opaque labels; a table in which every label is clear is
  /// therefore taken as opaque throughout.
  ///
  /// - Throws: ``LabelTableError``.
  public init(parsing text: String) throws(LabelTableError) {
    var labels: [Int: Label] = [:]
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (number, line) in lines.enumerated() {
      guard number < Self.maximumLines else { throw LabelTableError(line: number + 1) }
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
      if words.isEmpty { continue }
      let numbers = words.dropFirst(2).compactMap { UInt8($0) }
      guard words.count == 5 || words.count == 6, let value = Int(words[0]),
        numbers.count == words.count - 2
      else { throw LabelTableError(line: number + 1) }
      labels[value] = Label(
        name: String(words[1]), color: SIMD3(numbers[0], numbers[1], numbers[2]),
        opacity: numbers.count == 4 ? Double(numbers[3]) / 255 : 1)
    }
    guard !labels.isEmpty else { throw LabelTableError(line: nil) }
    if labels.values.allSatisfy({ $0.opacity == 0 }) {
      for value in labels.keys where value != 0 { labels[value]?.opacity = 1 }
    }
    self.labels = labels
  }

  /// How far a value may be from the whole number that it stands for: labels that went through
  /// floats come back as 2.00003.
  public static var tolerance: Float { 0.01 }

  /// The whole number that a value stands for; nil for values between labels and for NaN.
  public static func number(of value: Float) -> Int? {
    let nearest = value.rounded()
    return abs(value - nearest) <= tolerance ? Int(exactly: nearest) : nil
  }

  /// The label of a value; nil for 0, for values that stand for no whole number, and for NaN.
  public func label(of value: Float) -> Label? {
    guard let number = Self.number(of: value), number != 0 else { return nil }
    guard let labels else { return Label(name: "\(number)", color: Self.color(of: number)) }
    return labels[number]
  }

  /// Hues a golden section apart: the most different for any first n numbers.
  private static func color(of number: Int) -> SIMD3<UInt8> {
    let turn = Double(number &- 1) * 0.618_033_988_749_895
    let hue = (turn - turn.rounded(.down)) * 6
    let strength = [1.0, 0.75, 0.9][abs(number % 3)]
    func part(_ shift: Double) -> UInt8 {
      let place = (hue + shift).truncatingRemainder(dividingBy: 6)
      let level = min(1, max(0, 2 - abs(place - 2)))
      return UInt8((255 * strength * (0.15 + 0.85 * level)).rounded())
    }
    return SIMD3(part(2), part(0), part(4))
  }
}

/// A text is no colour table.
public struct LabelTableError: Error, Hashable, CustomStringConvertible {
  /// The line that cannot be read, from 1; nil if there is no label at all.
  public let line: Int?

  /// One line for people.
  public var description: String {
    line.map {
      "line \($0) is no label; write number, name without blanks, red, green, blue, opacity (0…255)"
    } ?? "the table holds no label"
  }
}
