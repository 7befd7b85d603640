import Files
package import SagittaEngine

extension OutputTarget {
  /// The same, where a rate asks for a sequence that the name alone does not say: an animated PNG.
  package func animated(framesPerSecond: Double?) -> OutputTarget {
    guard framesPerSecond != nil, case .picture(let path, .png) = self else { return self }
    return .picture(path: path, .apng)
  }

  /// Refuses a rate where nothing moves, and video where it cannot be made, before any work.
  package func checkSequence(framesPerSecond: Double?) throws {
    guard case .picture(let path, let format) = self, format.holdsSequences else {
      guard framesPerSecond == nil else {
        throw OutputError { name in
          "\(name("fps")) is for sequences in one file: .gif, .apng, .png or .mp4"
        }
      }
      return
    }
    if let program = format.missingProgram {
      throw ImageFileError.programMissing(format, program: program)
    }
    guard format.isWrittenInOneGo || path != Self.standardOutput else {
      throw OutputError { name in
        "an .\(format) file is not written in one go; name a file for \(name("output"))"
      }
    }
  }

  /// Refuses what the frames cannot be written to.
  package func check(frames: Int, bits: GreyDepth) throws {
    if case .picture(_, let format) = self, bits == .sixteen {
      try Self.checkSixteenBits(format)
    }
    guard frames > 1 else { return }
    switch self {
    case .picture(let path, let format) where !format.holdsSequences:
      throw OutputError { name in
        "\(frames) frames do not go into \(path): \(format.rawValue.uppercased()) holds one "
          + "picture; write .gif, .png, .mp4 or a folder: \(name("output")) DIR/"
      }
    case .values(let path, _):
      throw OutputError { name in
        "\(frames) frames of different directions do not go into \(path); name a folder: "
          + "\(name("output")) DIR/"
      }
    case .picture, .pictures, .valueFiles, .dicom: return
    }
  }

  /// Refuses what cannot share standard output with the result.
  ///
  /// - Parameter printsJSON: Whether what was written is told there.
  /// - Throws: ``OutputError``.
  package func checkStandardOutput(printsJSON: Bool) throws {
    guard isStandardOutput else { return }
    guard !printsJSON else {
      throw OutputError { name in
        "\(name("output")) - and \(name("json")) both write to standard output; name a file for "
          + name("output")
      }
    }
    guard !StandardStream.output.isTerminal else {
      throw OutputError { name in
        "\(name("output")) - writes bytes that no terminal shows; redirect them: > FILE or | PROGRAM"
      }
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
