/// One of the six directions of the body that DICOM's axes name.
public enum PatientDirection: Character, CaseIterable, Sendable {
  /// Towards the patient's left (+x).
  case left = "L"
  /// Towards the patient's right (−x).
  case right = "R"
  /// Towards the patient's back (+y).
  case posterior = "P"
  /// Towards the patient's front (−y).
  case anterior = "A"
  /// Towards the head (+z).
  case head = "H"
  /// Towards the feet (−z).
  case feet = "F"

  /// The direction of length 1 in patient space.
  public var unit: PatientVector {
    switch self {
    case .left: PatientVector(1, 0, 0)
    case .right: PatientVector(-1, 0, 0)
    case .posterior: PatientVector(0, 1, 0)
    case .anterior: PatientVector(0, -1, 0)
    case .head: PatientVector(0, 0, 1)
    case .feet: PatientVector(0, 0, -1)
    }
  }

  /// The direction of the opposite side.
  public var opposite: Self {
    switch self {
    case .left: .right
    case .right: .left
    case .posterior: .anterior
    case .anterior: .posterior
    case .head: .feet
    case .feet: .head
    }
  }

  /// The direction along `axis` (0 = x, 1 = y, 2 = z) with the given sign.
  static func along(axis: Int, positive: Bool) -> Self {
    switch axis {
    case 0: positive ? .left : .right
    case 1: positive ? .posterior : .anterior
    default: positive ? .head : .feet
    }
  }
}

extension Vector3 where Space == PatientSpace {
  /// Components smaller than this part of the length carry no orientation letter.
  ///
  /// sin 1.15°: an obliquity that nobody sees in a picture does not blur its labels.
  public static var letterThreshold: Double { 0.02 }

  /// The letters of the direction, the largest component first: `L`, `LP`, `LPH`.
  ///
  /// Oblique directions have two or three letters (PS3.3 C.7.6.1.1.1). Empty for the
  /// null vector and for components that are not finite.
  public var orientationLetters: String {
    guard let unit = normalized?.components else { return "" }
    let axes = (0..<3).filter { abs(unit[$0]) >= Self.letterThreshold }
      // Ties go to the earlier axis, so that the label is always the same.
      .sorted { (abs(unit[$1]), $0) < (abs(unit[$0]), $1) }
    return String(axes.map { PatientDirection.along(axis: $0, positive: unit[$0] > 0).rawValue })
  }

  /// The direction of the body closest to this vector, or nil for the null vector and for
  /// components that are not finite; ties go to x before y before z.
  public var closestDirection: PatientDirection? {
    guard let unit = normalized?.components else { return nil }
    let sizes = (abs(unit.x), abs(unit.y), abs(unit.z))
    let axis = sizes.0 >= sizes.1 && sizes.0 >= sizes.2 ? 0 : (sizes.1 >= sizes.2 ? 1 : 2)
    return .along(axis: axis, positive: unit[axis] > 0)
  }
}

extension AffineMap where Target == PatientSpace {
  /// For each patient axis x, y, z: which source axis (0, 1, 2) runs closest to it.
  ///
  /// Every source axis is used once: of the six assignments the one with the largest sum
  /// of absolute cosines is taken, so that a 45° obliquity cannot use an axis twice.
  public var closestSourceAxes: [Int] {
    let columns = [x, y, z].map { $0.normalized?.components ?? .zero }
    let assignments = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    func agreement(_ assignment: [Int]) -> Double {
      (0..<3).reduce(0) { $0 + abs(columns[assignment[$1]][$1]) }
    }
    // Strictly greater: the first assignment wins ties.
    return assignments.dropFirst().reduce(assignments[0]) {
      agreement($1) > agreement($0) ? $1 : $0
    }
  }
}
