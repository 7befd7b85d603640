public import StoredImages
public import Views

/// What `frames --json` prints.
public struct FramesReport: Encodable, Hashable, Sendable {
  /// A file that was written.
  public struct Output: Encodable, Hashable, Sendable {
    /// The file.
    public let path: String
    /// The frames that it shows, in their order.
    public let frames: [Frame]

    /// Tells of a file.
    public init(path: String, frames: [Frame]) {
      self.path = path
      self.frames = frames
    }

    /// Tells of a file and the frames that it shows.
    public init(path: String, showing frames: [ShownFrame]) {
      self.init(path: path, frames: frames.map(Frame.init))
    }
  }

  /// A frame or a file that is not shown, and why.
  public struct Skipped: Encodable, Hashable, Sendable {
    /// The file.
    public let path: String
    /// The frame, from 1; absent if it is about the whole file.
    public let frame: Int?
    /// A stable word, in kebab-case.
    public let code: String
    /// Why, in words.
    public let message: String

    /// Tells why an image is not shown.
    public init(_ error: StoredImageError) {
      path = error.path
      frame = error.frame
      code = error.code
      message = error.description
    }
  }

  /// The files.
  public var outputs: [Output]
  /// What is not shown.
  public var skipped: [Skipped]

  /// Tells of files and of what is not shown; by default of nothing yet.
  public init(outputs: [Output] = [], skipped: [Skipped] = []) {
    self.outputs = outputs
    self.skipped = skipped
  }
}
