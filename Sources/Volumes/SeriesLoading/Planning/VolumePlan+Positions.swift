import DICOMImaging
import Geometry
import VolumeModel

extension VolumePlan {
  /// Where the slices of the first phase lie, in mm along the normal from the first: as the files
  /// say, and so with the small deviations of a stack that counts as regular.
  public var slicePositions: [Double] {
    let planes = slices.compactMap(\.plane)
    guard let first = planes.first, planes.count == slices.count else {
      return geometry.slicePositions
        ?? slices.indices.map { Double($0) * geometry.sliceDistance }
    }
    return planes.map { ($0.position - first.position).dot(first.normal) }
  }
}
