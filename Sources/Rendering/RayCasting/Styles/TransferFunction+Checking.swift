/// A transfer function that cannot be used.
public enum TransferFunctionError: Error, Hashable, CustomStringConvertible {
  /// A curve has no points; the name says which.
  case empty(String)
  /// A curve's values do not grow strictly; the name, and the number of the first point that
  /// does not, from 0.
  case notGrowing(String, point: Int)
  /// A number lies outside of what it may be; the name says which.
  case outOfRange(String, Double)
  /// A colour has not three parts; the number of the point, from 0.
  case notThreeParts(point: Int)

  /// One line for people.
  public var description: String {
    switch self {
    case .empty(let name): "the transfer function's \(name) has no points"
    case .notGrowing(let name, let point):
      "the transfer function's \(name) is out of order: point \(point) (from 0) does not come "
        + "after the one before it"
    case .outOfRange(let name, let value): "the transfer function's \(name) cannot be \(value)"
    case .notThreeParts(let point):
      "the transfer function's color point \(point) (from 0) needs red, green and blue"
    }
  }
}

extension TransferFunction {
  /// Returns normally if the function can be used.
  ///
  /// - Throws: ``TransferFunctionError``.
  public func check() throws(TransferFunctionError) {
    guard opacityUnit.isFinite, opacityUnit > 0 else {
      throw .outOfRange("opacityUnit", opacityUnit)
    }
    try Self.check(opacity.map(\.value), name: "opacity")
    try Self.check(color.map(\.value), name: "color")
    for point in opacity { try Self.checkPart(point.opacity, name: "opacity") }
    for (number, point) in color.enumerated() {
      guard point.color.count == 3 else { throw .notThreeParts(point: number) }
      for part in point.color { try Self.checkPart(part, name: "color") }
    }
    if let gradientOpacity {
      try Self.check(gradientOpacity.map(\.magnitude), name: "gradientOpacity")
      for point in gradientOpacity { try Self.checkPart(point.opacity, name: "gradientOpacity") }
    }
    try shading?.check()
  }

  private static func check(
    _ places: [Double], name: String
  ) throws(TransferFunctionError) {
    guard !places.isEmpty else { throw .empty(name) }
    for (number, place) in places.enumerated() {
      guard place.isFinite, abs(place) < 1e30 else { throw .outOfRange(name, place) }
      guard number == 0 || places[number - 1] < place else {
        throw .notGrowing(name, point: number)
      }
    }
  }

  private static func checkPart(
    _ part: Double, name: String
  ) throws(TransferFunctionError) {
    guard part >= 0, part <= 1 else { throw .outOfRange(name, part) }
  }
}

extension Shading {
  func check() throws(TransferFunctionError) {
    for (name, part) in [("ambient", ambient), ("diffuse", diffuse), ("specular", specular)] {
      guard part >= 0, part <= 10 else { throw .outOfRange("shading \(name)", part) }
    }
    guard shininess > 0, shininess <= 1e4 else {
      throw .outOfRange("shading shininess", shininess)
    }
  }
}
