/// A sink that is open for writing; what it was given appears when it is finished.
///
/// A value that is dropped before ``finish()`` leaves no file, and memory as it was.
public struct ByteWriter: ~Copyable {
  /// The sink's name.
  public let name: String

  /// Exactly one of the three is there.
  private var file: OutputFile?
  private var memory: (kept: CollectedBytes, bytes: [UInt8])?
  private let receive: (@Sendable ([UInt8]) throws -> Void)?

  init(_ sink: ByteSink) throws(FileWritingError) {
    name = sink.name
    switch sink.destination {
    case .file, .standardOutput:
      file = try OutputFile(at: sink.name)
      memory = nil
      receive = nil
    case .memory(let kept):
      file = nil
      memory = (kept: kept, bytes: [])
      receive = nil
    case .function(let function):
      file = nil
      memory = nil
      receive = function
    }
  }

  /// Whether ``overwrite(_:)`` is possible: in ordinary files and in memory.
  public var canSeek: Bool { memory != nil || isFile }

  /// Whether the bytes become an ordinary file, beside which others can lie.
  public var isFile: Bool {
    switch file {
    case .some(let file): file.isRegular
    case .none: false
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``, what the sink's
  ///   function throws.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard file != nil else { return try unsafe write(Array(bytes)) }
    try unsafe file?.write(bytes)
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``, what the sink's
  ///   function throws.
  public mutating func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    try file?.write(bytes)
    memory?.bytes += bytes
    try receive?(bytes)
  }

  /// Replaces bytes at the beginning, which were written before.
  ///
  /// - Precondition: ``canSeek``, and at least as many bytes were written.
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public mutating func overwrite(_ bytes: [UInt8]) throws(FileWritingError) {
    precondition(canSeek, "only files and memory have a beginning to go back to")
    try file?.overwrite(bytes)
    memory?.bytes.replaceSubrange(..<bytes.count, with: bytes)
  }

  /// Shows the complete bytes: a file under its final name, memory to who holds it.
  ///
  /// - Throws: ``FileWritingError`` with ``FileWritingError/Stage/failedMidway``.
  public consuming func finish() throws(FileWritingError) {
    if let file = file.take() { try file.finish() }
    if let memory { memory.kept.replace(with: memory.bytes) }
  }
}
