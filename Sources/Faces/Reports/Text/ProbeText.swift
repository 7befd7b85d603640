import Geometry
import Views
import VolumeModel
package import VolumeRequests

/// What `probe` found, for people: a line for each place and region.
package enum ProbeText {
  /// The lines.
  package static func text(_ result: ProbeResult) -> String {
    let unit = result.unit.map { " \($0)" } ?? ""
    let points = result.points.map { text($0, unit: unit) }
    return (points + result.regions.map { text($0, unit: unit) }).joined(separator: "\n")
  }

  private static func text(_ point: ProbedPoint, unit: String) -> String {
    let place = point.place.listText(",")
    let indices = point.voxel.listText(", ")
    guard let value = point.value else {
      return "\(place): \(point.status.rawValue) (voxel \(indices))"
    }
    return "\(place): \(value)\(unit) (voxel \(indices))"
  }

  private static func text(_ region: ProbedRegion, unit: String) -> String {
    guard let figures = region.statistics else { return "\(region.name): no voxels" }
    return "\(region.name): mean \(figures.mean.displayText)\(unit), "
      + "sd \(figures.standardDeviation.displayText), min \(figures.minimum), "
      + "max \(figures.maximum), \(region.count) voxels, \(region.volume.displayText) mm³"
  }
}

extension Point3 {
  fileprivate func listText(_ separator: String) -> String {
    [x, y, z].map(\.displayText).joined(separator: separator)
  }
}
