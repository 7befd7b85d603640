import Foundation
import ImageFiles
import SeriesLoading
import StoredImages
import TestSupport
import Testing
import Views
import VolumeFiles
import VolumeModel

/// Requests as another face would get them, against the command line.
@Suite struct `A request makes the bytes of the command line` {
  private func request<Request: Decodable>(
    _ json: String, as type: Request.Type
  ) throws -> Request {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  @Test(arguments: [
    ("--view left", #"{"camera": {"view": "left"}}"#),
    (
      "--azimuth 30 --elevation 15 --blend min --size 40x30",
      #"{"camera": {"azimuth": 30, "elevation": 15}, "blend": "min", "layout": {"size": [40, 30]}}"#
    ),
    (
      "--slab-from -10 --slab-to 20 --blend mean --annotate full",
      #"{"clipping": {"slabFrom": -10, "slabTo": 20}, "blend": "mean", "marks": {"annotate": "full"}}"#
    ),
    (
      "--crop -30,30,-30,30,-20,20 --clip-plane 1,0,0,5 --window 300,900 --invert",
      #"{"clipping": {"crop": [-30, 30, -30, 30, -20, 20], "clipPlanes": [[1, 0, 0, 5]]}, "#
        + #""display": {"window": [300, 900], "invert": true}}"#
    ),
    (
      "--projection perspective --fov-angle 40 --annotate labels --color-map viridis",
      #"{"camera": {"projection": "perspective", "fovAngle": 40}, "marks": {"annotate": "labels"}, "#
        + #""display": {"colorMap": "viridis"}}"#
    ),
    (
      "--remove-table --step 2 --azimuth 12",
      #"{"clipping": {"removeTable": true}, "step": 2, "#
        + #""camera": {"azimuth": 12}}"#
    ),
  ])
  func `for a projection`(words: String, json: String) throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let picture = folder.path("mip.png")
    let run = Run(
      ["mip", input, "-o", picture, "--quiet"] + words.split(separator: " ").map(String.init))
    #expect(run.status == 0, "\(run.errors)")
    let frames = try ProjectionFrames(
      try request(json, as: ProjectionRequest.self),
      of: try VolumeLoader().loadAll([input]).volumes[0])
    let image = try frames.image(of: frames.frame(0))
    #expect(try image.encoded(as: ImageEncoding(.png)) == folder.bytes("mip.png"))
  }

  @Test func `for a projection's values and depths`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let run = Run(
      "mip", input, "-o", folder.path("mip.npy"), "--depths", folder.path("depth.npy"),
      "--outside", "-7", "--view", "head", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let frames = try ProjectionFrames(
      try request(
        #"{"depths": true, "outside": -7, "camera": {"view": "head"}}"#, as: ProjectionRequest.self),
      of: try VolumeLoader().loadAll([input]).volumes[0], areImages: false)
    let frame = try frames.frame(0)
    let writer = VolumeFileWriter()
    try writer.write(
      planes: [frame.values], attributes: frames.shown.volume.attributes,
      to: folder.path("own.npy"), as: .npy)
    try writer.write(
      planes: [try #require(frame.depths)], attributes: frames.depthAttributes,
      to: folder.path("own-depth.npy"), as: .npy)
    #expect(try folder.bytes("own.npy") == folder.bytes("mip.npy"))
    #expect(try folder.bytes("own-depth.npy") == folder.bytes("depth.npy"))
    #expect(try folder.bytes("own-depth.npy.json") == folder.bytes("depth.npy.json"))
  }

  @Test func `for a spin, written as it comes`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let run = Run(
      "mip", input, "-o", folder.path("spin.gif"), "--frames", "5", "--size", "30x30", "--fps", "7",
      "--annotate", "labels", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let frames = try ProjectionFrames(
      try request(
        #"{"camera": {"frames": 5}, "layout": {"size": [30, 30]}, "marks": {"annotate": "labels"}}"#,
        as: ProjectionRequest.self), of: try VolumeLoader().loadAll([input]).volumes[0])
    try FrameFile(ImageEncoding(.gif), framesPerSecond: 7).write(
      to: folder.path("own.gif"), count: frames.count
    ) { try frames.image(of: frames.frame($0)) }
    #expect(try folder.bytes("own.gif") == folder.bytes("spin.gif"))
  }

  @Test(arguments: [
    ("", "{}"),
    (
      "--preset ct-skin --azimuth 30 --annotate full",
      #"{"preset": "ct-skin", "camera": {"azimuth": 30}, "marks": {"annotate": "full"}}"#
    ),
    (
      "--iso 300 --samples 2 --background white",
      #"{"iso": 300, "samples": 2, "background": "white"}"#
    ),
    (
      "--classification preintegrated --interpolation smooth",
      #"{"classification": "preintegrated", "interpolation": "smooth"}"#
    ),
    ("--occlusion 0.75", #"{"occlusion": 0.75}"#),
    (
      "--no-shading --light 1,-2,0.5 --size 40x40 --preset ct-soft-tissue",
      #"{"shading": false, "light": [1, -2, 0.5], "layout": {"size": [40, 40]}, "#
        + #""preset": "ct-soft-tissue"}"#
    ),
  ])
  func `for a ray cast`(words: String, json: String) throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let run = Run(
      ["render", input, "-o", folder.path("cast.png"), "--quiet"]
        + words.split(separator: " ").map(String.init))
    #expect(run.status == 0, "\(run.errors)")
    let frames = try RenderFrames(
      try request(json, as: RenderRequest.self),
      of: try VolumeLoader().loadAll([input]).volumes[0])
    #expect(try frames.image(0).encoded(as: ImageEncoding(.png)) == folder.bytes("cast.png"))
  }

  @Test(arguments: [
    ("--montage 4x3 --annotate labels", #"{"montage": [4, 3], "annotate": "labels"}"#),
    ("--montage 2x2 --window-preset lung", #"{"montage": [2, 2], "windowPreset": "lung"}"#),
  ])
  func `for a sheet of stored frames`(words: String, json: String) throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let run = Run(
      ["frames", input, "-o", folder.path("sheet.png"), "--quiet"]
        + words.split(separator: " ").map(String.init))
    #expect(run.status == 0, "\(run.errors)")
    let request = try request(json, as: FramesRequest.self)
    let images = try FrameImages(request, of: try StoredImageSet(below: [input]).images)
    let sheet = try images.sheet(places: try #require(request.montage)).raster
    #expect(try sheet.encoded(as: ImageEncoding(.png)) == folder.bytes("sheet.png"))
  }

  @Test func `for one stored frame and for an animation`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let one = input + "/IM0003.dcm"
    #expect(
      Run("frames", one, "-o", folder.path("a.png"), "--window", "40,400", "--bits", "16").status
        == 0)
    let single = try FrameImages(
      try request(#"{"window": [40, 400], "bits": 16}"#, as: FramesRequest.self),
      of: [try StoredImage(path: one)])
    let raster = try single.image(of: single.items[0]).raster
    #expect(try raster.encoded(as: ImageEncoding(.png)) == folder.bytes("a.png"))
    #expect(Run("frames", input, "-o", folder.path("a.gif"), "--fps", "5").status == 0)
    let all = try FrameImages(FramesRequest(), of: try StoredImageSet(below: [input]).images)
    let shown = try all.writeSequence(to: folder.path("own.gif"), as: .gif, framesPerSecond: 5)
    #expect(shown.count == 12)
    #expect(try folder.bytes("own.gif") == folder.bytes("a.gif"))
  }

  @Test func `and frames beyond the allowed memory are refused before they are read`() throws {
    let folder = try TemporaryFolder()
    let input = try Inputs.phantom(in: folder)
    let run = Run("frames", input, "-o", folder.path("f/"), "--max-memory", "1K", "--json")
    #expect(run.status == 77 && run.isOneLine, "\(run.status) \(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("f")))
  }
}
