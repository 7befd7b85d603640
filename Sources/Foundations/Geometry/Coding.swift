// What requests and reports store: points and vectors as `[x, y, z]`, boxes as their two corners, maps
// as 16 numbers, row by row.

extension Point3: Codable {
  /// Reads `[x, y, z]`.
  ///
  /// - Throws: `DecodingError` unless there are three numbers.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(SIMD3<Double>.self))
  }

  /// Writes `[x, y, z]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(coordinates)
  }
}

extension Vector3: Codable {
  /// Reads `[x, y, z]`.
  ///
  /// - Throws: `DecodingError` unless there are three numbers.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(SIMD3<Double>.self))
  }

  /// Writes `[x, y, z]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(components)
  }
}

extension Box3: Codable {
  private enum CodingKeys: CodingKey { case lower, upper }

  /// Reads two opposite corners, `lower` and `upper`.
  ///
  /// - Throws: `DecodingError` unless both are there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try container.decode(Point3<Space>.self, forKey: .lower)
    let upper = try container.decode(Point3<Space>.self, forKey: .upper)
    self.init(lower, upper)
  }

  /// Writes the two corners.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lower, forKey: .lower)
    try container.encode(upper, forKey: .upper)
  }
}

extension AffineMap: Codable {
  /// Reads 16 numbers, row by row.
  ///
  /// - Throws: `DecodingError` unless there are 16 that end in 0, 0, 0, 1.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let map = Self(rowMajor: try container.decode([Double].self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a map is 16 numbers that end in 0, 0, 0, 1")
    }
    self = map
  }

  /// Writes 16 numbers, row by row.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rowMajor)
  }
}
