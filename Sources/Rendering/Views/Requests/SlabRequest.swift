public import Reslicing
public import Sampling

/// A thick plane.
public struct SlabRequest: Codable, Hashable, Sendable {
  /// From face to face in mm, centred on the plane.
  public var thickness: Double
  /// What becomes of the samples of a pixel.
  public var blend = SampleBlend.mean
  /// The distance of samples across the slab in mm; nil for half the finest spacing.
  public var step: Double?

  /// Creates a slab of mean values.
  public init(thickness: Double) {
    self.thickness = thickness
  }

  /// Reads a slab; all but the thickness may be left out.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    thickness = try fields.decode(Double.self, forKey: .thickness)
    blend = try fields.value(.blend, default: .mean)
    step = try fields.value(.step)
  }

  /// The slab itself.
  ///
  /// - Throws: ``RequestError`` unless the numbers are above 0.
  public func slab() throws(RequestError) -> Slab {
    do throws(ReslicingError) {
      return try Slab(thickness: thickness, blend: blend, step: step)
    } catch {
      throw RequestError(.outOfRange, field: "slab.thickness", sentence: error.description)
    }
  }
}
