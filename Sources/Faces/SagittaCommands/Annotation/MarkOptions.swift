import ArgumentParser
import Sagitta

/// How much a picture says about itself.
enum AnnotationDetail: String, CaseIterable, ExpressibleByArgument {
  /// Nothing but the picture.
  case none
  /// Sides, scale, position, slab and window.
  case labels
  /// Also what series it is.
  case full
}

extension OutputTarget {
  /// Refuses what only pictures can show, and identity in DICOM pictures, whose headers say that
  /// none is burned in.
  func check(_ picture: PictureOptions, _ dicom: DICOMOptions) throws {
    try checkSequence(picture)
    var showsPictures = isShown
    if case .dicom = self {
      showsPictures = dicom.asPicture
      guard !picture.marks.showIdentity else {
        throw UsageError(
          "--show-identity is for picture files; DICOM has a place for identity: the header")
      }
      guard !dicom.anonymous || picture.marks.annotate != .full else {
        throw UsageError(
          "--annotate full writes the series' description into the picture, which --anonymous "
            + "must not tell; annotate labels")
      }
    }
    let color = picture.color
    guard showsPictures || (color.overlay == nil && color.colorMap == nil && !color.invert) else {
      throw UsageError(
        "--overlay, --color-map and --invert are for pictures; this output holds values")
    }
  }
}

/// Marks drawn on pictures; value files never carry any.
struct MarkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Marks on pictures: none; labels: sides, scale, position, window; full: also the series. "
        + "Default: none; labels on sheets.",
      valueName: "detail"))
  var annotate: AnnotationDetail?

  @Flag(help: "Lines where other planes of the same run cross a picture.")
  var planeLines = false

  @Flag(help: "With --annotate full: the patient's name, number and date on the picture.")
  var showIdentity = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Point at a place in the patient, LPS mm; `slice` shows the planes through it.",
      valueName: "x,y,z"))
  var crosshair: PatientPointArgument?

  func validate() throws {
    guard !showIdentity || annotate == .full else {
      throw ValidationError("--show-identity belongs to --annotate full")
    }
  }

}
