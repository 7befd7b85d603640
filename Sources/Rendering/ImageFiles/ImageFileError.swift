/// A picture could not become a file of the wanted kind.
public enum ImageFileError: Error, Hashable, CustomStringConvertible {
  /// The file name's extension names no picture format; `name` is the file name.
  case unknownFormat(name: String)
  /// The format cannot hold 16 bits a pixel.
  case tooManyBits(ImageFileFormat)
  /// The picture has more pixels along a side than the format can count.
  case tooLarge(ImageFileFormat, width: Int, height: Int)
  /// The format holds one picture only.
  case noSequence(ImageFileFormat)
  /// The format is not written in one go, as anything but an ordinary file would need.
  case needsSeeking(ImageFileFormat)
  /// The format holds sequences, which are written picture by picture (``SequenceFile``).
  case needsFrames(ImageFileFormat)
  /// The program that encodes the format is not installed; its name.
  case programMissing(ImageFileFormat, program: String)
  /// The library that encodes the format refused, with its own words.
  case encoderFailed(ImageFileFormat, message: String)
  /// A sequence has no speed: frames a second are finite and above 0.
  case badSpeed(Double)
  /// A sequence does not have as many frames as were announced, or more than any file holds.
  case frameCount(announced: Int, added: Int)
  /// A frame has another size or kind than the first one.
  case unlikeFrames(ImageFileFormat)

  /// One line for people: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownFormat(let name):
      "\(name): unknown picture format; the extensions are "
        + ImageFileFormat.extensions.joined(separator: ", ")
    case .tooManyBits(let format):
      "\(format) holds 8 bits a pixel; write 16 bits as png"
    case .tooLarge(let format, let width, let height):
      "\(width) × \(height) pixels do not fit into \(format); write a smaller picture"
    case .noSequence(let format):
      "\(format) holds one picture; several go into .gif, .apng, .mp4 or a folder"
    case .needsSeeking(let format):
      "\(format) is not written in one go; write to a file"
    case .needsFrames(let format):
      "\(format) is a sequence of pictures, not one; write .png, .gif or .jpg"
    case .programMissing(let format, let program):
      "\(format) is encoded by the program \(program), which is not installed (Debian, Ubuntu: "
        + "apt-get install \(program)); write .gif or .apng instead"
    case .badSpeed(let speed): "\(speed) frames a second are no speed; it is finite and above 0"
    case .frameCount(let announced, let added):
      "a sequence of \(announced) frames cannot be made of \(added)"
    case .unlikeFrames(let format):
      "\(format) holds frames of one size and kind; write others into files of their own"
    case .encoderFailed(let format, let message):
      "the \(format) encoder failed: \(message)"
    }
  }
}
