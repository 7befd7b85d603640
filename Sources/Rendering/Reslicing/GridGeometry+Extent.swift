import Geometry
import VolumeModel

extension GridGeometry {
  /// The voxel axis (0 = i, 1 = j, 2 = k) that lies within
  /// ``OrthogonalPlan/alignmentTolerance`` of a patient axis, or nil.
  func voxelAxis(alongPatientAxis axis: Int) -> Int? {
    let unit = [PatientDirection.left, .posterior, .head][axis].unit
    let steps = [voxelToPatient.x, voxelToPatient.y, voxelToPatient.z]
    return steps.firstIndex { step in
      let angle = step.degrees(to: unit)
      return min(angle, 180 - angle) <= OrthogonalPlan.alignmentTolerance
    }
  }

  /// The size of the volume along the patient axes in mm, half-voxel rims included.
  ///
  /// It is that of the patient box, but where all voxel axes count as patient axes the
  /// slivers that their last hundredth of a degree adds are left out: they would cost a
  /// plane more and move all planes off the voxel centres.
  var patientExtent: SIMD3<Double> {
    var extent = patientBounds.size.components
    let axes = (0..<3).compactMap { voxelAxis(alongPatientAxis: $0) }
    guard Set(axes).count == 3 else { return extent }
    for (patientAxis, voxelAxis) in axes.enumerated() {
      extent[patientAxis] = length(along: voxelAxis)
    }
    return extent
  }

  /// The length in mm that a picture around `center` needs along a direction of length 1 to
  /// show the whole volume.
  func extent(along direction: PatientVector, around center: PatientPoint) -> Double {
    extent(along: [direction], around: center)
  }

  /// The same for the longest of several directions.
  func extent(along directions: [PatientVector], around center: PatientPoint) -> Double {
    let corners = voxelBounds.corners.map { patientPoint(of: $0) - center }
    // Along patient axes as orthogonal planes count it, slivers left out.
    let away = center - patientBounds.center
    let along = patientExtent
    return directions.reduce(0) { longest, direction in
      if let axis = (0..<3).first(where: { abs(direction.components[$0]) == 1 }) {
        return max(longest, along[axis] + 2 * abs(away.components[axis]))
      }
      return corners.reduce(longest) { max($0, 2 * abs($1.dot(direction))) }
    }
  }

  /// The length of the volume along a voxel axis in mm, half-voxel rims included.
  private func length(along axis: Int) -> Double {
    guard axis == 2, let slicePositions else {
      return Double(dimensions.ijk[axis]) * spacing[axis]
    }
    let last = slicePositions.count - 1
    let rims = slicePositions[1] + slicePositions[last] - slicePositions[last - 1]
    let mean = slicePositions[last] / Double(last)
    return (slicePositions[last] + rims / 2) / mean * spacing.z
  }
}
