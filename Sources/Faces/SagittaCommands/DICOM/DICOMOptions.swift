import ArgumentParser
import SagittaEngine

/// Whether results become DICOM objects, and how these are written.
struct DICOMOptions: ParsableArguments {
  @Flag(help: "Write DICOM: a series of calibrated images into a folder, or one .dcm file.")
  var dicom = false

  @Flag(
    name: .customLong("picture"),
    help: "With --dicom: the finished pictures as secondary capture, several as frames of one.")
  var asPicture = false

  @Option(
    help: ArgumentHelp(
      "With --dicom: explicit, implicit, deflated, rle, jpeg-ls or jpeg-2000, all lossless.",
      valueName: "syntax"))
  var transferSyntax: DerivedEncoding?

  @Flag(help: "With --dicom: no patient, people, places and dates; new UIDs throughout.")
  var anonymous = false

  @Flag(
    name: .customLong("deterministic-uids"),
    help: "With --dicom: UIDs that follow from the input, and no clock: the same bytes each time.")
  var deterministicUIDs = false

  @Option(help: ArgumentHelp("With --dicom: Series Description.", valueName: "text"))
  var seriesDescription: String?

  @Option(help: ArgumentHelp("With --dicom: Series Number of the first series.", valueName: "n"))
  var seriesNumber: CountArgument?

  func validate() throws {
    if let text = seriesDescription, text.count > 64 {
      throw ValidationError(
        "--series-description has \(text.count) characters; DICOM holds 64 of them")
    }
  }

  /// Whether a path asks for DICOM by its extension, or an option does.
  func isWanted(for path: String) -> Bool { dicom || path.lowercased().hasSuffix(".dcm") }

  /// Refuses options that mean nothing where no DICOM is written.
  func refuse() throws {
    let given = [
      ("--picture", asPicture), ("--transfer-syntax", transferSyntax != nil),
      ("--anonymous", anonymous), ("--deterministic-uids", deterministicUIDs),
      ("--series-description", seriesDescription != nil), ("--series-number", seriesNumber != nil),
    ]
    if let (name, _) = given.first(where: \.1) {
      throw UsageError("\(name) belongs to DICOM output: add --dicom, or name a .dcm file")
    }
  }

  /// How objects are written.
  var request: DerivedSeriesRequest {
    DerivedSeriesRequest(
      encoding: transferSyntax ?? .explicit, asPicture: asPicture, isAnonymous: anonymous,
      isDeterministic: deterministicUIDs, seriesDescription: seriesDescription,
      seriesNumber: seriesNumber?.value)
  }
}
