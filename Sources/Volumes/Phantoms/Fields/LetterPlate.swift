public import Geometry

/// A block letter cut out of a plate: readable from the front, where `right` and `down` are
/// the reader's.
public struct LetterPlate: Hashable, Sendable {
  /// The picture planes in which letters stand.
  public enum Picture: String, CaseIterable, Hashable, Sendable, Codable {
    /// Seen from the feet: right is the patient's left, down the back.
    case axial
    /// Seen from the front: right is the patient's left, down the feet.
    case coronal
    /// Seen from the left: right is the back, down the feet.
    case sagittal

    /// The directions of the body to the right of and below the picture.
    public var sides: (right: PatientDirection, down: PatientDirection) {
      switch self {
      case .axial: (.left, .posterior)
      case .coronal: (.left, .feet)
      case .sagittal: (.posterior, .feet)
      }
    }
  }

  /// The letter, which names the side of the patient at which the plate stands.
  public let letter: PatientDirection
  /// The picture in which it is read.
  public let picture: Picture
  /// The middle of the letter in LPS mm.
  public let center: PatientPoint
  /// How many mm one unit of the glyph takes.
  let scale: Double
  let edge: SoftEdge
  private let glyph: LetterGlyph
  private let right, down, normal: PatientVector
  /// A box outside which the letter's part is 0.
  let bounds: PatientBox

  /// Half the thickness of a plate, in units of the glyph.
  static var halfThickness: Double { 7 }

  /// Half the width and height of a letter, strokes included, in units of the glyph.
  static var halfFace: SIMD2<Double> { LetterGlyph.halfSize + LetterGlyph.strokeRadius }

  init(
    _ letter: PatientDirection, picture: Picture, center: PatientPoint, scale: Double,
    edge: SoftEdge
  ) {
    self.letter = letter
    self.picture = picture
    self.center = center
    self.scale = scale
    self.edge = edge
    glyph = LetterGlyph(letter)
    right = picture.sides.right.unit
    down = picture.sides.down.unit
    normal = right.cross(down)
    let reach = Self.halfFace * scale + edge.width
    let depth = Self.halfThickness * scale + edge.width
    let corner = right * reach.x + down * reach.y + normal * depth
    bounds = PatientBox(center - corner, center + corner)
  }

  /// The letter's width and height in the picture, strokes included, in mm.
  public var size: SIMD2<Double> {
    Self.halfFace * (2 * scale)
  }

  /// Returns the letter's part of the value, 0…1, and its gradient.
  func part(at point: PatientPoint) -> (value: Double, gradient: PatientVector) {
    let offset = point - center
    let across = offset.dot(normal)
    let plate = edge.part(atDistance: abs(across) - Self.halfThickness * scale)
    guard plate.value > 0 else { return (0, PatientVector(0, 0, 0)) }
    let place = SIMD2(offset.dot(right), offset.dot(down))
    let (face, slope) = face(at: place)
    let inPlane = right * slope.x + down * slope.y
    let outward = across < 0 ? -normal : normal
    return (face * plate.value, inPlane * plate.value + outward * (face * plate.slope))
  }

  /// The part of the strokes at a place of the face in mm, and its gradient in the face.
  private func face(at place: SIMD2<Double>) -> (value: Double, gradient: SIMD2<Double>) {
    // 1 − Π(1 − part): the union of the strokes, smooth where they meet.
    var rest = 1.0
    var slope = SIMD2<Double>.zero
    for stroke in glyph.strokes {
      let offset = stroke.offset(to: place / scale) * scale
      let distance = (offset * offset).sum().squareRoot()
      let part = edge.part(atDistance: distance - LetterGlyph.strokeRadius * scale)
      let outward = distance > 0 ? offset / distance : .zero
      slope = slope * (1 - part.value) - outward * (part.slope * rest)
      rest *= 1 - part.value
    }
    return (1 - rest, -slope)
  }
}
