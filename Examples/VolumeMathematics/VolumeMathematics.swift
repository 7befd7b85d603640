import Foundation
import Sagitta

/// Measures in patient coordinates: a value, a ball, and the air inside the body's box.
///
///     swift run volume-mathematics Volumes/ct-chest
@main
struct VolumeMathematics {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: volume-mathematics FOLDER")
      exit(64)
    }
    let folder = URL(filePath: CommandLine.arguments[1])
    let volume = try await VolumeLoader().load(from: folder).volumes[0]
    let unit = volume.attributes.unit ?? "units"

    let center = volume.geometry.center
    print("at the centre: \(volume.value(at: center)), in \(unit)")

    if let ball = try volume.statistics(in: Ball(center: center, radius: 20)) {
      print("in a ball of 20 mm: mean \(ball.mean), sd \(ball.standardDeviation) \(unit)")
    }
    if let histogram = try volume.histogram() {
      print("median of all voxels: \(histogram.quantile(0.5)) \(unit)")
    }

    var aerated = 0
    let size = volume.dimensions
    for k in 0..<size.slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns where (-950 ... -500).contains(volume[i, j, k]) {
          aerated += 1
        }
      }
    }
    print("lung-like voxels: \(Double(aerated) * volume.geometry.voxelVolume / 1000) ml")
  }
}

/// A region of one's own.
struct Ball: PatientRegion {
  let center: PatientPoint
  let radius: Double

  var name: String { "ball" }
  var bounds: PatientBox {
    let reach = PatientVector(radius, radius, radius)
    return PatientBox(center - reach, center + reach)
  }
  func contains(_ point: PatientPoint) -> Bool { point.distance(to: center) <= radius }
}
