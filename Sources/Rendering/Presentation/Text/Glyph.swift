/// A letter's outline: closed contours of lines and quadratic curves, in units of the font, y up.
struct Glyph: Sendable {
  struct Point: Sendable {
    let place: SIMD2<Double>
    let isOnCurve: Bool
  }

  /// How far the next letter stands to the right.
  let advance: Double
  let contours: [[Point]]

  /// The glyph of a character; the replacement character for one that the table lacks.
  static func of(_ character: Unicode.Scalar) -> Glyph {
    read(character.value) ?? read(0xFFFD) ?? Glyph(advance: 0, contours: [])
  }

  /// Whether the table has the character.
  static func exists(for character: Unicode.Scalar) -> Bool { lines[character.value] != nil }

  /// The lines of the table by their characters, found when the first text is drawn; few of them
  /// are ever read.
  private static let lines: [UInt32: Substring.UTF8View] = {
    let text = GlyphTable.text.withUTF8Buffer { unsafe String(decoding: $0, as: UTF8.self) }
    let pairs = text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      UInt32(Substring(line.prefix { $0 != UInt8(ascii: " ") }), radix: 16).map { ($0, line) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }()

  /// Reads a character's line of the table.
  private static func read(_ code: UInt32) -> Glyph? {
    guard let line = lines[code] else { return nil }
    let words = line.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    guard words.count >= 2, let advance = Double(words[1]) else { return nil }
    let contours = words.dropFirst(2).split(separator: "/").map { numbers -> [Point] in
      let numbers = Array(numbers)
      return stride(from: 0, to: numbers.count - 1, by: 2).compactMap { n in
        let isOnCurve = !numbers[n].hasPrefix("~")
        guard let x = Double(numbers[n].drop { $0 == "~" }), let y = Double(numbers[n + 1])
        else { return nil }
        return Point(place: SIMD2(x, y), isOnCurve: isOnCurve)
      }
    }
    return Glyph(advance: advance, contours: contours)
  }

  /// The outline as straight lines; each curve becomes `pieces` of them.
  func polygons(pieces: Int) -> [[SIMD2<Double>]] {
    contours.map { Self.polygon($0, pieces: pieces) }
  }

  private static func polygon(_ contour: [Point], pieces: Int) -> [SIMD2<Double>] {
    let points = withImpliedPoints(contour)
    guard let start = points.firstIndex(where: \.isOnCurve) else { return [] }
    let turned = Array(points[start...] + points[..<start]) + [points[start]]
    var corners = [turned[0].place]
    for n in turned.indices.dropFirst() where turned[n].isOnCurve {
      if turned[n - 1].isOnCurve {
        corners.append(turned[n].place)
        continue
      }
      let a = turned[n - 2].place
      let b = turned[n - 1].place
      let c = turned[n].place
      for piece in 1...pieces {
        let t = Double(piece) / Double(pieces)
        corners.append(a * ((1 - t) * (1 - t)) + b * (2 * t * (1 - t)) + c * (t * t))
      }
    }
    return corners
  }

  /// Adds the points on the curve that TrueType leaves out: the middle between two others.
  private static func withImpliedPoints(_ contour: [Point]) -> [Point] {
    var points: [Point] = []
    for (n, point) in contour.enumerated() {
      let before = contour[(n + contour.count - 1) % contour.count]
      if !point.isOnCurve, !before.isOnCurve {
        points.append(Point(place: (point.place + before.place) / 2, isOnCurve: true))
      }
      points.append(point)
    }
    return points
  }
}
