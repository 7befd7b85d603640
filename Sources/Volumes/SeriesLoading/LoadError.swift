import Faults

/// Loading stopped.
public enum LoadError: Error, Hashable, CustomStringConvertible {
  /// An input does not exist.
  case notFound(path: String)
  /// An input exists but cannot be read.
  case unreadable(path: String, reason: String)
  /// Nothing in the input makes a volume; `summary` says what was there instead.
  case noVolume(summary: String)
  /// No volume has this number or Series Instance UID.
  case noSuchVolume(id: String, count: Int)
  /// The volume has no phase of this number.
  case noSuchPhase(index: Int, count: Int)
  /// A file is no readable data set.
  case damaged(path: String, reason: String)
  /// Pixels of a volume's files turned out damaged, or gone, when they were read: all of these
  /// frames. ``SeriesReport/leavingOut(_:context:)`` plans what is left.
  case damagedPixels([DamagedFrame])
  /// The volume has none of the values that were asked for; which, and what is missing.
  case noSuchValues(reason: String)
  /// The volume needs more memory than is allowed, in bytes.
  case overMemoryLimit(needed: Int, limit: Int)

  /// One line for people: what and where.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or folder"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .noVolume(let summary):
      "no volume found: \(summary)"
    case .noSuchVolume(let id, let count):
      "no volume \(id): there are \(count)"
    case .noSuchPhase(let index, let count):
      "no phase \(index): the volume has \(count), counted from 0"
    case .damaged(let path, reason: let reason): "\(path): \(reason)"
    case .noSuchValues(let reason): "the volume has no \(reason)"
    case .damagedPixels(let frames): Self.text(of: frames)
    case .overMemoryLimit(let needed, let limit):
      Self.text(needed: needed, limit: limit)
    }
  }

  private static func text(of frames: [DamagedFrame]) -> String {
    guard let first = frames.first else { return "damaged pixels" }
    let others = Set(frames.map(\.path)).count - 1
    return "\(first.path): \(first.message)"
      + (others > 0 ? " (and \(others) other file\(others == 1 ? "" : "s"))" : "")
      + "; fetch the file\(others > 0 ? "s" : "") again"
  }

  private static func text(needed: Int, limit: Int) -> String {
    let texts = ByteAmount.texts(needed: needed, limit: limit)
    return "the volume needs \(texts.needed) but only \(texts.allowed)"
  }
}
