import VolumeModel

/// What a kind of picture file can hold, and how it is written: the one place that says it.
public struct ImageFileCapabilities: Hashable, Sendable {
  /// How many pictures a file holds.
  public enum Sequences: Hashable, Sendable {
    /// One.
    case never
    /// One, or several that follow each other.
    case possible
    /// Several by its nature, even if it is a sequence of one.
    case always
  }

  /// What pictures lose.
  public enum Fidelity: Hashable, Sendable {
    /// Nothing.
    case exact
    /// Grey loses nothing; colours are reduced to 256 of each picture's own.
    case exactGrey
    /// Something, in grey and in colour.
    case approximate
  }

  /// How the bytes are made.
  public enum Writing: Hashable, Sendable {
    /// In one go, into any sink: a pipe, a socket, memory.
    case inOneGo
    /// By a program of this name, which goes back in its file: nothing but an ordinary file will do.
    case seeking(program: String)
  }

  /// Bits that a sample may have, fewest first.
  public let bitDepths: [Int]
  /// The most pixels along a side; nil where the program that encodes decides.
  public let largestSide: Int?
  /// How many pictures a file holds.
  public let sequences: Sequences
  /// What pictures lose.
  public let fidelity: Fidelity
  /// How the bytes are made.
  public let writing: Writing
}

extension ImageFileFormat {
  /// What the format can hold, and how it is written.
  public var capabilities: ImageFileCapabilities {
    switch self {
    case .png:
      ImageFileCapabilities(
        bitDepths: [8, 16], largestSide: 0x7FFF_FFFF, sequences: .possible, fidelity: .exact,
        writing: .inOneGo)
    case .jpeg:
      // JPEG_MAX_DIMENSION of libjpeg; the format itself ends at 65535.
      ImageFileCapabilities(
        bitDepths: [8], largestSide: 65500, sequences: .never, fidelity: .approximate,
        writing: .inOneGo)
    case .gif:
      ImageFileCapabilities(
        bitDepths: [8], largestSide: 65535, sequences: .possible, fidelity: .exactGrey,
        writing: .inOneGo)
    case .apng:
      ImageFileCapabilities(
        bitDepths: [8, 16], largestSide: 0x7FFF_FFFF, sequences: .always, fidelity: .exact,
        writing: .inOneGo)
    case .mp4:
      ImageFileCapabilities(
        bitDepths: [8], largestSide: nil, sequences: .always, fidelity: .approximate,
        writing: .seeking(program: VideoEncoder.program))
    }
  }

  /// Whether pictures that follow each other can be one file; PNG is then an animated one.
  public var holdsSequences: Bool { capabilities.sequences != .never }

  /// Whether a file of it is a sequence by its nature, even of one picture.
  public var isSequence: Bool { capabilities.sequences == .always }

  /// Whether samples may have 16 bits.
  public var holds16Bits: Bool { capabilities.bitDepths.contains(16) }

  /// Whether it can be written to what is no ordinary file.
  public var isWrittenInOneGo: Bool { capabilities.writing == .inOneGo }

  /// The program that encodes it and is not installed; nil if nothing is missing.
  public var missingProgram: String? {
    guard case .seeking(let program) = capabilities.writing, VideoEncoder.programPath == nil
    else { return nil }
    return program
  }

  /// Refuses a picture that the format cannot hold.
  ///
  /// - Throws: ``ImageFileError/tooLarge(_:width:height:)``, ``ImageFileError/tooManyBits(_:)``.
  func check(_ picture: Raster) throws(ImageFileError) {
    if let largest = capabilities.largestSide, max(picture.width, picture.height) > largest {
      throw .tooLarge(self, width: picture.width, height: picture.height)
    }
    if case .gray16 = picture.samples, !holds16Bits { throw .tooManyBits(self) }
  }
}
