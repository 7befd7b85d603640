import ArgumentParser
import SagittaEngine

/// Size and files of images, and what they say about themselves.
struct ImageOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Picture size in pixels.", valueName: "WxH"))
  var size: PictureSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Distance of pixels in mm; default: the finest voxel spacing.", valueName: "mm"))
  var pixel: PositiveNumberArgument?

  @Option(help: ArgumentHelp("Field of view in mm; default: the whole volume.", valueName: "mm"))
  var fov: PositiveNumberArgument?

  @OptionGroup var encoding: EncodingOptions
  @OptionGroup(title: "Marks") var marks: MarkOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Point at a place in the patient, LPS mm; `slice` shows the planes through it.",
      valueName: "x,y,z"))
  var crosshair: PatientPointArgument?

  func validate() throws {
    if let fps = encoding.fps?.value, !(0.01...100).contains(fps) {
      throw ValidationError("--fps \(fps.displayText) is not between 0.01 and 100")
    }
  }

  /// How many pixels there are, and how large.
  var layout: ImageLayout {
    ImageLayout(
      size: size.map { ImageLayout.Size(width: $0.width, height: $0.height) },
      pixel: pixel?.value, fieldOfView: fov?.value)
  }

  /// What images say about themselves.
  func annotation(planeLines: Bool = false) -> AnnotationRequest {
    var request = AnnotationRequest()
    request.annotate = marks.annotate
    request.planeLines = planeLines
    request.showIdentity = marks.showIdentity
    request.crosshair = crosshair?.point
    return request
  }
}

/// How images are encoded.
struct EncodingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("JPEG quality, 1 to 100.", valueName: "1…100"))
  var quality: Int = 90

  @Option(
    help: ArgumentHelp(
      "Pictures a second of a sequence (.gif .apng .png .mp4).",
      discussion: "Default: 10, of spins 12.5, of stored frames what their file says.",
      valueName: "n"))
  var fps: PositiveNumberArgument?

  func validate() throws {
    guard (1...100).contains(quality) else {
      throw ValidationError("--quality \(quality) is not between 1 and 100")
    }
  }
}

/// How finely grey is distinguished.
struct DepthOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bits of a grey sample in PNG: 8 or 16.", valueName: "8|16"))
  var bits: GreyDepth = .eight
}

/// What stands where the volume has no values.
struct OutsideOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Value outside the volume; default: NaN in value files, black in pictures.",
      valueName: "value"))
  var outside: NumberArgument?
}

/// How values are mixed, and which other planes are drawn.
struct SamplingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Sampling kernel.", valueName: "kernel"))
  var interpolation: Interpolation = .linear

  @Flag(help: "Lines where other planes of the same run cross a picture.")
  var planeLines = false
}
