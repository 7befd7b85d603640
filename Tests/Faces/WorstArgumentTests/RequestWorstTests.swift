import Foundation
import Reports
import Testing
import Views
import VolumeModel
import VolumeRequests
import WorkScheduling
import WorstCases

/// Requests as a server gets them: each number of a sound text replaced by each of the worst ones.
@Suite struct `Requests with the worst numbers` {
  private static let numbers: [String] = [
    "-1", "0", "1e308", "-1e308", "1e-320", "1000000000000000000", "-1000000000000000000",
    "9223372036854775807", "-9223372036854775808", "2147483648", "0.5",
  ]

  /// Limits of a server that has little.
  private static var context: WorkContext {
    WorkContext(limits: .small)
  }

  /// Everything that a text becomes when one of its numbers is another one.
  private static func variants(_ json: String) -> [String] {
    let number = /-?[0-9]+(\.[0-9]+)?/
    return json.matches(of: number).flatMap { match in
      numbers.map { json.replacingCharacters(in: match.range, with: $0) }
    }
  }

  /// Decodes each variant; runs what is accepted.
  private static func attack<Request: Decodable>(
    _ texts: [String], as type: Request.Type, run: (Request) throws -> Void
  ) throws {
    for text in texts {
      let sound = try JSONDecoder().decode(type, from: Data(text.utf8))
      #expect(throws: Never.self, "\(text)") { try run(sound) }
      for variant in variants(text) {
        guard let request = try? JSONDecoder().decode(type, from: Data(variant.utf8)) else {
          continue
        }
        survive(variant) { try run(request) }
      }
    }
  }

  private static let planes = [
    #"{"planes": {"orthogonal": {"plane": "axial", "index": 1}}, "slab": {"thickness": 2, "step": 1}}"#,
    #"{"planes": {"orthogonal": {"at": 6}}, "layout": {"size": [8, 7], "pixel": 1}, "outside": -5}"#,
    #"{"planes": {"native": {"every": 2}}, "display": {"window": [40, 400]}}"#,
    #"{"planes": {"oblique": {"center": [0, 6, 9], "normal": [0, 1, 1], "up": [0, 0, 1], "count": 3, "#
      + #""spacingBetween": 1}}, "marks": {"annotate": "full", "crosshair": [0, 6, 9]}}"#,
    #"{"planes": {"oblique": {"plane": "sagittal", "rotate": [10, 20, 30], "radial": 4}}}"#,
    #"{"planes": {"oblique": {"through": [[0, 0, 0], [1, 0, 0], [0, 1, 1]]}}}"#,
    #"{"planes": {"curve": {"points": [[0, 5, 5], [1, 6, 7], [2, 7, 9]], "width": 5}}}"#,
    #"{"planes": {"curve": {"points": [[0, 5, 5], [1, 6, 7]], "mode": "cross-sections", "width": 5, "#
      + #""count": 3}}}"#,
    #"{"planes": {"orthogonal": {}}, "sheet": {"montage": [2, 2]}, "overlay": {"opacity": 0.5, "#
      + #""window": [50, 100]}}"#,
    #"{"planes": {"orthogonal": {"plane": "all"}}, "sheet": {"panels": true}}"#,
  ]

  @Test(arguments: planes) func `planes are made or refused`(text: String) throws {
    let volume = try Worst.evenVolume()
    let second = SecondVolume(try Worst.volume(), name: "second")
    try Self.attack([text], as: PlaneRequest.self) { request in
      try request.validate()
      _ = try request.memoryNeeded(for: volume.geometry)
      let images = try PlaneImages(
        request, of: volume, overlay: request.overlay.map { _ in second }, context: Self.context)
      _ = try images.images(context: Self.context)
    }
  }

  private static let projections = [
    #"{"camera": {"azimuth": 30, "elevation": -10, "frames": 2}, "step": 0.5, "outside": -1}"#,
    #"{"camera": {"view": "feet", "projection": "perspective", "fovAngle": 45}, "depths": true}"#,
    #"{"clipping": {"crop": [-9, 9, -9, 9, -9, 99], "clipPlanes": [[1, 0, 0, 5]], "slabFrom": -5, "#
      + #""slabTo": 50}}"#,
    #"{"layout": {"size": [9, 8], "pixel": 1}, "display": {"window": [40, 400]}, "marks": "#
      + #"{"annotate": "full", "crosshair": [1, 6, 9]}}"#,
  ]

  @Test(arguments: projections) func `projections are made or refused`(text: String) throws {
    let volume = try Worst.volume()
    try Self.attack([text], as: ProjectionRequest.self) { request in
      try request.validate()
      _ = try request.memoryNeeded(for: volume.geometry)
      guard request.camera.frameCount < 100 else { return }
      let frames = try ProjectionFrames(request, of: volume, context: Self.context)
      for n in 0..<frames.count {
        _ = try frames.image(of: frames.frame(n, context: Self.context), context: Self.context)
      }
    }
  }

  private static let renders = [
    #"{"preset": "ct-bone", "samples": 2, "step": 0.5, "light": [1, -2, 0.5]}"#,
    #"{"iso": 30, "camera": {"azimuth": 30}, "layout": {"size": [9, 8]}}"#,
    #"{"preset": "ct-bone", "classification": "preintegrated", "interpolation": "cubic"}"#,
    #"{"preset": "ct-bone", "occlusion": 0.5, "overlay": {"opacity": 0.5}}"#,
    #"{"transferFunction": {"opacityUnit": 1, "opacity": [{"value": 0, "opacity": 0}, "#
      + #"{"value": 100, "opacity": 0.5}], "color": [{"value": 0, "color": [1, 0.5, 0]}], "#
      + #""gradientOpacity": [{"magnitude": 0, "opacity": 1}], "shading": {"ambient": 0.2, "#
      + #""diffuse": 0.7, "specular": 0.2, "shininess": 20}}}"#,
  ]

  @Test(arguments: renders) func `ray casts are made or refused`(text: String) throws {
    let volume = try Worst.volume()
    let second = SecondVolume(try Worst.evenVolume(), name: "second")
    try Self.attack([text], as: RenderRequest.self) { request in
      try request.validate()
      _ = try request.memoryNeeded(for: volume.geometry)
      let frames = try RenderFrames(
        request, of: volume, overlay: request.overlay.map { _ in second }, context: Self.context)
      _ = try frames.image(0, context: Self.context)
    }
  }

  private static let grids = [
    #"{"grid": {"spacing": [1, 1, 1], "pad": 1}, "interpolation": "cubic", "outside": -5}"#,
    #"{"grid": {"crop": {"lower": [0, 0, 0], "upper": [9, 9, 99]}}}"#,
    #"{"grid": {"like": {"dimensions": [3, 3, 3], "affine": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, "#
      + #"0, 0, 0, 1]}}}"#,
  ]

  @Test(arguments: grids) func `grids are sampled or refused`(text: String) throws {
    let volume = try Worst.evenVolume()
    try Self.attack([text], as: ResampleRequest.self) { request in
      try request.validate()
      let grid = try request.grid(for: volume.geometry, limits: Self.context.limits)
      _ = try request.run(on: volume, to: grid, context: Self.context)
    }
  }

  @Test func `probes look or refuse`() throws {
    let volume = try Worst.volume()
    let texts = [
      #"{"points": [[1, 6, 9]], "boxes": [{"lower": [0, 0, 0], "upper": [9, 9, 99]}], "#
        + #""spheres": [{"center": [1, 6, 9], "radius": 3}]}"#
    ]
    try Self.attack(texts, as: ProbeRequest.self) { request in
      try request.validate()
      _ = try request.run(on: volume, context: Self.context)
    }
  }

  @Test func `what else is asked for is checked`() throws {
    let report = #"{"headersOnly": false, "isPlain": true, "phase": 0}"#
    try Self.attack([report], as: ReportRequest.self) { try $0.validate() }
    #expect(throws: RequestError.self) { try ReportRequest(phase: -1).validate() }
    try Self.attack(
      [#"{"phase": 0, "assumedSpacing": [1, 1, 1], "tolerances": {"even": 1}}"#],
      as: VolumeSelection.self
    ) { selection in
      try selection.validate()
      _ = selection.loader()
    }
    try Self.attack(
      [#"{"frames": "1-3", "window": [40, 400], "montage": [2, 2]}"#],
      as: FramesRequest.self
    ) { try $0.validate() }
    try Self.attack([#"{"seriesNumber": 5}"#], as: DerivedSeriesRequest.self) { try $0.validate() }
  }
}
