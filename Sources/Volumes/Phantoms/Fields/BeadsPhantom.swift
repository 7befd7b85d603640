public import Geometry

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Small Gaussian beads at known places, in a pattern without symmetry.
///
/// A bead's centroid over its voxels is its place to within 0.01 mm, as long as `sigma` is
/// at least 0.8 of the voxel spacing: sampling a Gaussian that wide loses nothing.
public struct BeadsPhantom: AnalyticField, Hashable {
  /// The centres of the beads in LPS mm.
  public let centers: [PatientPoint]
  /// The centres of further beads, of which a grid holds one half only, in LPS mm.
  ///
  /// Their section with the outermost slice is a disc around the centre.
  public let cutCenters: [PatientPoint]
  private let allCenters: [PatientPoint]
  /// The standard deviation of a bead in mm.
  public let sigma: Double
  /// The modality value at a bead's centre, above the background.
  public let amplitude: Double
  /// The modality value far from all beads.
  public let background: Double

  /// Standard deviations from a bead's centre beyond which it counts nothing.
  ///
  /// exp(−7²/2) is 2·10⁻¹¹: far below the step of any stored value.
  public static var reach: Double { 7 }

  /// Creates beads.
  ///
  /// - Parameters:
  ///   - centers: The centres in LPS mm.
  ///   - cutCenters: The centres of beads that are cut in half.
  ///   - sigma: The standard deviation of a bead in mm.
  ///   - amplitude: The modality value at a centre, above the background.
  ///   - background: The modality value far from all beads.
  /// - Precondition: `sigma` is positive.
  public init(
    centers: [PatientPoint], cutCenters: [PatientPoint] = [], sigma: Double,
    amplitude: Double = 2000, background: Double = -500
  ) {
    precondition(sigma > 0, "a bead has a size")
    self.centers = centers
    self.cutCenters = cutCenters
    allCenters = centers + cutCenters
    self.sigma = sigma
    self.amplitude = amplitude
    self.background = background
  }

  /// Returns the modality value at a place in LPS mm.
  public func value(at point: PatientPoint) -> Double {
    allCenters.reduce(background) { $0 + bead($1, at: point) }
  }

  /// Returns the gradient at a place in LPS mm, in modality units for each mm.
  public func gradient(at point: PatientPoint) -> PatientVector {
    allCenters.reduce(PatientVector(0, 0, 0)) { sum, center in
      sum + (center - point) * (bead(center, at: point) / (sigma * sigma))
    }
  }

  private func bead(_ center: PatientPoint, at point: PatientPoint) -> Double {
    let offset = point - center
    let square = offset.dot(offset) / (sigma * sigma)
    return square < Self.reach * Self.reach ? amplitude * exp(-square / 2) : 0
  }

  /// Returns the mean modality value over the length of the segment; the value at its start
  /// if it has no length.
  public func mean(along segment: PatientSegment) -> Double {
    guard segment.length > 0 else { return value(at: segment.start) }
    let root2Sigma = 2.0.squareRoot() * sigma
    let integrals = allCenters.map { center in
      let (place, square) = segment.approach(to: center)
      let ends = erf((segment.length - place) / root2Sigma) - erf(-place / root2Sigma)
      return (Double.pi / 2).squareRoot() * sigma * exp(-square / (2 * sigma * sigma)) * ends
    }
    return background + amplitude * integrals.reduce(0, +) / segment.length
  }
}

extension BeadsPhantom {
  /// Creates the pattern that fits a cube: eight beads, two of them close to opposite corners.
  ///
  /// No turn or mirroring carries the pattern onto itself.
  ///
  /// - Parameters:
  ///   - center: The centre of the cube in LPS mm.
  ///   - extent: The edge of the cube, which lies along the patient's axes, in mm.
  ///   - sigma: The standard deviation of a bead in mm.
  ///   - cutCenters: The centres of beads that are cut in half.
  public init(
    center: PatientPoint, extent: Double, sigma: Double, cutCenters: [PatientPoint] = []
  ) {
    self.init(
      centers: Self.pattern.map { center + $0 * extent }, cutCenters: cutCenters, sigma: sigma)
  }

  /// Places in parts of the cube's edge; no coordinate is a round number of voxels.
  private static var pattern: [PatientVector] {
    [
      PatientVector(0.013, -0.017, 0.011), PatientVector(0.312, 0.029, -0.018),
      PatientVector(-0.214, 0.041, 0.037), PatientVector(0.052, -0.327, 0.023),
      PatientVector(-0.031, 0.171, -0.213), PatientVector(0.043, 0.023, 0.319),
      PatientVector(0.333, 0.317, 0.341), PatientVector(-0.329, -0.343, -0.337),
    ]
  }
}
