public import Geometry

/// A head without symmetry, between block letters that name its six sides.
///
/// All lengths scale with the edge of the cube in which it fits; in a cube of 240 mm:
///
/// - skin, skull and brain are ellipsoids of half axes 56 × 68 × 64, 52 × 64 × 60 and
///   46 × 58 × 54 mm; a nose in front, a chin in front below, an ear on the *right* only, an
///   eye and a ventricle on the *left* only, a calcification on the right, behind and above,
///   the first vertebra behind and below;
/// - each of the axial, coronal and sagittal middle pictures has its four letters, 30 mm wide,
///   38 mm high and 14 mm thick, upright and readable under the rules for pictures (axial seen
///   from the feet, coronal from the front, sagittal from the left). Seen from the picture's
///   middle, the letter of a side stands 95 or 96 mm out and 30 or 26 mm further clockwise:
///   letters of the other two pictures then keep 10 mm away from the middle plane.
///
/// The letter is that of the patient's side: L at +x, R at −x, P at +y, A at −y, H at +z, F
/// at −z. Values: air −1000, soft tissue 40, bone 1000, letters 1500 (HU).
public struct HeadPhantom: AnalyticField, Hashable {
  /// The centre of the cube in LPS mm.
  public let center: PatientPoint
  /// The edge of the cube, which lies along the patient's axes, in mm.
  public let extent: Double
  /// The twelve letters, four for each picture.
  public let letters: [LetterPlate]
  private let organs: [Organ]
  // Beside the letters: looking at a box alone costs no counting of references.
  private let letterBounds: [PatientBox]
  private let organBounds: PatientBox

  /// The modality value of the surrounding air.
  public static var air: Double { -1000 }
  /// The modality value of skin and muscle.
  public static var softTissue: Double { 40 }
  /// The modality value of the skull.
  public static var bone: Double { 1000 }
  /// The modality value of the letters.
  public static var letterValue: Double { 1500 }

  /// Creates a head that fits a cube.
  ///
  /// - Parameters:
  ///   - center: The centre of the cube in LPS mm.
  ///   - extent: The edge of the cube in mm.
  /// - Precondition: `extent` is positive.
  public init(center: PatientPoint, extent: Double) {
    precondition(extent > 0, "a head has a size")
    self.center = center
    self.extent = extent
    let scale = extent / 240
    let edge = SoftEdge(width: 3 * scale)
    letters = Self.letters(around: center, scale: scale, edge: edge)
    letterBounds = letters.map(\.bounds)
    let organs = Self.organs.map { organ in
      Organ(
        shape: Ellipsoid(
          center: center + PatientVector(organ.place * scale), halfAxes: organ.halfAxes * scale,
          edge: edge),
        value: organ.value)
    }
    self.organs = organs
    organBounds = organs.reduce(organs[0].bounds) {
      $0.extended(to: $1.bounds.lower).extended(to: $1.bounds.upper)
    }
  }

  /// Returns the modality value at a place in LPS mm.
  public func value(at point: PatientPoint) -> Double { sample(at: point).value }

  /// Returns the gradient at a place in LPS mm, in modality units for each mm.
  public func gradient(at point: PatientPoint) -> PatientVector { sample(at: point).gradient }

  /// An ellipsoid that takes the place of what lay there before.
  private struct Organ: Hashable {
    let shape: Ellipsoid
    let value: Double
    let bounds: PatientBox

    init(shape: Ellipsoid, value: Double) {
      self.shape = shape
      self.value = value
      bounds = shape.bounds
    }
  }

  private func sample(at point: PatientPoint) -> (value: Double, gradient: PatientVector) {
    var value = Self.air
    var gradient = PatientVector(0, 0, 0)
    func cover(by part: (value: Double, gradient: PatientVector), with other: Double) {
      gradient = gradient * (1 - part.value) + part.gradient * (other - value)
      value += part.value * (other - value)
    }
    if organBounds.contains(point) {
      for organ in organs where organ.bounds.contains(point) {
        cover(by: organ.shape.part(at: point), with: organ.value)
      }
    }
    for n in letterBounds.indices where letterBounds[n].contains(point) {
      cover(by: letters[n].part(at: point), with: Self.letterValue)
    }
    return (value, gradient)
  }
}
