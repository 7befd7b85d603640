import Phantoms
import DICOMModel
import Foundation
import SagittaEngine
import TestSupport
import Testing

@testable import RenderedVolumes
@testable import SagittaCommands

/// Pictures are those of the program, to the last byte.
@Suite struct CommandLineTests {
  struct Row: CustomStringConvertible, Sendable {
    let form: String
    let query: String
    let type: String
    let words: String
    let name: String
    var description: String { "\(form)?\(query) \(type)" }
  }

  /// A viewport of 100 × 100 scales the natural 24 × 23 pixels of 4 mm by the smaller ratio.
  private static let fitted = 4.0 / (100.0 / 24)

  static let rows: [Row] = planes + cameras + animations + objects + videos

  private static func plane(_ query: String, _ type: String, _ words: String) -> Row {
    let name =
      type == "application/x-npy"
      ? "o.npy" : type == "application/dicom" ? "o.dcm" : "o." + type.dropFirst(6)
    return Row(
      form: "renderedmpr", query: query, type: type, words: "mpr SERIES " + words, name: name)
  }

  static let planes: [Row] = [
    plane("", "image/jpeg", ""),
    plane("", "image/png", ""),
    plane("", "image/gif", ""),
    plane("", "application/x-npy", ""),
    plane("orientation=f", "image/png", "--right 1,0,0 --down 0,1,0"),
    plane("orientation=h", "image/png", "--right -1,0,0 --down 0,1,0"),
    plane("orientation=a", "image/png", "--plane coronal"),
    plane("orientation=p", "image/png", "--right -1,0,0 --down 0,0,-1"),
    plane("orientation=l", "image/png", "--plane sagittal"),
    plane("orientation=r", "image/png", "--right 0,-1,0 --down 0,0,-1"),
    plane("quality=40", "image/jpeg", "--quality 40"),
    plane("window=50,300,linear", "image/png", "--window 50,300 --voi linear"),
    plane("window=50,300,linear-exact", "image/png", "--window 50,300 --voi linear-exact"),
    plane("window=50,300,sigmoid", "image/png", "--window 50,300 --voi sigmoid"),
    plane("mprslab=18", "image/png", "--thickness 18 --blend mean"),
    plane("mprslab=18&renderingmethod=maximum_ip", "image/png", "--thickness 18 --blend max"),
    plane("mprslab=18&renderingmethod=minimum_ip", "image/png", "--thickness 18 --blend min"),
    plane(
      "right=1,0,0&down=0,0.6,-0.8&center=5,-10,30", "image/png",
      "--right 1,0,0 --down 0,0.6,-0.8 --center 5,-10,30"),
    plane(
      "right=1,0,0&down=0,0.6,-0.8&pixel=0.7&viewport=90,70&interpolation=catmull-rom",
      "image/png",
      "--right 1,0,0 --down 0,0.6,-0.8 --pixel 0.7 --size 90x70 --interpolation catmull-rom"),
    plane(
      "interpolation=cubic&orientation=a", "image/png", "--plane coronal --interpolation cubic"),
    plane(
      "interpolation=lanczos&orientation=a", "application/x-npy",
      "--plane coronal --interpolation lanczos"),
    plane("viewport=100,100", "image/png", "--size 100x96 --pixel \(fitted)"),
    plane(
      "viewport=40,60,2,3,8,-12", "image/png",
      // 8 × 12 pixels of 4 mm, five times as large, their middle 6 right and 2.5 above that of 24 × 23.
      "--right 1,0,0 --down 0,-1,0 --center \(3 + (6 - 12) * 4.0),\(-7 + (9 - 11.5) * 4.0),41 "
        + "--size 40x60 --pixel \(4.0 / 5)"),
    plane("mprslab=18&step=2", "image/png", "--thickness 18 --step 2"),
    plane("annotate=labels", "image/png", "--annotate labels"),
    plane("annotation=technique", "image/png", "--annotate labels"),
    plane("annotation=patient", "image/png", "--annotate full --show-identity"),
    plane("invert=yes", "image/png", "--invert"),
    plane("colormap=viridis", "image/png", "--color-map viridis"),
    plane("phase=0", "image/png", ""),
    plane("volume=1", "image/png", "--volume 1"),
    plane("overlay=SECOND", "image/png", "--overlay OTHER"),
    plane(
      "overlay=SECOND&overlaymap=viridis&overlayopacity=0.3&overlaywindow=10,200", "image/png",
      "--overlay OTHER --overlay-map viridis --overlay-opacity 0.3 --overlay-window 10,200"),
    // From 100 mm in front of the middle, and a little to the left: 45 degrees.
    plane(
      "viewpointposition=103,-107,41&viewpointlookat=3,-7,41&viewpointup=0,0,1", "image/png",
      "--normal -1,1,0"),
  ]

  private static func rays(
    _ query: String, _ words: String, type: String = "image/png"
  ) -> Row {
    Row(
      form: "rendered3d", query: query, type: type, words: words,
      name: [
        "image/gif": "o.gif", "image/apng": "o.apng", "video/mp4": "o.mp4",
        "application/dicom": "o.dcm",
      ][type] ?? "o.png")
  }

  static let cameras: [Row] =
    [
      ("a", "anterior"), ("p", "posterior"), ("r", "right"), ("l", "left"), ("h", "head"),
      ("f", "feet"),
    ].flatMap { side, view in
      [
        rays("renderingmethod=maximum_ip&orientation=\(side)", "mip SERIES --view \(view)"),
        rays("orientation=\(side)", "render SERIES --view \(view)"),
      ]
    } + [
      rays("", "render SERIES"),
      rays("preset=ct-skin&shading=no", "render SERIES --preset ct-skin --no-shading"),
      rays(
        "classification=preintegrated&interpolation=cubic",
        "render SERIES --classification preintegrated --interpolation cubic"),
      rays("occlusion=0.8", "render SERIES --occlusion 0.8"),
      rays("crop=-20,30,-30,20,20,60", "render SERIES --crop -20,30,-30,20,20,60"),
      rays("step=5", "render SERIES --step 5"),
      rays("renderingmethod=maximum_ip&step=5", "mip SERIES --step 5"),
      rays("annotate=labels", "render SERIES --annotate labels"),
      rays("renderingmethod=minimum_ip", "mip SERIES --blend min"),
      rays(
        "renderingmethod=average_ip&annotate=labels", "mip SERIES --blend mean --annotate labels"),
      rays(
        "renderingmethod=maximum_ip&window=50,300,sigmoid&invert=yes",
        "mip SERIES --window 50,300 --voi sigmoid --invert"),
      rays(
        "renderingmethod=maximum_ip&pixel=1.5&viewport=80,50",
        "mip SERIES --pixel 1.5 --size 80x50"),
      rays(
        "viewpointposition=103,-107,41&viewpointlookat=3,-7,41&viewpointup=0,0,1",
        "render SERIES --azimuth 45"),
      rays("renderingmethod=maximum_ip&overlay=SECOND", "mip SERIES --overlay OTHER"),
      rays("overlay=SECOND&labelsonly=yes", "render SERIES --overlay OTHER --labels-only"),
      rays(
        "overlay=SECOND&overlaymap=labels&overlayopacity=0.4",
        "render SERIES --overlay OTHER --overlay-opacity 0.4"),
      // Measured values are laid over planes and projections.
      rays("overlay=SECOND", "render SERIES"),
    ]

  static let animations: [Row] = [
    rays(
      "renderingmethod=maximum_ip&swivelrange=360&animationstepsize=45", "mip SERIES --frames 8",
      type: "image/gif"),
    rays(
      "swivelrange=360&animationstepsize=60&animationrate=5&orientation=l",
      "render SERIES --view left --frames 6 --fps 5", type: "image/gif"),
    rays(
      "swivelrange=360&animationstepsize=90&annotate=labels",
      "render SERIES --frames 4 --annotate labels", type: "image/apng"),
    Row(
      form: "renderedmpr",
      query: "volumetriccurvepoint=3,-7,20,3,-7,60,20,-7,60&animationstepsize=10",
      type: "image/gif",
      words: "mpr SERIES --curve CURVE --curve-mode cross-sections --curve-shape polyline "
        + "--spacing-between 10", name: "o.gif"),
  ]

  /// Derived objects, whose identifiers follow from what they are made of.
  static let objects: [Row] = [
    plane("", "application/dicom", "--deterministic-uids"),
    plane(
      "orientation=a&mprslab=18&renderingmethod=maximum_ip&window=50,300,linear",
      "application/dicom",
      "--plane coronal --thickness 18 --blend max --window 50,300 --deterministic-uids"),
    plane(
      "right=1,0,0&down=0,0.6,-0.8&pixel=0.7&viewport=90,70", "application/dicom",
      "--right 1,0,0 --down 0,0.6,-0.8 --pixel 0.7 --size 90x70 --deterministic-uids"),
    plane(
      "colormap=viridis", "application/dicom", "--color-map viridis --picture --deterministic-uids"),
    plane(
      "annotation=technique", "application/dicom",
      "--annotate labels --picture --deterministic-uids"),
    object("orientation=l", "render SERIES --view left"),
    object("renderingmethod=maximum_ip&orientation=l", "mip SERIES --view left"),
    object("renderingmethod=minimum_ip&invert=yes", "mip SERIES --blend min --invert --picture"),
    object("swivelrange=360&animationstepsize=90", "render SERIES --frames 4"),
    object(
      "renderingmethod=maximum_ip&swivelrange=360&animationstepsize=90",
      "mip SERIES --frames 4 --picture"),
  ]

  private static func object(_ query: String, _ words: String) -> Row {
    rays(query, words + " --deterministic-uids", type: "application/dicom")
  }

  /// Where the program that encodes is installed.
  static let videos: [Row] =
    VideoEncoder.programPath == nil
    ? []
    : [
      rays(
        "swivelrange=360&animationstepsize=60&animationrate=5", "render SERIES --frames 6 --fps 5",
        type: "video/mp4"),
      Row(
        form: "renderedmpr",
        query: "volumetriccurvepoint=3,-7,20,3,-7,60,20,-7,60&animationstepsize=10",
        type: "video/mp4",
        words: "mpr SERIES --curve CURVE --curve-mode cross-sections --curve-shape polyline "
          + "--spacing-between 10", name: "o.mp4"),
    ]

  @Test(arguments: rows)
  func `a picture by address is that of the command line`(_ row: Row) throws {
    let answers = try Answers()
    var other = Answers.head
    other.kind = .sphere
    other.center = PatientPoint(10, -2, 45)
    let frame = try Self.frameOfReference(of: answers)
    let second = try answers.archive.add(other, as: "other") { set, _ in
      set.set(Tag(0x0020, 0x0052), string: frame)
      set.set(Tag(0x0020, 0x000E), string: "1.2.3.99")
    }
    let curve = try answers.archive.folder.write(
      Array("[[3,-7,20],[3,-7,60],[20,-7,60]]".utf8), as: "curve.json")
    let output = answers.archive.folder.path(row.name)
    let words = row.words.split(separator: " ").map { word in
      switch word {
      case "SERIES": answers.path
      case "OTHER": answers.archive.folder.path("other")
      case "CURVE": curve
      default: String(word)
      }
    }
    let run = Run(words + ["-o", output])
    #expect(run == 0)
    let bytes = try answers.bytes(
      row.form, row.query.replacingOccurrences(of: "SECOND", with: second), accept: row.type)
    #expect(bytes == (try answers.archive.folder.bytes(row.name)))
  }

  private static func frameOfReference(of answers: Answers) throws -> String {
    let set = try VolumeLoader().attributes(of: answers.archive.instances[0].bytes)
    return try #require(set.uid(Tag(0x0020, 0x0052)))
  }

  /// The program's status with these words; messages are of no interest.
  private func Run(_ words: [String]) -> Int32 {
    let console = Console(output: { _ in }, error: { _ in }, isInteractive: false)
    return Console.$current.withValue(console) { SagittaCommands.Program.run(words) }
  }
}
