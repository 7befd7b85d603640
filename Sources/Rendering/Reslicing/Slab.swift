public import Sampling
public import WorkScheduling

/// A picture that gathers values across its plane: a thick slice.
///
/// The samples of a pixel are the `n = round(thickness / step) + 1` equally spaced ones that
/// include both faces; the slab is centred on the plane.
public struct Slab: Hashable, Sendable {
  /// From face to face, in mm.
  public let thickness: Double
  /// What becomes of a pixel's samples.
  public let blend: SampleBlend
  /// The wished distance of samples in mm; nil for half the finest voxel spacing.
  public let step: Double?

  /// Creates a slab.
  ///
  /// - Parameters:
  ///   - thickness: From face to face, in mm.
  ///   - blend: What becomes of a pixel's samples.
  ///   - step: The wished distance of samples in mm; nil for half the finest voxel spacing.
  /// - Throws: ``ReslicingError`` unless the numbers are finite and above 0.
  public init(
    thickness: Double, blend: SampleBlend, step: Double? = nil
  ) throws(ReslicingError) {
    try ImageLayout.check(thickness, name: "thickness")
    try ImageLayout.check(step, name: "step")
    self.thickness = thickness
    self.blend = blend
    self.step = step
  }

  /// Returns how many samples a pixel gathers in a volume of the given finest spacing.
  ///
  /// - Parameters:
  ///   - finestSpacing: The smallest distance of voxels, in mm.
  ///   - limits: How many samples there may be.
  /// - Returns: At least 1.
  /// - Throws: ``ReslicingError/tooManySamples(_:limit:)``.
  public func sampleCount(
    finestSpacing: Double, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> Int {
    let count = (thickness / (step ?? finestSpacing / 2)).rounded() + 1
    guard count >= 1 else { throw .notPositive("spacing", finestSpacing) }
    guard count <= Double(limits.slabSamples) else {
      throw .tooManySamples(count, limit: limits.slabSamples)
    }
    return Int(count)
  }

  /// Returns how far from the middle of the slab a pixel's samples lie, in mm away from the viewer.
  ///
  /// - Parameters:
  ///   - finestSpacing: The smallest distance of voxels, in mm.
  ///   - limits: How many samples there may be.
  /// - Returns: A depth for each sample.
  /// - Throws: ``ReslicingError/tooManySamples(_:limit:)``.
  public func sampleDepths(
    finestSpacing: Double, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> [Double] {
    let count = try sampleCount(finestSpacing: finestSpacing, limits: limits)
    return (0..<count).map { depth(of: $0, count: count) }
  }

  /// Millimetres from the middle of the slab to a sample, away from the viewer.
  func depth(of sample: Int, count: Int) -> Double {
    count > 1 ? (Double(sample) / Double(count - 1) - 0.5) * thickness : 0
  }

  /// The weight of a sample in the mean: half at both ends.
  static func weight(_ sample: Int, of count: Int) -> Float {
    count > 1 && (sample == 0 || sample == count - 1) ? 0.5 : 1
  }
}
