public import Reslicing

/// Axial, coronal and sagittal planes, whatever the volume's own axes are.
public struct OrthogonalPlanes: Codable, Hashable, Sendable {
  /// One of the three orientations, or all.
  public enum Plane: String, CaseIterable, Codable, Hashable, Sendable {
    /// From the feet to the head.
    case axial
    /// From the front to the back.
    case coronal
    /// From the left to the right.
    case sagittal
    /// All three, in this order.
    case all

    /// The orientations, in order.
    public var orientations: [OrthogonalOrientation] {
      switch self {
      case .axial: [.axial]
      case .coronal: [.coronal]
      case .sagittal: [.sagittal]
      case .all: OrthogonalOrientation.allCases
      }
    }
  }

  /// Of which orientation.
  public var plane: Plane
  /// Which ones of each; the middle one is where a crosshair points, if there is one.
  public var selection: PlaneSelection

  private enum CodingKeys: String, CodingKey {
    case plane, index, at, every, all
  }

  /// Creates a choice; by default of the middle plane.
  public init(_ plane: Plane = .axial, selection: PlaneSelection = .middle) {
    self.plane = plane
    self.selection = selection
  }

  /// Reads `{"plane": "coronal", "every": 4}`, each where it is not as ``init(_:selection:)`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    plane = try fields.value(.plane, default: .axial)
    selection = try PlaneSelection(fields)
  }

  /// Writes the orientation, and `index`, `at`, `every` or `all`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(plane, forKey: .plane)
    try selection.encode(to: &fields)
  }
}

/// Slices as they are stored, with their own pixels.
public struct StoredPlanes: Codable, Hashable, Sendable {
  /// Which ones; a coordinate chooses none of them.
  public var selection: PlaneSelection

  private enum CodingKeys: String, CodingKey {
    case index, every, all
  }

  /// Creates a choice; by default of the middle slice.
  public init(_ selection: PlaneSelection = .middle) {
    self.selection = selection
  }

  /// Reads `{"every": 4}`; `{}` is the middle slice.
  public init(from decoder: any Decoder) throws {
    selection = try PlaneSelection(decoder.fields(CodingKeys.self))
  }

  /// Writes `index`, `every` or `all`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try selection.encode(to: &fields)
  }

  func validate() throws(RequestError) {
    try selection.validate()
    guard case .at = selection else { return }
    throw RequestError(
      .contradiction, field: "planes.at",
      sentence: "`planes.native` gives stored slices; `planes.at` is for patient planes")
  }
}
