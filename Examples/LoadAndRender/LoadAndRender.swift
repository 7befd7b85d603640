import Foundation
import Sagitta

/// Loads the first volume of a folder and writes its middle coronal plane in a lung window.
///
///     swift run load-and-render Volumes/ct-chest coronal.png
@main
struct LoadAndRender {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("usage: load-and-render FOLDER PICTURE")
      exit(64)
    }
    let study = try await VolumeLoader().load(from: URL(filePath: arguments[1]))
    for entry in study.report.skipped { print("skipped \(entry.path): \(entry.message)") }

    let volume = study.volumes[0]
    let coronal = try OrthogonalPlan(volume.geometry, orientation: .coronal)
    let plane = try Reslicer(volume).plane(try coronal.plane(coronal.middle))
    try plane.displayed(with: .preset(.lung)).write(to: arguments[2])

    let sides = plane.geometry.sideLetters
    print("\(arguments[2]): \(sides.left) on the left side, \(sides.top) at the top")
  }
}
