import Faults

/// A stored image cannot be shown.
public struct StoredImageError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The file cannot be read; the system's words.
    case unreadable(String)
    /// The bytes are no DICOM data set, or a damaged one.
    case notDICOM(String)
    /// The object has no pixels: a report, a plan, a presentation state.
    case noPixelData
    /// The pixels are of a kind that is not read: which.
    case unsupported(String)
    /// The pixels, or what describes them, are damaged.
    case damaged(String)
    /// The image has no frame of this number; how many it has.
    case noSuchFrame(count: Int)
    /// The image has no view of this number; how many it has.
    case noSuchView(number: Int, count: Int)
    /// The frames need more memory than is allowed, in bytes; this image's the most.
    case overMemoryLimit(needed: Int, limit: Int)
    /// Whoever asked does not want it any more.
    case cancelled
  }

  /// What is wrong.
  public let reason: Reason

  /// The file.
  public let path: String

  /// The frame, from 1; nil if it is the whole file.
  public let frame: Int?

  /// Creates an error.
  public init(_ reason: Reason, path: String, frame: Int? = nil) {
    self.reason = reason
    self.path = path
    self.frame = frame
  }

  /// One line: where, what, and what to do.
  public var description: String {
    let place = frame.map { "\(path), frame \($0)" } ?? path
    return switch reason {
    case .unreadable(let what): "\(place): cannot be read: \(what)"
    case .notDICOM(let what): "\(place): no readable DICOM image: \(what)"
    case .noPixelData: "\(place): the object has no pixel data"
    case .unsupported(let what): "\(place): \(what)"
    case .damaged(let what): "\(place): \(what)"
    case .noSuchFrame(let count):
      "\(place): there is no such frame: the image has \(count), counted from 1"
    case .noSuchView(let number, let count):
      "\(place): there is no view \(number): the image states \(count), counted from 1"
    case .overMemoryLimit(let needed, let limit):
      "\(place): \(Self.text(needed: needed, limit: limit))"
    case .cancelled: "\(place): cancelled"
    }
  }

  private static func text(needed: Int, limit: Int) -> String {
    let texts = ByteAmount.texts(needed: needed, limit: limit)
    return "the frames need \(texts.needed) but only \(texts.allowed)"
  }
}
