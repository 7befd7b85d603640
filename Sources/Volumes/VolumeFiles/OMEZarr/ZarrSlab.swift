import VolumeModel
import WorkScheduling

/// Slices of a phase that are unpacked together.
struct ZarrSlab: Sendable {
  let chunks: ZarrChunks
  let size: GridDimensions
  let phase: Int
  let slices: Range<Int>

  private var voxelSize: Int { chunks.array.stored.type.size }

  /// The numbers of the chunks that hold some of it.
  private var numbers: [[Int]] {
    chunks.axes.enumerated().reduce(into: [[]]) { numbers, axis in
      let length = chunks.array.chunk[axis.offset]
      let range: Range<Int>
      switch axis.element {
      case .column: range = 0..<size.columns
      case .row: range = 0..<size.rows
      case .slice: range = slices
      case .phase(let step):
        let place = phase / step % chunks.array.shape[axis.offset]
        range = place..<place + 1
      }
      let wanted = range.lowerBound / length..<(range.upperBound - 1) / length + 1
      numbers = numbers.flatMap { before in wanted.map { before + [$0] } }
    }
  }

  /// Fills a buffer with the voxels in the order of volumes.
  ///
  /// - Returns: How many chunks were there.
  /// - Throws: ``VolumeFileError``, `WorkCancelled`.
  func fill(_ target: ZarrBuffer, context: WorkContext) throws -> Int {
    let numbers = numbers
    let found = try context.map(numbers.count) { index in
      try unsafe withScratch { chunk in
        let isThere = try unsafe chunks.unpack(numbers[index], into: chunk, context: context)
        if !isThere { unsafe Self.repeatBytes(chunks.array.fill, in: chunk) }
        unsafe place(UnsafeRawBufferPointer(chunk), numbers: numbers[index], into: target)
        return isThere
      }
    }
    return found.count { $0 }
  }

  private func withScratch(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Bool
  ) throws -> Bool {
    let chunk = UnsafeMutableRawBufferPointer.allocate(
      byteCount: chunks.array.chunkBytes, alignment: 64)
    defer { unsafe chunk.deallocate() }
    return try unsafe body(chunk)
  }

  private static func repeatBytes(_ bytes: [UInt8], in buffer: UnsafeMutableRawBufferPointer) {
    for start in stride(from: 0, to: buffer.count, by: bytes.count) {
      for (n, byte) in bytes.enumerated() { unsafe buffer[start + n] = byte }
    }
  }

  /// What lies between neighbours along each axis in a chunk, in bytes.
  private var strides: [Int] {
    var strides = [Int](repeating: 0, count: chunks.axes.count)
    var step = voxelSize
    for axis in chunks.array.order.reversed() {
      strides[axis] = step
      step *= chunks.array.chunk[axis]
    }
    return strides
  }

  /// Puts the voxels of a chunk where they belong.
  private func place(_ chunk: UnsafeRawBufferPointer, numbers: [Int], into target: ZarrBuffer) {
    let strides = strides
    var start = 0
    var ranges: [ZarrAxis: (voxels: Range<Int>, first: Int, stride: Int)] = [:]
    for (n, axis) in chunks.axes.enumerated() {
      let length = chunks.array.chunk[n]
      let first = numbers[n] * length
      if case .phase(let step) = axis {
        start += (phase / step % chunks.array.shape[n] - first) * strides[n]
        continue
      }
      let whole = axis == .slice ? slices : 0..<chunks.array.shape[n]
      ranges[axis] = (whole.clamped(to: first..<first + length), first, strides[n])
    }
    let one = (voxels: 0..<1, first: 0, stride: 0)
    let (columns, rows) = (ranges[.column] ?? one, ranges[.row] ?? one)
    let layers = ranges[.slice] ?? one
    for slice in layers.voxels {
      for row in rows.voxels {
        let from =
          start + (slice - layers.first) * layers.stride + (row - rows.first) * rows.stride
          + (columns.voxels.lowerBound - columns.first) * columns.stride
        let to =
          (((slice - slices.lowerBound) * size.rows + row) * size.columns
            + columns.voxels.lowerBound) * voxelSize
        unsafe copy(
          chunk, from: from, step: columns.stride, count: columns.voxels.count,
          to: UnsafeMutableRawBufferPointer(rebasing: target.bytes[to...]))
      }
    }
  }

  private func copy(
    _ chunk: UnsafeRawBufferPointer, from start: Int, step: Int, count: Int,
    to target: UnsafeMutableRawBufferPointer
  ) {
    if step == voxelSize || count == 1 {
      unsafe target.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: chunk[start..<start + count * voxelSize]))
      return
    }
    for n in 0..<count {
      for byte in 0..<voxelSize {
        unsafe target[n * voxelSize + byte] = chunk[start + n * step + byte]
      }
    }
  }
}

/// Memory for a slab.
@safe final class ZarrBuffer: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer

  init(byteCount: Int) {
    unsafe bytes = .allocate(byteCount: byteCount, alignment: 64)
  }

  deinit { unsafe bytes.deallocate() }
}
