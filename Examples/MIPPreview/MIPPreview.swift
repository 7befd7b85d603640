import Foundation
import Sagitta

/// Looks at a folder from three sides: maximum intensity projections in a bone window.
///
///     swift run mip-preview Volumes/ct-chest preview
@main
struct MIPPreview {
  static func main() async throws {
    guard CommandLine.arguments.count == 3 else {
      print("usage: mip-preview FOLDER PREFIX")
      exit(64)
    }
    let folder = URL(filePath: CommandLine.arguments[1])
    let volume = try await VolumeLoader().load(from: folder).volumes[0]
    let grid = volume.geometry
    let renderer = Renderer(volume)
    let views = [("anterior", CameraView.anterior), ("left", .left), ("feet", .feet)]
    for (name, view) in views {
      let shown = grid.extent(from: view)
      let camera = try Camera(
        view, of: grid.center, projection: .orthographic(width: shown.x, height: shown.y))
      let frame = try RayFrame(
        camera, width: Int(shown.x / grid.finestSpacing),
        height: Int(shown.y / grid.finestSpacing), of: grid)
      let image = try renderer.projection(frame).image
      let path = "\(CommandLine.arguments[2])-\(name).png"
      try image.displayed(with: .preset(.bone)).write(to: path)
      print("\(path): \(image.geometry.sideLetters.left) on the left side")
    }
  }
}
