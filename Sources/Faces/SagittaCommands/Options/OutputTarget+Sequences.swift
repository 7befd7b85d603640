import Foundation
import Sagitta

extension OutputTarget {
  /// The same, where a rate asks for a sequence that the name alone does not say: an animated PNG.
  func animated(_ encoding: EncodingOptions) -> OutputTarget {
    guard encoding.fps != nil, case .picture(let path, .png) = self else { return self }
    return .picture(path: path, .apng)
  }

  /// Refuses a rate where nothing moves, and video where it cannot be made, before any work.
  func checkSequence(_ encoding: EncodingOptions) throws {
    guard case .picture(let path, let format) = self, format.holdsSequences else {
      guard encoding.fps == nil else {
        throw UsageError("--fps is for sequences in one file: .gif, .apng, .png or .mp4")
      }
      return
    }
    if let program = format.missingProgram {
      throw ImageFileError.programMissing(format, program: program)
    }
    guard format.isWrittenInOneGo || path != Self.standardOutput else {
      throw UsageError("an .\(format) file is not written in one go; name a file for -o")
    }
  }

  /// Refuses what cannot share standard output with the result.
  func check(_ common: CommonOptions) throws {
    guard isStandardOutput else { return }
    guard !common.json else {
      throw UsageError("-o - and --json both write to standard output; name a file for -o")
    }
    guard isatty(STDOUT_FILENO) != 1 else {
      throw UsageError(
        "-o - writes bytes that no terminal shows; redirect them: > FILE or | PROGRAM")
    }
  }

  /// Whether it is standard output itself.
  private var isStandardOutput: Bool {
    switch self {
    case .picture(let path, _), .values(let path, _), .dicom(let path, _):
      path == Self.standardOutput
    case .pictures, .valueFiles: false
    }
  }

  /// Refuses what only pictures can show, and identity in DICOM pictures, whose headers say that
  /// none is burned in.
  func check(
    _ image: ImageOptions, display: DisplayOptions? = nil, overlay: OverlayOptions? = nil,
    dicom: DICOMOptions
  ) throws {
    try checkSequence(image.encoding)
    var showsPictures = isShown
    if case .dicom = self {
      showsPictures = dicom.asPicture
      guard !image.marks.showIdentity else {
        throw UsageError(
          "--show-identity is for picture files; DICOM has a place for identity: the header")
      }
      guard !dicom.anonymous || image.marks.annotate != .full else {
        throw UsageError(
          "--annotate full writes the series' description into the picture, which --anonymous "
            + "must not tell; annotate labels")
      }
    }
    let isColored = display?.colorMap != nil || display?.invert == true
    guard showsPictures || (overlay?.overlay == nil && !isColored) else {
      throw UsageError(
        "--overlay, --color-map and --invert are for pictures; this output holds values")
    }
  }
}
