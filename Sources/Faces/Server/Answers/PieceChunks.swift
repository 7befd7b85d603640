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
  /// Where the current piece goes on.
  private var position = 0
  /// The file of the current piece.
  private var reader: ByteReader?
  /// The bytes of the current piece, if they were made.
  private var made: [UInt8]?

  init(_ pieces: [BodyPiece]) {
    self.pieces = pieces
    let counts = pieces.compactMap(\.byteCount)
    byteCount = counts.count == pieces.count ? counts.reduce(0, +) : nil
  }

  /// The same with its length, if no more than one piece has to be made for that; nil if it is several.
  ///
  /// - Throws: What making it throws.
  func withLength() throws -> PieceChunks? {
    guard byteCount == nil else { return self }
    guard pieces.count(where: { $0.byteCount == nil }) == 1 else { return nil }
    return PieceChunks(
      try pieces.map { piece in
        guard case .made(let make) = piece else { return piece }
        return .bytes(try make())
      })
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

  /// What is left of the body, at once.
  func bytes() throws -> [UInt8] {
    var chunks = self
    var bytes: [UInt8] = []
    while let more = try chunks.next() {
      if bytes.isEmpty { bytes = more } else { bytes += more }
    }
    return bytes
  }

  /// The next bytes, no more than are held at a time; nil behind the last.
  mutating func next() throws -> [UInt8]? {
    let most = min(byteCount ?? .max, Self.step)
    let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: most) { room, count in
      let room = UnsafeMutableRawBufferPointer(room)
      count = try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<most]))
    }
    return bytes.isEmpty ? nil : bytes
  }

  private static let step = 1 << 18

  mutating func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    while count < room.count, index < pieces.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...])
      let more = try unsafe read(pieces[index], into: rest)
      count += more
      position += more
      if more == 0 {
        index += 1
        position = 0
        (reader, made) = (nil, nil)
      }
    }
    return count
  }

  /// Reads on in the current piece; 0 at its end.
  private mutating func read(
    _ piece: BodyPiece, into room: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    switch piece {
    case .bytes(let bytes): return unsafe copy(bytes, to: room)
    case .made(let make):
      let bytes = try made ?? make()
      made = bytes
      return unsafe copy(bytes, to: room)
    case .file(let path, let range):
      let count = min(room.count, range.count - position)
      guard count > 0 else { return 0 }
      let file = try reader ?? ByteSource.file(path).open()
      reader = file
      let got = try unsafe file.read(
        into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]),
        at: range.lowerBound + position)
      // A file that has become shorter cannot be what was promised.
      guard got == count else { throw ServiceFailure.notFound }
      return count
    }
  }

  /// Copies what of some bytes is due and finds room.
  private func copy(_ bytes: [UInt8], to room: UnsafeMutableRawBufferPointer) -> Int {
    let part = bytes[position...].prefix(room.count)
    unsafe room.copyBytes(from: part)
    return part.count
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
