import Locks

/// Where bytes go: a file that appears whole, standard output, memory of the caller, or a function.
///
/// A sink is a name and a way for the bytes, not an open file: it is opened for every use, and what
/// it gives away is the same whatever is behind it.
public struct ByteSink: Sendable {
  /// The file's path, or what the memory or the function was called; for messages, and for its
  /// extension where that names a format.
  public let name: String

  enum Destination {
    case file
    case standardOutput
    case memory(CollectedBytes)
    case function(@Sendable ([UInt8]) throws -> Void)
  }

  let destination: Destination

  private init(name: String, destination: Destination) {
    self.name = name
    self.destination = destination
  }

  /// The path of a file, which may also be a device or a pipe; nil for everything else.
  public var path: String? {
    if case .file = destination { name } else { nil }
  }

  /// A file, by its path (``FileNameText``); as ``OutputFile`` has it.
  public static func file(_ path: String) -> ByteSink {
    ByteSink(name: path, destination: .file)
  }

  /// Standard output, at the place where it is.
  public static var standardOutput: ByteSink {
    ByteSink(name: OutputFile.standardOutput, destination: .standardOutput)
  }

  /// Memory of the caller, which shows the bytes when all of them are there.
  ///
  /// - Parameters:
  ///   - bytes: Receives the bytes in place of those that it held.
  ///   - name: What to call it in messages; its extension names the format where no other is given.
  /// - Returns: A sink that can go back in what it wrote, as a file can.
  public static func memory(_ bytes: CollectedBytes, name: String) -> ByteSink {
    ByteSink(name: name, destination: .memory(bytes))
  }

  /// A function that takes the bytes piece by piece and in order: an upload, a socket, a hash.
  ///
  /// - Parameters:
  ///   - name: What to call it in messages; its extension names the format where no other is given.
  ///   - receive: Takes the next bytes, never none; what it throws ends the writing. After an error
  ///     elsewhere it is not called again, so that what it has stays unfinished.
  /// - Returns: A sink that cannot go back in what it wrote.
  public static func function(
    name: String, receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) -> ByteSink {
    ByteSink(name: name, destination: .function(receive))
  }

  /// Opens the sink for writing.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/cannotCreate`` if a file cannot be
  ///   made.
  public func open() throws(FileWritingError) -> ByteWriter { try ByteWriter(self) }

  /// Writes all bytes at once.
  ///
  /// - Throws: ``FileWritingError``, what the sink's function throws.
  public func write(_ bytes: [UInt8]) throws {
    var writer = try open()
    try writer.write(bytes)
    try writer.finish()
  }
}

/// Bytes in memory that appear whole: until a writer has finished, those from before are there.
public final class CollectedBytes: Sendable {
  private let kept: Locked<[UInt8]>

  /// Begins with some bytes; none by default.
  public init(_ bytes: [UInt8] = []) { kept = Locked(bytes) }

  /// The bytes of the writer that finished last.
  public var bytes: [UInt8] { kept.withLock { $0 } }

  func replace(with bytes: [UInt8]) { kept.withLock { $0 = bytes } }
}
