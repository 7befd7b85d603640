import Foundation
import Sagitta
import TestSupport
import Testing

@testable import SagittaCommands

@Suite struct PlaneRequestTests {
  /// Command lines that write one file, and what they ask for as JSON.
  static let pairs: [(words: [String], request: String)] = [
    (["slice"], "{}"),
    (
      ["slice", "--plane", "coronal", "--at", "-3.5", "--window", "40,400", "--annotate", "full"],
      """
      {"planes": {"orthogonal": {"plane": "coronal", "at": -3.5}},
       "display": {"window": [40, 400]}, "marks": {"annotate": "full"}}
      """
    ),
    (
      ["slice", "--native", "--index", "3", "--invert", "--color-map", "viridis"],
      """
      {"planes": {"native": {"index": 3}}, "display": {"invert": true, "colorMap": "viridis"}}
      """
    ),
    (
      ["slice", "--montage", "3x2", "--pixel", "3"],
      #"{"sheet": {"montage": [3, 2]}, "layout": {"pixel": 3}}"#
    ),
    (
      ["slice", "--panels", "--crosshair", "4,-6,12"],
      """
      {"planes": {"orthogonal": {"plane": "all"}}, "sheet": {"panels": true},
       "marks": {"crosshair": [4, -6, 12]}}
      """
    ),
    (
      ["slice", "--bits", "16", "--voi", "sigmoid", "--interpolation", "cubic", "--size", "90x70"],
      """
      {"display": {"bits": 16, "voi": "sigmoid"}, "interpolation": "cubic",
       "layout": {"size": [90, 70]}}
      """
    ),
    (
      ["mpr", "--normal", "0,1,1", "--center", "-10,20,-3", "--thickness", "20", "--blend", "max"],
      """
      {"planes": {"oblique": {"normal": [0, 1, 1], "center": [-10, 20, -3]}},
       "slab": {"thickness": 20, "blend": "max"}}
      """
    ),
    (
      ["mpr", "--plane", "coronal", "--rotate", "0,15,0", "--antialias", "--fov", "90"],
      """
      {"planes": {"oblique": {"plane": "coronal", "rotate": [0, 15, 0]}}, "antialias": true,
       "layout": {"fov": 90}}
      """
    ),
    (
      ["mpr", "--through", "0,0,-3", "--through", "5,0,-3", "--through", "0,4,-2"],
      #"{"planes": {"oblique": {"through": [[0, 0, -3], [5, 0, -3], [0, 4, -2]]}}}"#
    ),
    (
      ["mpr", "--curve", "$CURVE", "--width", "30", "--curve-mode", "stretched"],
      """
      {"planes": {"curve": {"points": [[0, -30, -20], [10, 0, 0], [0, 30, 20]], "width": 30,
       "mode": "stretched"}}}
      """
    ),
  ]

  @Test(arguments: pairs.indices)
  func `a request alone makes the bytes of its command line, as image and as values`(
    number: Int
  ) throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let curve = folder.path("curve.json")
    try folder.write(Array("[[0,-30,-20],[10,0,0],[0,30,20]]".utf8), as: "curve.json")
    let (words, json) = Self.pairs[number]
    let options = words.map { $0 == "$CURVE" ? curve : $0 }
    let request = try JSONDecoder().decode(PlaneRequest.self, from: Data(json.utf8))
    let volume = try VolumeLoader().loadAll([series]).volumes[0]
    let name = words.contains("--annotate") ? "o.jpg" : "o.png"
    #expect(Run([options[0], series, "-o", folder.path(name)] + options.dropFirst()).status == 0)
    let images = try PlaneImages(request, of: volume)
    try images.write(
      to: [folder.path("r-" + name)], as: ImageEncoding(try ImageFileFormat(fileName: name)))
    #expect(try folder.bytes("r-" + name) == folder.bytes(name))
    guard request.sheet == nil, !words.contains("--color-map") else { return }
    #expect(
      Run([options[0], series, "-o", folder.path("o.nii")] + options.dropFirst()).status == 0)
    let values = try PlaneImages(request, of: volume, areImages: false)
    try values.writeValues(to: folder.path("r.nii"), as: .nifti)
    #expect(try folder.bytes("r.nii") == folder.bytes("o.nii"))
  }

  @Test func `a request makes a stack, a fan, a sequence and the planes of another volume`() throws
  {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let volume = try VolumeLoader().loadAll([series]).volumes[0]
    let plan = try #require(try VolumeLoader().scan([series]).largest)
    let grid = OtherGrid(plan.geometry, attributes: plan.attributes)
    let lines: [(words: [String], planes: String)] = [
      (
        ["mpr", "--count", "5", "--spacing-between", "4"],
        #"{"oblique": {"count": 5, "spacingBetween": 4}}"#
      ),
      (
        ["mpr", "--plane", "coronal", "--radial", "4"],
        #"{"oblique": {"plane": "coronal", "radial": 4}}"#
      ),
      (["mpr", "--plane-of", series], #"{"planeOf": {}}"#),
      (
        ["slice", "--plane", "sagittal", "--every", "5"],
        #"{"orthogonal": {"plane": "sagittal", "every": 5}}"#
      ),
    ]
    for (number, line) in lines.enumerated() {
      let json = "{\"planes\": \(line.planes)}"
      let request = try JSONDecoder().decode(PlaneRequest.self, from: Data(json.utf8))
      let name = "\(number).gif"
      let run = Run([line.words[0], series, "-o", folder.path(name)] + line.words.dropFirst())
      #expect(run.status == 0, "\(run.errors)")
      let images = try PlaneImages(request, of: volume, like: grid)
      try images.writeSequence(to: folder.path("r-" + name), as: .gif)
      #expect(try folder.bytes("r-" + name) == folder.bytes(name), "\(line.words)")
    }
  }

  @Test func `a request lays a second volume over the first, or says why it must not`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    let (first, second) = (folder.path("a.nii"), folder.path("b.nii"))
    #expect(Run("convert", series, "-o", first).status == 0)
    #expect(Run("convert", series, "-o", second).status == 0)
    let one = try VolumeLoader().loadAll([first]).volumes[0]
    let other = SecondVolume(try VolumeLoader().loadAll([second]).volumes[0], name: second)
    var request = PlaneRequest()
    request.overlay = OverlayRequest()
    request.overlay?.map = "viridis"
    request.overlay?.opacity = 0.3
    let words = ["slice", first, "-o", folder.path("o.png"), "--overlay", second]
    #expect(Run(words + ["--overlay-map", "viridis", "--overlay-opacity", "0.3"]).status == 0)
    let images = try PlaneImages(request, of: one, overlay: other)
    try images.write(to: [folder.path("r.png")], as: ImageEncoding(.png))
    #expect(try folder.bytes("r.png") == folder.bytes("o.png"))
    var attributes = one.attributes
    attributes.frameOfReferenceUID = "1.2"
    var others = attributes
    others.frameOfReferenceUID = "1.3"
    #expect(CoordinateAgreement(of: attributes, and: others) == .different)
  }
}
