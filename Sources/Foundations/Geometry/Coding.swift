// Points and vectors are lists of three numbers wherever they are stored: `[x, y, z]`.

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
