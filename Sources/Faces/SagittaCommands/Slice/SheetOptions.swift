import ArgumentParser
import SagittaEngine

/// Several planes on one picture.
struct SheetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A contact sheet: so many columns and rows of planes, spread from first to last.",
      valueName: "CxR"))
  var montage: PictureSizeArgument?

  @Flag(help: "The three patient planes through one place (--crosshair), each at the same scale.")
  var panels = false

  func validate() throws {
    guard montage == nil || !panels else {
      throw ValidationError("--montage and --panels are different sheets; give one")
    }
  }

  /// The sheet that is asked for.
  var request: SheetRequest? {
    panels ? .panels : montage.map { .montage(columns: $0.width, rows: $0.height) }
  }
}
