/// A line of text at a size: its width, and its ink.
struct TextLine: Sendable {
  let text: String
  /// The height of capital letters in pixels.
  ///
  /// Whole numbers put the tops of letters between two rows of pixels, which keeps them sharp.
  let capHeight: Int

  private var scale: Double { Double(capHeight) / GlyphTable.capHeight }

  /// The distance of base lines, in pixels.
  var lineHeight: Int { Self.lineHeight(capHeight) }

  static func lineHeight(_ capHeight: Int) -> Int {
    Int((Double(capHeight) * 1.65).rounded(.up))
  }

  /// How wide the text is, in pixels.
  var width: Double {
    text.unicodeScalars.reduce(0) { $0 + advance(of: $1) }
  }

  /// Whole pixels, so that equal letters look equal.
  private func advance(of character: Unicode.Scalar) -> Double {
    (Glyph.of(character).advance * scale).rounded()
  }

  /// What moves the left stem of small letters to whole pixels: sharp there, unnoticed elsewhere.
  private func shift(of outlines: [[SIMD2<Double>]]) -> Double {
    guard capHeight < 16, let left = outlines.joined().map(\.x).min() else { return 0 }
    return (left * scale).rounded() - left * scale
  }

  /// The ink, with the base line's beginning at a pixel corner.
  func mask(at base: SIMD2<Int>) -> CoverageMask {
    var x = Double(base.x)
    var polygons: [[SIMD2<Double>]] = []
    for character in text.unicodeScalars {
      let outlines = Glyph.of(character).polygons(pieces: 2 + capHeight / 8)
      let left = x + shift(of: outlines)
      polygons += outlines.map { outline in
        outline.map { SIMD2(left + $0.x * scale, Double(base.y) - $0.y * scale) }
      }
      x += advance(of: character)
    }
    return CoverageMask(polygons: polygons)
  }

  /// The text, or as much of its beginning as fits into a width, with "…" at its end; nil if
  /// not even two letters fit.
  ///
  /// A number is there whole or not at all: half of one is another number.
  func fitted(into available: Double) -> TextLine? {
    guard width > available else { return self }
    var scalars = Array(text.unicodeScalars)
    while scalars.count > 2 {
      scalars.removeLast()
      Self.dropNumber(from: &scalars, of: text)
      guard scalars.count >= 2 else { return nil }
      let shorter = TextLine(
        text: String(String.UnicodeScalarView(scalars)) + "…", capHeight: capHeight)
      if shorter.width <= available { return shorter }
    }
    return nil
  }

  /// Takes a number away that was cut, with its sign, and blanks before it.
  private static func dropNumber(from scalars: inout [Unicode.Scalar], of text: String) {
    let all = Array(text.unicodeScalars)
    func isPartOfNumber(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.numericType != nil || ".,−-+/×:".unicodeScalars.contains(scalar)
    }
    guard scalars.count < all.count, isPartOfNumber(all[scalars.count]) else { return }
    while let last = scalars.last, isPartOfNumber(last) { scalars.removeLast() }
    while scalars.last == " " { scalars.removeLast() }
  }
}
