import ArgumentParser
import Sagitta

/// Size, sampling and encoding of pictures and planes.
struct PictureOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Sampling kernel.", valueName: "kernel"))
  var interpolation: Interpolation = .linear

  @Option(help: ArgumentHelp("Picture size in pixels.", valueName: "WxH"))
  var size: PictureSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Distance of pixels in mm; default: the finest voxel spacing.", valueName: "mm"))
  var pixel: PositiveNumberArgument?

  @Option(help: ArgumentHelp("Field of view in mm; default: the whole volume.", valueName: "mm"))
  var fov: PositiveNumberArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Value outside the volume; default: NaN in value files, black in pictures.",
      valueName: "value"))
  var outside: NumberArgument?

  @Option(help: ArgumentHelp("Bits of a grey sample in PNG: 8 or 16.", valueName: "8|16"))
  var bits: GreyDepth = .eight

  @Option(help: ArgumentHelp("JPEG quality, 1 to 100.", valueName: "1…100"))
  var quality: Int = 90

  @Option(
    help: ArgumentHelp(
      "Pictures a second of a sequence (.gif .apng .png .mp4); default: 10, of spins 12.5.",
      valueName: "n"))
  var fps: PositiveNumberArgument?

  @OptionGroup(title: "Marks") var marks: MarkOptions
  @OptionGroup(title: "Colour") var color: ColorOptions

  func validate() throws {
    guard (1...100).contains(quality) else {
      throw ValidationError("--quality \(quality) is not between 1 and 100")
    }
    if let fps = fps?.value, !(0.01...100).contains(fps) {
      throw ValidationError("--fps \(fps.displayText) is not between 0.01 and 100")
    }
    guard bits == .eight || (color.colorMap == nil && color.overlay == nil) else {
      throw ValidationError("--bits 16 is for grey; colours have 8 bits a channel")
    }
  }

  var layout: PictureLayout {
    PictureLayout(
      size: size.map { PictureLayout.Size(width: $0.width, height: $0.height) },
      pixel: pixel?.value, fieldOfView: fov?.value)
  }
}
