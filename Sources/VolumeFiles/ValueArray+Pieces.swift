import VolumeModel

extension ValueArray {
  /// Consecutive values of one part: what is written, or compressed, at once.
  struct Piece: Sendable {
    let part: Int
    let range: Range<Int>
  }

  /// Values of a piece, 1 MiB: few calls, and small enough to be shared among cores.
  ///
  /// Another length would give compressed files other bytes.
  static var pieceLength: Int { 1 << 18 }

  /// All pieces in the order of the file; they depend on the array alone.
  var pieces: [Piece] {
    parts.indices.flatMap { part in
      let count = parts[part].count
      return stride(from: 0, to: count, by: Self.pieceLength).map {
        Piece(part: part, range: $0..<min(count, $0 + Self.pieceLength))
      }
    }
  }

  /// Calls `body` with the little-endian bytes of a piece.
  func withBytes<Result>(
    of piece: Piece, padding: PaddingPolicy, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    switch (parts[piece.part], padding) {
    case (.volume(let volume), .value(let value)) where volume.validity != nil:
      let values = Self.padded(volume, piece.range, value)
      return try unsafe values.withUnsafeBytes(body)
    case (.volume(let volume), _):
      return try unsafe volume.voxels.withVoxels { all in
        try unsafe body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[piece.range])))
      }
    case (.plane(let plane), .keep):
      return try unsafe plane.values[piece.range].withUnsafeBytes(body)
    case (.plane(let plane), .value(let value)):
      let values = plane.values[piece.range].map { $0.isNaN ? value : $0 }
      return try unsafe values.withUnsafeBytes(body)
    }
  }

  private static func padded(_ volume: Volume, _ range: Range<Int>, _ value: Float) -> [Float] {
    unsafe volume.voxels.withVoxels { all in
      range.map { offset in
        unsafe volume.validity?[offset] ?? true ? all[offset] : value
      }
    }
  }
}
