// A size is stored as `[width, height]`.

extension ImageLayout.Size: Codable {
  /// Reads `[width, height]`.
  ///
  /// - Throws: `DecodingError` unless there are two whole numbers.
  public init(from decoder: any Decoder) throws {
    let size = try decoder.singleValueContainer().decode(SIMD2<Int>.self)
    self.init(width: size.x, height: size.y)
  }

  /// Writes `[width, height]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(SIMD2(width, height))
  }
}
