import Geometry

/// The strokes of one of the six block letters, in a unit in which the letter is 23 wide and
/// 31 high between the middles of its outermost strokes.
struct LetterGlyph: Hashable, Sendable {
  /// The middle line of a stroke; u runs to the right, v down, from the letter's middle.
  struct Stroke: Hashable, Sendable {
    let start, end: SIMD2<Double>

    init(_ u0: Double, _ v0: Double, _ u1: Double, _ v1: Double) {
      start = SIMD2(u0, v0)
      end = SIMD2(u1, v1)
    }

    /// Returns the vector that leads from the closest point of the line to `point`.
    func offset(to point: SIMD2<Double>) -> SIMD2<Double> {
      let along = end - start
      let t = ((point - start) * along).sum() / (along * along).sum()
      return point - (start + along * min(max(t, 0), 1))
    }
  }

  /// Half the distance of the outermost strokes' middles, to the side and up.
  static var halfSize: SIMD2<Double> { SIMD2(11.5, 15.5) }

  /// Half the thickness of a stroke.
  static var strokeRadius: Double { 3.5 }

  let strokes: [Stroke]

  init(_ direction: PatientDirection) {
    let stem = Stroke(-11.5, -15.5, -11.5, 15.5)
    let bowl = [
      Stroke(-11.5, -15.5, 5, -15.5), Stroke(5, -15.5, 11.5, -10), Stroke(11.5, -10, 11.5, -4.5),
      Stroke(11.5, -4.5, 5, 1), Stroke(5, 1, -11.5, 1),
    ]
    switch direction {
    case .left: strokes = [stem, Stroke(-11.5, 15.5, 11.5, 15.5)]
    case .right: strokes = [stem] + bowl + [Stroke(0, 1, 11.5, 15.5)]
    case .posterior: strokes = [stem] + bowl
    case .anterior:
      strokes = [
        Stroke(-11.5, 15.5, 0, -15.5), Stroke(0, -15.5, 11.5, 15.5), Stroke(-7.8, 5.5, 7.8, 5.5),
      ]
    case .head: strokes = [stem, Stroke(11.5, -15.5, 11.5, 15.5), Stroke(-11.5, 0, 11.5, 0)]
    case .feet: strokes = [stem, Stroke(-11.5, -15.5, 11.5, -15.5), Stroke(-11.5, 0, 6, 0)]
    }
  }
}
