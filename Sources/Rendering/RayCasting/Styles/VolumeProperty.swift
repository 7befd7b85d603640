extension TransferFunction {
  /// Reads a volume property as 3D Slicer saves it (`.vp`).
  ///
  /// Nine lines: interpolation, shade, diffuse, ambient, specular, specular power, opacity over
  /// the value, opacity over the gradient, colour over the value. A curve begins with the count
  /// of the numbers that follow: pairs of place and opacity, or a place and red, green and blue.
  /// Points at one place are a step. The format has no unit of opacity: VTK's usual one is taken,
  /// layers of 1 mm. Samples are interpolated linearly, whatever the first line says.
  ///
  /// - Throws: ``VolumePropertyError``.
  public init(volumeProperty text: String) throws(VolumePropertyError) {
    let lines = try VolumePropertyLines(text)
    _ = try lines.number(0, name: "interpolation", in: 0...2)
    let shade = try lines.number(1, name: "shade", in: 0...1)
    let shading = Shading(
      ambient: try lines.number(3, name: "ambient", in: 0...10),
      diffuse: try lines.number(2, name: "diffuse", in: 0...10),
      specular: try lines.number(4, name: "specular", in: 0...10),
      shininess: try lines.number(5, name: "specular power", in: 0...1e4))
    let opacity = try lines.curve(6, name: "opacity", parts: 1)
    let gradients = try lines.curve(7, name: "gradient opacity", parts: 1, mayBeEmpty: true)
    let color = try lines.curve(8, name: "color", parts: 3)
    self.init(
      opacity: opacity.map { OpacityPoint(value: $0.place, opacity: $0.parts[0]) },
      color: color.map { ColorPoint(value: $0.place, color: $0.parts) },
      gradientOpacity: gradients.isEmpty
        ? nil : gradients.map { GradientPoint(magnitude: $0.place, opacity: $0.parts[0]) },
      shading: shade == 0 ? nil : shading.withHighlight)
  }
}

extension Shading {
  /// The same with a shininess that can be used: power 0 spreads highlights over everything.
  fileprivate var withHighlight: Shading {
    var light = self
    light.shininess = max(shininess, 1e-3)
    return light
  }
}

/// A volume property that cannot be read: where, what, and what to do.
public struct VolumePropertyError: Error, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong with it, and what to do.
  public let reason: String

  /// One line for people.
  public var description: String { "line \(line): \(reason)" }
}

/// The lines of a volume property.
private struct VolumePropertyLines {
  struct Point {
    let place: Double
    let parts: [Double]
  }

  private let lines: [[Substring]]

  init(_ text: String) throws(VolumePropertyError) {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count == 9 else {
      throw VolumePropertyError(
        line: min(lines.count, 9) + 1,
        reason: "\(lines.count < 9 ? "missing" : "unexpected"); a volume property has nine lines")
    }
    self.lines = lines
  }

  /// The one number of a line.
  func number(
    _ line: Int, name: String, in range: ClosedRange<Double>
  ) throws(VolumePropertyError) -> Double {
    guard lines[line].count == 1, let number = Self.number(lines[line][0]) else {
      throw error(line, reason: "\(name) is one number")
    }
    guard range.contains(number) else {
      throw error(
        line, reason: "\(name) \(number) is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The points of a line.
  func curve(
    _ line: Int, name: String, parts: Int, mayBeEmpty: Bool = false
  ) throws(VolumePropertyError) -> [Point] {
    let words = lines[line]
    if mayBeEmpty, words.isEmpty || words == ["0"] { return [] }
    guard let count = words.first.flatMap({ Int($0) }), count > 0 else {
      throw error(line, reason: "\(name) begins with the count of its numbers, and has some")
    }
    guard words.count - 1 == count else {
      throw error(line, reason: "\(name) says \(count) numbers and has \(words.count - 1)")
    }
    guard count.isMultiple(of: parts + 1) else {
      throw error(line, reason: "\(name) has \(count) numbers, not \(parts + 1) for each point")
    }
    var points: [Point] = []
    for first in stride(from: 1, through: count, by: parts + 1) {
      let point = try point(
        words[first...(first + parts)], line: line, name: "\(name) point \(points.count)")
      guard let next = Self.step(from: points.last, to: point) else {
        throw error(
          line,
          reason: "\(name) point \(points.count) (from 0) lies before the one before; sort them")
      }
      points.append(next)
    }
    return points
  }

  private func point(
    _ words: ArraySlice<Substring>, line: Int, name: String
  ) throws(VolumePropertyError) -> Point {
    var numbers: [Double] = []
    for word in words {
      guard let number = Self.number(word) else {
        throw error(line, reason: "\(name) (from 0): \(word) is no number that can be used")
      }
      numbers.append(number)
    }
    let parts = Array(numbers.dropFirst())
    if let part = parts.first(where: { $0 < 0 || $0 > 1 }) {
      throw error(line, reason: "\(name) (from 0): \(part) is not from 0 to 1")
    }
    return Point(place: numbers[0], parts: parts)
  }

  /// A point as it follows another, just behind it if at the same place; nil if it lies before.
  private static func step(from last: Point?, to point: Point) -> Point? {
    guard let last, point.place <= last.place else { return point }
    // What was moved behind its place by steps before still is at that place.
    guard Float(point.place) >= Float(last.place) else { return nil }
    return Point(place: last.place.nextUp, parts: point.parts)
  }

  private func error(_ line: Int, reason: String) -> VolumePropertyError {
    VolumePropertyError(line: line + 1, reason: reason)
  }

  private static func number(_ word: Substring) -> Double? {
    guard let number = Double(word), number.isFinite, abs(number) < 1e30 else { return nil }
    return number
  }
}
