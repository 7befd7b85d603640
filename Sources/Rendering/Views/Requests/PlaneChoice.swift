/// Which planes of a volume an image request shows.
public enum PlaneChoice: Hashable, Sendable {
  /// Axial, coronal and sagittal ones.
  case orthogonal(OrthogonalPlanes)
  /// Slices as they are stored.
  case native(StoredPlanes)
  /// Planes of any direction.
  case oblique(ObliquePlanes)
  /// Those of the stored slices of another volume, whose grid is given when the request runs.
  case planeOf
  /// An image along a curve, or planes across it.
  case curve(CurvedPlanes)

  func validate() throws(RequestError) {
    switch self {
    case .orthogonal(let planes): try planes.selection.validate()
    case .native(let planes): try planes.validate()
    case .oblique(let planes): try planes.validate()
    case .planeOf: break
    case .curve(let planes): try planes.validate()
    }
  }
}

extension PlaneChoice: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case orthogonal, native, oblique, planeOf, curve
  }

  /// Reads an object with one field that names the kind of planes: `{"native": {"every": 4}}`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    guard fields.allKeys.count == 1, let kind = fields.allKeys.first else {
      let names = CodingKeys.allCases.map { "`planes.\($0.stringValue)`" }
      throw RequestError(
        .contradiction, field: "planes", sentence: "give one of \(names.joined(separator: ", "))")
    }
    switch kind {
    case .orthogonal: self = .orthogonal(try fields.decode(OrthogonalPlanes.self, forKey: kind))
    case .native: self = .native(try fields.decode(StoredPlanes.self, forKey: kind))
    case .oblique: self = .oblique(try fields.decode(ObliquePlanes.self, forKey: kind))
    case .curve: self = .curve(try fields.decode(CurvedPlanes.self, forKey: kind))
    case .planeOf:
      _ = try fields.decode(Nothing.self, forKey: kind)
      self = .planeOf
    }
  }

  /// Writes an object with one field that names the kind of planes.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .orthogonal(let planes): try fields.encode(planes, forKey: .orthogonal)
    case .native(let planes): try fields.encode(planes, forKey: .native)
    case .oblique(let planes): try fields.encode(planes, forKey: .oblique)
    case .planeOf: try fields.encode(Nothing(), forKey: .planeOf)
    case .curve(let planes): try fields.encode(planes, forKey: .curve)
    }
  }

  /// `{}`: the kind says it all.
  private struct Nothing: Codable {}
}
