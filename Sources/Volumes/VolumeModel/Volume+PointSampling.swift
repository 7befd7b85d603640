public import Geometry

extension Volume {
  /// The trilinear value at a place in the patient.
  public enum Sample: Hashable, Sendable {
    /// The interpolated modality value.
    case value(Float)
    /// A voxel without a measured value takes part in the interpolation.
    case invalid
    /// The place lies outside the volume.
    case outside

    /// The value as a number; NaN where there is none.
    public var orNaN: Float {
      if case .value(let value) = self { return value }
      return .nan
    }
  }

  /// Returns the trilinear value at a place in the patient, in LPS mm.
  ///
  /// Right for regular, sheared and irregular stacks alike: one interpolation in the
  /// volume's own grid. A place is inside when each continuous voxel index lies in
  /// [−0.5, n−0.5); between the outermost centre and the rim the edge value holds.
  ///
  /// This is the exact, unhurried way; pictures come from a `Reslicer`.
  public func value(at point: PatientPoint) -> Sample {
    value(at: geometry.voxelPoint(of: point))
  }

  /// Returns the trilinear value at continuous voxel coordinates.
  public func value(at voxel: VoxelPoint) -> Sample {
    guard geometry.contains(voxel) else { return .outside }
    let i = LinearCell(voxel.x, count: dimensions.columns)
    let j = LinearCell(voxel.y, count: dimensions.rows)
    let k = LinearCell(voxel.z, count: dimensions.slices)
    var sum = 0.0
    for (slice, kWeight) in k.taps {
      for (row, jWeight) in j.taps {
        for (column, iWeight) in i.taps {
          guard isValid(column, row, slice) else { return .invalid }
          sum += kWeight * jWeight * iWeight * Double(self[column, row, slice])
        }
      }
    }
    return .value(Float(sum))
  }
}

/// The one or two neighbours that linear interpolation weighs along one axis.
package struct LinearCell {
  /// The voxel at or before the place.
  package let lower: Int
  /// The weight of the next voxel, in [0, 1); 0 where the place is a voxel's centre, and in
  /// the outer half of the rim.
  package let fraction: Double

  /// Finds the neighbours of `place`, which lies in [−0.5, count − 0.5).
  package init(_ place: Double, count: Int) {
    let clamped = min(max(place, 0), Double(count - 1))
    lower = Int(clamped.rounded(.down))
    fraction = clamped - Double(lower)
  }

  /// Voxels with a weight that is not zero; the weights add up to 1.
  package var taps: [(Int, Double)] {
    fraction == 0 ? [(lower, 1)] : [(lower, 1 - fraction), (lower + 1, fraction)]
  }
}
