import Geometry
import VolumeModel

@testable import Phantoms

/// Grids and lines that several tests use.
enum TestGrids {
  static func cube(_ size: Int, spacing: Double, center: PatientPoint) -> GridGeometry {
    let half = Double(size - 1) / 2 * spacing
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(spacing, 0, 0), y: PatientVector(0, spacing, 0),
      z: PatientVector(0, 0, spacing), origin: center - PatientVector(half, half, half))
    return grid(GridDimensions(columns: size, rows: size, slices: size), map)
  }

  static func grid(
    _ size: GridDimensions, _ map: AffineMap<VoxelSpace, PatientSpace>
  ) -> GridGeometry {
    do {
      return try GridGeometry(dimensions: size, voxelToPatient: map)
    } catch {
      preconditionFailure("a test's grid is a grid: \(error)")
    }
  }

  /// Segments between random places of a cube around `center`.
  static func segments(
    around center: PatientPoint, reach: Double, count: Int
  ) -> [PatientSegment] {
    let random = CounterRandom(seed: 5)
    func place(_ n: Int) -> PatientPoint {
      let parts = SIMD3(random.unit(3 * n), random.unit(3 * n + 1), random.unit(3 * n + 2))
      return center + PatientVector((parts * 2 - 1) * reach)
    }
    return (0..<count).map { PatientSegment(from: place(2 * $0), to: place(2 * $0 + 1)) }
  }

  /// The slow way: many samples, each in the middle of its piece of the segment.
  static func samples(
    of field: some AnalyticField, along segment: PatientSegment, count: Int
  ) -> (mean: Double, minimum: Double, maximum: Double) {
    var (sum, low, high) = (0.0, Double.infinity, -Double.infinity)
    for n in 0..<count {
      let t = (Double(n) + 0.5) / Double(count)
      let value = field.value(at: segment.start + (segment.end - segment.start) * t)
      sum += value
      (low, high) = (min(low, value), max(high, value))
    }
    return (sum / Double(count), low, high)
  }
}
