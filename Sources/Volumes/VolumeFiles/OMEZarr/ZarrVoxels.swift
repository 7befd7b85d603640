import VolumeModel
import WorkScheduling

/// The voxels of an array in the order of volumes, a slab at a time.
final class ZarrVoxels: VoxelStream, @unchecked Sendable {
  private let chunks: ZarrChunks
  private let size: GridDimensions
  private let context: WorkContext
  private let depth: Int
  private(set) var position = 0
  private var buffer: ZarrBuffer?
  /// The voxel bytes that the buffer holds.
  private var held = 0..<0
  private var found = 0

  init(_ chunks: ZarrChunks, context: WorkContext) {
    self.chunks = chunks
    self.context = context
    size = chunks.size
    depth = chunks.slabDepth(workers: context.workers)
  }

  private var sliceBytes: Int { size.voxelsPerSlice * chunks.array.stored.type.size }

  func skip(_ count: Int) { position += count }

  func read(into target: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < target.count {
      if !held.contains(position) { try load() }
      guard let buffer else { return }
      let start = position - held.lowerBound
      let count = min(target.count - done, held.upperBound - position)
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[done..<done + count]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<start + count]))
      done = done + count
      position += count
    }
  }

  /// Unpacks the slab in which the next byte lies.
  private func load() throws {
    let (phase, slice) = (position / sliceBytes).quotientAndRemainder(dividingBy: size.slices)
    let first = slice / depth * depth
    let slices = first..<min(size.slices, first + depth)
    let buffer = self.buffer ?? ZarrBuffer(byteCount: depth * sliceBytes)
    self.buffer = buffer
    held = 0..<0
    found += try ZarrSlab(chunks: chunks, size: size, phase: phase, slices: slices)
      .fill(buffer, context: context)
    let start = (phase * size.slices + first) * sliceBytes
    held = start..<start + slices.count * sliceBytes
  }

  func finish() throws {
    // An array may leave out chunks, but one without any is what is left of something.
    guard found > 0 else {
      throw VolumeFileError(
        .malformed("none of its chunks is there"), path: chunks.array.document.path)
    }
  }
}

extension ZarrChunks {
  /// The size of the volume of a phase.
  var size: GridDimensions {
    GridDimensions(
      columns: length(.column, in: array.shape), rows: length(.row, in: array.shape),
      slices: length(.slice, in: array.shape))
  }

  /// Bytes of a slab, unless a single layer of chunks has more.
  private static let wantedBytes = 64 << 20

  /// Chunks of one layer.
  var perLayer: Int {
    [ZarrAxis.column, .row].reduce(1) {
      let (whole, part) = (length($1, in: array.shape), length($1, in: array.chunk))
      return $0 * ((whole + part - 1) / part)
    }
  }

  /// Slices that are unpacked together: layers of chunks, enough of them for every worker.
  func slabDepth(workers: Int) -> Int {
    let size = size
    let layer = min(length(.slice, in: array.chunk), size.slices)
    let bytes = max(1, layer * size.voxelsPerSlice * array.stored.type.size)
    let layers = min(max(1, 8 * workers / perLayer), max(1, Self.wantedBytes / bytes))
    return min(size.slices, layers * layer)
  }

  /// The bytes that unpacking takes at the most; `Int.max` for more than that.
  func workingBytes(workers: Int) -> Int {
    let slab = slabDepth(workers: workers).multipliedReportingOverflow(
      by: size.voxelsPerSlice * array.stored.type.size)
    let chunk = array.chunkBytes + 2 * Self.mostPacked(array.chunkBytes)
    let (sum, isBeyond) = slab.partialValue.addingReportingOverflow(chunk * workers)
    return slab.overflow || isBeyond ? .max : sum
  }
}
