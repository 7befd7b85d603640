import Foundation
import Sagitta

/// Renders the brightest structures of a volume in gold, between two values of one's own.
///
///     swift run custom-transfer-function Volumes/ct-chest 250 900 gold.png
@main
struct CustomTransferFunction {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let low = Double(arguments[2]), let high = Double(arguments[3])
    else {
      print("usage: custom-transfer-function FOLDER LOW HIGH PICTURE")
      exit(64)
    }
    let volume = try await VolumeLoader().load(from: URL(filePath: arguments[1])).volumes[0]
    let gold = TransferFunction(
      name: "gold", opacityUnit: 1,
      opacity: [.init(value: low, opacity: 0), .init(value: high, opacity: 0.8)],
      color: [
        .init(value: low, color: [0.6, 0.3, 0.1]), .init(value: high, color: [1, 0.85, 0.4]),
      ],
      shading: Shading(ambient: 0.2, diffuse: 0.7, specular: 0.4, shininess: 25))
    var request = RenderRequest()
    request.transferFunction = gold
    request.camera = CameraRequest(azimuth: 30, elevation: 15)
    request.layout.size = ImageLayout.Size(width: 400, height: 400)

    try RenderFrames(request, of: volume).image(0).write(to: arguments[4])
    // The same as JSON, for `sagitta render --transfer-function`.
    print(String(decoding: try JSONEncoder().encode(gold), as: UTF8.self))
  }
}
