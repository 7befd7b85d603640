import Files
import NIOCore
import WebServices

/// A piece of a body.
enum BodyPiece: Sendable {
  /// Bytes that are there.
  case bytes([UInt8])
  /// A part of a file.
  case file(path: String, range: Range<Int>)
  /// Bytes that are made when it is their turn.
  case made(@Sendable () throws -> [UInt8])

  /// Its bytes; nil if that is not known.
  var byteCount: Int? {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let range): range.count
    case .made: nil
    }
  }
}

/// A body of pieces, of which no more is held than a part of one.
struct PieceChunks: ByteChunks {
  let byteCount: Int?
  private let pieces: [BodyPiece]
  private var index = 0
  /// Where the current piece goes on, if it is one of a file.
  private var position = 0
  private var reader: ByteReader?

  /// As much of a file as is read at a time.
  private static let step = 1 << 18

  init(_ pieces: [BodyPiece]) {
    self.pieces = pieces
    let counts = pieces.compactMap(\.byteCount)
    byteCount = counts.count == pieces.count ? counts.reduce(0, +) : nil
  }

  /// A part of the body, of which every piece's length is known.
  func part(_ range: Range<Int>) -> PieceChunks {
    var start = 0
    var parts: [BodyPiece] = []
    for piece in pieces {
      let count = piece.byteCount ?? 0
      let wanted = range.clamped(to: start..<start + count)
      start += count
      guard !wanted.isEmpty else { continue }
      let own = wanted.lowerBound - (start - count)..<wanted.upperBound - (start - count)
      switch piece {
      case .bytes(let bytes): parts.append(.bytes(Array(bytes[own])))
      case .file(let path, let whole):
        let first = whole.lowerBound + own.lowerBound
        parts.append(.file(path: path, range: first..<first + own.count))
      case .made: break
      }
    }
    return PieceChunks(parts)
  }

  /// Writes the whole body, files straight from the system.
  mutating func write(into buffer: inout ByteBuffer) throws {
    while index < pieces.count, case .file(let path, let range) = pieces[index] {
      let file = try ByteSource.file(path).open()
      let count = try unsafe buffer.writeWithUnsafeMutableBytes(
        minimumWritableBytes: range.count
      ) { room in
        try unsafe file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: room[..<range.count]), at: range.lowerBound)
      }
      // A file that has become shorter cannot be what was promised.
      guard count == range.count else { throw ServiceFailure.notFound }
      index += 1
    }
    if index < pieces.count, let bytes = try next() {
      buffer.writeBytes(bytes)
      try write(into: &buffer)
    }
  }

  mutating func next() throws -> [UInt8]? {
    while index < pieces.count {
      switch pieces[index] {
      case .bytes(let bytes):
        index += 1
        if !bytes.isEmpty { return bytes }
      case .made(let make):
        index += 1
        let bytes = try make()
        if !bytes.isEmpty { return bytes }
      case .file(let path, let range):
        if let bytes = try read(path, range) { return bytes }
      }
    }
    return nil
  }

  private mutating func read(_ path: String, _ range: Range<Int>) throws -> [UInt8]? {
    let file = try reader ?? ByteSource.file(path).open()
    reader = file
    let start = range.lowerBound + position
    let count = min(Self.step, range.upperBound - start)
    guard count > 0 else {
      index += 1
      position = 0
      reader = nil
      return nil
    }
    let bytes = try file.bytes(at: start, count: count)
    // A file that has become shorter cannot be what was promised.
    guard bytes.count == count else { throw ServiceFailure.notFound }
    position += count
    return bytes
  }
}

extension WebAnswer {
  /// An answer of pieces.
  init(_ contentType: MediaType, pieces: [BodyPiece], headers: [WebHeader] = []) {
    self.init(
      status: 200, headers: [WebHeader("Content-Type", contentType.description)] + headers,
      body: .chunks(PieceChunks(pieces)))
  }

  /// An answer of bytes.
  init(_ contentType: String, bytes: [UInt8], headers: [WebHeader] = []) {
    self.init(
      status: 200, headers: [WebHeader("Content-Type", contentType)] + headers,
      body: .bytes(bytes))
  }
}
