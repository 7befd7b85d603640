import NIOCore

/// Bytes of a data set that are sent, in order.
protocol DataSetSource {
  /// How many there are.
  var byteCount: Int { get }

  /// Appends the next bytes.
  mutating func read(_ count: Int, into buffer: inout ByteBuffer) throws
}

/// A data set in memory.
struct BytesInMemory: DataSetSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var byteCount: Int { bytes.count }

  mutating func read(_ count: Int, into buffer: inout ByteBuffer) {
    buffer.writeBytes(bytes[position..<position + count])
    position += count
  }
}

/// Bytes of a file, or in memory.
enum AnyDataSetSource: DataSetSource {
  case file(StoredDataSet)
  case memory(BytesInMemory)

  var byteCount: Int {
    switch self {
    case .file(let source): source.byteCount
    case .memory(let source): source.byteCount
    }
  }

  mutating func read(_ count: Int, into buffer: inout ByteBuffer) throws {
    switch self {
    case .file(var source):
      try source.read(count, into: &buffer)
      self = .file(source)
    case .memory(var source):
      source.read(count, into: &buffer)
      self = .memory(source)
    }
  }
}
