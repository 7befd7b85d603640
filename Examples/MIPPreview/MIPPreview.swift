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
    let renderer = Renderer(volume)
    var request = ProjectionRequest()
    request.display.windowPreset = "bone"
    for view in [CameraRequest.View.anterior, .left, .feet] {
      request.camera.view = view
      let frames = try ProjectionFrames(request, of: volume, renderer: renderer)
      let frame = try frames.frame(0)
      let path = "\(CommandLine.arguments[2])-\(view.rawValue).png"
      try frames.image(of: frame).write(to: path)
      print("\(path): \(frame.values.geometry.sideLetters.left) on the left side")
    }
  }
}
