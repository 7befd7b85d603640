import Foundation
import Sagitta

extension OutputTarget {
  /// The same, where a rate asks for a sequence that the name alone does not say: an animated PNG.
  func animated(_ picture: PictureOptions) -> OutputTarget {
    guard picture.fps != nil, case .picture(let path, .png) = self else { return self }
    return .picture(path: path, .apng)
  }

  /// Refuses a rate where nothing moves, and video where it cannot be made, before any work.
  func checkSequence(_ picture: PictureOptions) throws {
    guard case .picture(let path, let format) = self, format.holdsSequences else {
      guard picture.fps == nil else {
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
}
