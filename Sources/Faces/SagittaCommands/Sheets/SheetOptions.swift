import ArgumentParser
import Sagitta

/// Several planes on one picture.
struct SheetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A contact sheet: so many columns and rows of planes, spread from first to last.",
      valueName: "CxR"))
  var montage: PictureSizeArgument?

  @Flag(help: "The three patient planes through one place (--crosshair), each at the same scale.")
  var panels = false

  /// The most pictures on a sheet.
  private static let mostTiles = 10_000

  func validate() throws {
    guard montage == nil || !panels else {
      throw ValidationError("--montage and --panels are different sheets; give one")
    }
    if let montage, montage.width > Self.mostTiles / montage.height {
      throw ValidationError("--montage has more than \(Self.mostTiles) places")
    }
  }

  /// Whether a sheet is asked for.
  var isGiven: Bool { montage != nil || panels }
}
