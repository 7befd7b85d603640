import CVoxelTypes
import VolumeModel
import WorkScheduling

/// The voxels of an array as the bytes of a file, piece by piece.
struct VoxelBytes: Sendable {
  let array: ValueArray
  let type: VoxelType
  /// Nil if values are stored as they are.
  let scale: VoxelScale?
  let padding: PaddingPolicy
  let context: WorkContext

  /// Values of a piece, 1 MiB of floats: few calls, and small enough to be shared among cores.
  ///
  /// Another length would give compressed files other bytes.
  static var pieceLength: Int { 1 << 18 }

  /// Pieces at work before any is written: enough to keep every core busy.
  private var batch: Int { Self.batch(workers: context.workers) }

  private static func batch(workers: Int) -> Int { min(32, 4 * workers) }

  /// The bytes of pieces that are made and not yet written, at the most.
  static func workingBytes(workers: Int) -> Int { 2 * batch(workers: workers) * pieceLength * 4 }

  /// Bytes of all voxels.
  var count: Int { array.valueCount * type.size }

  /// A part in memory.
  private enum Loaded: Sendable {
    case volume(Volume)
    case plane(PlaneImage)
  }

  /// Calls `consume` with what `transform` makes of each piece, in order; pieces are transformed
  /// several at a time.
  ///
  /// - Parameters:
  ///   - transform: Takes the bytes of a piece, and whether it is the last.
  ///   - consume: Takes the results in the order of the file.
  /// - Throws: What the two throw; ``VolumeFileError`` for a value that the type cannot hold;
  ///   `WorkCancelled`.
  func forEachPiece<Result: Sendable>(
    _ transform: @Sendable (UnsafeRawBufferPointer, _ isLast: Bool) throws -> Result,
    consume: (Result) throws -> Void
  ) throws {
    let pieces = (array.partLength + Self.pieceLength - 1) / Self.pieceLength
    for (number, part) in array.parts.enumerated() {
      let loaded = try load(part)
      for start in stride(from: 0, to: pieces, by: batch) {
        let count = min(batch, pieces - start)
        let results = try context.map(count, stage: "writing") { index in
          let piece = start + index
          let isLast = number == array.parts.count - 1 && piece == pieces - 1
          return try unsafe withBytes(of: loaded, number: number, piece: piece) {
            try unsafe transform($0, isLast)
          }
        }
        for result in results { try consume(result) }
      }
    }
  }

  /// Calls `body` with the bytes of each piece, in order.
  func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard type == .float32, scale == nil else {
      return try unsafe forEachPiece({ bytes, _ in unsafe Array(bytes) }) { bytes in
        try unsafe bytes.withUnsafeBytes(body)
      }
    }
    let pieces = (array.partLength + Self.pieceLength - 1) / Self.pieceLength
    for (number, part) in array.parts.enumerated() {
      let loaded = try load(part)
      for piece in 0..<pieces {
        try context.check()
        try unsafe withBytes(of: loaded, number: number, piece: piece, body: body)
      }
    }
  }

  private func load(_ part: ValueArray.Part) throws -> Loaded {
    switch part {
    case .volume(let volume): .volume(try checked(volume))
    case .plane(let plane): .plane(plane)
    case .nextPlane(let make): .plane(try make())
    case .phase(let make): .volume(try checked(make()))
    }
  }

  /// Refuses to call numbers exact that were rounded when they were read.
  private func checked(_ volume: Volume) throws(VolumeFileError) -> Volume {
    guard type.isInteger, scale == nil, volume.losses.rounded > 0 else { return volume }
    throw VolumeFileError(
      .roundedBefore(count: volume.losses.rounded, type: type), path: array.path)
  }

  private func withBytes<Result>(
    of part: Loaded, number: Int, piece: Int,
    body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    let start = piece * Self.pieceLength
    let range = start..<min(array.partLength, start + Self.pieceLength)
    return try unsafe withValues(of: part, range: range) { values in
      if type == .float32, scale == nil {
        return try unsafe body(UnsafeRawBufferPointer(values))
      }
      let byteCount = values.count * type.size
      return try unsafe withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 64) {
        try unsafe store(values, into: $0, from: number * array.partLength + start)
        return try unsafe body(UnsafeRawBufferPointer($0))
      }
    }
  }

  private func store(
    _ values: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawBufferPointer, from first: Int
  ) throws {
    let stored: Int
    // SAFETY: there is room for every value in the type.
    if let scale {
      stored = unsafe sagitta_floats_to_scaled_voxels(
        type.code, scale.slope, scale.intercept, values.baseAddress, bytes.baseAddress,
        values.count)
    } else {
      stored = unsafe sagitta_floats_to_voxels(
        type.code, values.baseAddress, bytes.baseAddress, values.count)
    }
    guard stored == values.count else {
      throw VolumeFileError(
        .notExact(value: unsafe values[stored], type: type, index: first + stored),
        path: array.path)
    }
  }

  /// Calls `body` with values of a part, padding replaced.
  private func withValues<Result>(
    of part: Loaded, range: Range<Int>, body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    switch (part, padding) {
    case (.volume(let volume), .value(let value)) where volume.validity != nil:
      return try unsafe Self.padded(volume, range: range, value: value).withUnsafeBufferPointer(
        body)
    case (.volume(let volume), _):
      return try unsafe volume.voxels.withVoxels(in: range, body)
    case (.plane(let plane), .keep):
      return try unsafe plane.values[range].withUnsafeBufferPointer(body)
    case (.plane(let plane), .value(let value)):
      return try unsafe plane.values[range].map { $0.isNaN ? value : $0 }
        .withUnsafeBufferPointer(body)
    }
  }

  private static func padded(_ volume: Volume, range: Range<Int>, value: Float) -> [Float] {
    unsafe volume.voxels.withVoxels(in: range) { part in
      range.map { offset in
        unsafe volume.validity?[offset] ?? true ? part[offset - range.lowerBound] : value
      }
    }
  }
}

extension VoxelBytes {
  /// The range of the values that are numbers, as they will be written.
  func valueRange() throws -> ClosedRange<Float>? {
    var whole = ValueSummary()
    let plain = VoxelBytes(
      array: array, type: .float32, scale: nil, padding: padding, context: context)
    try unsafe plain.forEachPiece { bytes, _ in
      var summary = ValueSummary()
      unsafe summary.add(bytes.assumingMemoryBound(to: Float.self))
      return summary
    } consume: {
      whole.join($0)
    }
    return whole.range
  }
}
