import Foundation
import Views
import VolumeModel
import VolumeRequests
import WorkScheduling
import WorstCases

extension FuzzTarget {
  /// Requests as a server gets them: refused, or they survive being written, and run on a small volume.
  static let requests = [
    request("plane-request", PlaneRequest.self, PlaneRequest.texts) { request in
      try request.validate()
      _ = try request.memoryNeeded(for: volume.geometry, limits: context.limits)
      _ = try PlaneImages(request, of: volume, context: context).images(context: context)
    },
    request("projection-request", ProjectionRequest.self, ProjectionRequest.texts) { request in
      try request.validate()
      let frames = try ProjectionFrames(request, of: volume, context: context)
      _ = try frames.image(of: frames.frame(0, context: context), context: context)
    },
    request("render-request", RenderRequest.self, RenderRequest.texts) { request in
      try request.validate()
      _ = try RenderFrames(request, of: volume, context: context).image(0, context: context)
    },
    request("grid-request", ResampleRequest.self, ResampleRequest.texts) { request in
      let grid = try request.grid(for: volume.geometry, limits: context.limits)
      _ = try request.run(on: volume, to: grid, context: context)
    },
    request("probe-request", ProbeRequest.self, ProbeRequest.texts) { request in
      _ = try request.run(on: volume, context: context)
    },
  ]

  private static func request<Request: Codable & Hashable & Sendable>(
    _ name: String, _ type: Request.Type, _ texts: [String],
    run: @escaping @Sendable (Request) throws -> Void
  ) -> FuzzTarget {
    FuzzTarget(name: name) { bytes in
      guard let request = try? JSONDecoder().decode(type, from: Data(bytes)) else { return }
      if let written = try? JSONEncoder().encode(request) {
        guard let again = try? JSONDecoder().decode(type, from: written) else {
          preconditionFailure("what was written cannot be read")
        }
        precondition(again == request, "writing changed the request")
      }
      try? run(request)
    } seeds: { _ in
      texts.map { Array($0.utf8) }
    }.mutated {
      TextMutation.mutated($0, separator: UInt8(ascii: ","), words: members, random: &$1)
    }
  }

  private static let context = WorkContext(workers: 1, limits: .small)

  private static let volume: Volume = {
    do {
      return try .uneven(attributes: VolumeAttributes(modality: "CT"))
    } catch {
      fatalError("\(error)")
    }
  }()

  static let members = [
    #""step": 1"#, #""slab": {"thickness": 3, "blend": "max"}"#, #""interpolation": "lanczos""#,
    #""antialias": true"#, #""markGaps": true"#, #""layout": {"size": [9, 8], "pixel": 1}"#,
    #""layout": {"fov": 20}"#, #""sheet": {"montage": [2, 2]}"#, #""sheet": {"panels": true}"#,
    #""display": {"window": "full", "bits": 16}"#, #""display": {"windowPreset": "lung"}"#,
    #""marks": {"annotate": "full", "planeLines": true}"#, #""outside": -1000"#,
    #""camera": {"frames": 3}"#, #""camera": {"projection": "perspective", "fovAngle": 30}"#,
    #""clipping": {"removeTable": true}"#, #""depths": true"#, #""samples": 4"#, #""iso": 100"#,
    #""grid": {"isotropic": true}"#, #""points": [[0, 5, 6]]"#,
  ]
}

extension PlaneRequest {
  fileprivate static let texts = [
    "{}",
    #"{"planes": {"orthogonal": {"plane": "coronal", "index": 1}}, "slab": {"thickness": 2}}"#,
    #"{"planes": {"native": {"every": 2}}, "display": {"window": [40, 400]}}"#,
    #"{"planes": {"oblique": {"center": [0, 6, 9], "normal": [0, 1, 1], "count": 3}}}"#,
    #"{"planes": {"oblique": {"plane": "axial", "rotate": [10, 20, 30], "radial": 4}}}"#,
    #"{"planes": {"oblique": {"through": [[0, 0, 0], [1, 0, 0], [0, 1, 1]]}}}"#,
    #"{"planes": {"curve": {"points": [[0, 5, 5], [1, 6, 7], [2, 7, 9]], "width": 5}}}"#,
    #"{"planes": {"curve": {"points": [[0, 5, 5], [1, 6, 7]], "mode": "cross-sections", "width": 5, "#
      + #""count": 3}}}"#,
  ]
}

extension ProjectionRequest {
  fileprivate static let texts = [
    "{}", #"{"camera": {"azimuth": 30, "elevation": -10}, "blend": "mean", "step": 0.5}"#,
    #"{"camera": {"view": "feet", "projection": "perspective", "fovAngle": 45}}"#,
    #"{"clipping": {"crop": [-9, 9, -9, 9, -9, 99], "clipPlanes": [[1, 0, 0, 5]], "slabFrom": -5}}"#,
  ]
}

extension RenderRequest {
  fileprivate static let texts = [
    "{}", #"{"preset": "ct-bone", "samples": 2, "light": [1, -2, 0.5]}"#, #"{"iso": 30}"#,
    #"{"transferFunction": {"opacityUnit": 1, "opacity": [{"value": 0, "opacity": 0.5}], "#
      + #""color": [{"value": 0, "color": [1, 0.5, 0]}]}}"#,
  ]
}

extension ResampleRequest {
  fileprivate static let texts = [
    #"{"grid": {"spacing": [1, 1, 1], "pad": 1}, "interpolation": "cubic"}"#,
    #"{"grid": {"crop": {"lower": [0, 0, 0], "upper": [9, 9, 99]}}}"#,
    #"{"grid": {"like": {"dimensions": [3, 3, 3], "affine": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, "#
      + #"0, 0, 0, 1]}}}"#,
  ]
}

extension ProbeRequest {
  fileprivate static let texts = [
    #"{"points": [[1, 6, 9]], "boxes": [{"lower": [0, 0, 0], "upper": [9, 9, 99]}]}"#,
    #"{"spheres": [{"center": [1, 6, 9], "radius": 3}]}"#,
  ]
}
