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
  /// The library that encodes the format refused, with its own words.
  case encoderFailed(ImageFileFormat, message: String)

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
      "\(format) holds one picture; several go into .png, .gif or a folder"
    case .encoderFailed(let format, let message):
      "the \(format) encoder failed: \(message)"
    }
  }
}
