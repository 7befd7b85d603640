/// Where bytes come from: a file, a part of one, or memory that somebody holds.
///
/// A source is a name and a way to the bytes, not an open file: it is opened for every use and closed
/// afterwards, so that ten thousand sources need no ten thousand descriptors.
public struct ByteSource: Sendable {
  /// The file's path, or what the memory was called; for messages and reports.
  public let name: String

  private enum Origin {
    case file
    case part(FilePart)
    case memory(BytesInMemory)
  }

  private let origin: Origin

  private init(name: String, origin: Origin) {
    self.name = name
    self.origin = origin
  }

  /// The path of a file; nil for memory and for parts of files.
  public var path: String? {
    if case .file = origin { name } else { nil }
  }

  /// A file, by its path (``FileNameText``).
  public static func file(_ path: String) -> ByteSource {
    ByteSource(name: path, origin: .file)
  }

  /// Bytes in memory.
  ///
  /// - Parameters:
  ///   - bytes: The bytes; kept as long as the source or anything made from it is.
  ///   - name: What to call them in messages and reports; different sources want different names.
  /// - Returns: A source that may be opened any number of times.
  public static func memory(_ bytes: [UInt8], name: String) -> ByteSource {
    ByteSource(name: name, origin: .memory(.owned(bytes)))
  }

  /// Memory that somebody else owns, used where it lies.
  ///
  /// - Parameters:
  ///   - buffer: The bytes; nobody may change them while `owner` is held.
  ///   - owner: Keeps the buffer alive; held as long as the source or anything made from it is.
  ///   - name: What to call them in messages and reports; different sources want different names.
  /// - Returns: A source that may be opened any number of times.
  @unsafe public static func memory(
    adopting buffer: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, name: String
  ) -> ByteSource {
    let bytes = unsafe AdoptedBytes(buffer: buffer, owner: owner)
    return ByteSource(name: name, origin: .memory(.adopted(bytes)))
  }

  /// A part of a file that somebody keeps open.
  ///
  /// - Parameters:
  ///   - part: Where the bytes lie.
  ///   - name: What to call them in messages and reports.
  /// - Returns: A source that may be opened any number of times.
  package static func part(_ part: FilePart, name: String) -> ByteSource {
    ByteSource(name: name, origin: .part(part))
  }

  /// Opens the bytes for reading.
  ///
  /// - Throws: ``FileReadingError`` if a file is not there, may not be read, or is no regular file.
  public func open() throws(FileReadingError) -> ByteReader {
    switch origin {
    case .file: try ByteReader(path: name)
    case .part(let part): ByteReader(part: part, name: name)
    case .memory(let memory): ByteReader(memory: memory, name: name)
    }
  }
}

/// A part of a file that is open as long as its owner is held.
package struct FilePart: Sendable {
  /// The open file.
  package let descriptor: Int32
  /// Where the bytes lie in it.
  package let range: Range<Int>
  private let owner: any AnyObject & Sendable

  /// Creates a part; the owner closes the descriptor when it goes.
  package init(descriptor: Int32, range: Range<Int>, owner: any AnyObject & Sendable) {
    self.descriptor = descriptor
    self.range = range
    self.owner = owner
  }
}

/// Bytes that are there already.
enum BytesInMemory: Sendable {
  case owned([UInt8])
  case adopted(AdoptedBytes)

  var count: Int {
    switch self {
    case .owned(let bytes): bytes.count
    case .adopted(let bytes): unsafe bytes.buffer.count
    }
  }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .owned(let bytes): unsafe bytes.withUnsafeBytes { unsafe body($0) }
    case .adopted(let bytes): unsafe body(bytes.buffer)
    }
  }
}

/// Memory of somebody else, with what keeps it alive.
///
/// SAFETY: nobody changes the bytes while the owner is held, as ``ByteSource`` asks for.
@safe final class AdoptedBytes: @unchecked Sendable {
  let buffer: UnsafeRawBufferPointer
  private let owner: any AnyObject & Sendable

  init(buffer: UnsafeRawBufferPointer, owner: any AnyObject & Sendable) {
    unsafe self.buffer = buffer
    self.owner = owner
  }
}
