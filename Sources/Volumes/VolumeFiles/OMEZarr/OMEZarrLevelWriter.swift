import Files
import VolumeModel
import WorkScheduling

/// Takes the voxels of a level in their order, writes them as chunks, and hands on to the next
/// level what their boxes become.
///
/// One thread at a time uses it; it works with all workers of its context.
final class OMEZarrLevelWriter {
  private let folder: FolderOutput
  private let number: Int
  private let level: OMEZarrPyramid.Level
  private let type: VoxelType
  private let reduction: BoxReduction.Kind
  private let chunk: [Int]
  private let context: WorkContext
  private let next: OMEZarrLevelWriter?
  private let isSeries: Bool
  private var slab: [UInt8] = []
  private var phase = 0
  /// The slices that were written.
  private var done = 0

  /// Prepares a level and those that follow it.
  init(
    _ number: Int, documents: OMEZarrDocuments, folder: FolderOutput, context: WorkContext
  ) {
    self.number = number
    self.folder = folder
    self.context = context
    let levels = documents.pyramid.levels
    level = levels[number]
    type = documents.type
    reduction = documents.reduction
    chunk = documents.chunking.lengths(level.size)
    isSeries = documents.array.phases > 1
    next =
      number + 1 < levels.count
      ? OMEZarrLevelWriter(number + 1, documents: documents, folder: folder, context: context)
      : nil
  }

  private var rowBytes: Int { level.size.columns * type.size }
  private var sliceBytes: Int { level.size.rows * rowBytes }

  /// Takes the next voxels.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    var start = 0
    while start < bytes.count {
      let layer = min(chunk[2], level.size.slices - done) * sliceBytes
      let count = min(layer - slab.count, bytes.count - start)
      slab.reserveCapacity(layer)
      unsafe slab.append(
        contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count]))
      start = start + count
      if slab.count == layer { try flush() }
    }
  }

  /// Writes a layer of chunks.
  private func flush() throws {
    let slices = slab.count / sliceBytes
    let size = level.size
    let across = (size.columns + chunk[0] - 1) / chunk[0]
    let down = (size.rows + chunk[1] - 1) / chunk[1]
    let layer = done / chunk[2]
    let prefix = "\(number)/c/" + (isSeries ? "\(phase)/" : "") + "\(layer)/"
    let (slab, cut) = (self.slab, cut)
    self.slab = []
    let (folder, type) = (folder, type)
    _ = try context.map(across * down, stage: "writing") { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: across)
      let plain = cut.chunk(of: slab, slices: slices, row: row, column: column)
      try folder.write(ShuffledChunk.bytes(plain, type), to: prefix + "\(row)/\(column)")
    }
    try handOn(slab, slices: slices)
    done += slices
    if done == size.slices {
      done = 0
      phase += 1
    }
  }

  private var cut: ChunkCut { ChunkCut(size: level.size, chunk: chunk, voxelSize: type.size) }

  /// Gives the next level what the boxes of a layer become.
  private func handOn(_ slab: [UInt8], slices: Int) throws {
    guard let next else { return }
    let boxes = BoxReduction(
      kind: reduction, from: level.size, to: next.level.size, halves: next.level.halves, type: type)
    let count = next.level.halves[2] ? slices / 2 : slices
    let made = try context.map(count) { boxes.slice($0, of: slab) }
    for slice in made { try unsafe slice.withUnsafeBytes { try unsafe next.append($0) } }
  }
}

/// How chunks are cut from layers.
struct ChunkCut: Sendable {
  let size: GridDimensions
  let chunk: [Int]
  let voxelSize: Int

  /// The bytes of a chunk; zeros where it reaches beyond the volume.
  func chunk(of slab: [UInt8], slices: Int, row: Int, column: Int) -> [UInt8] {
    let first = (row: row * chunk[1], column: column * chunk[0])
    let rows = min(chunk[1], size.rows - first.row)
    let count = min(chunk[0], size.columns - first.column) * voxelSize
    return unsafe [UInt8](unsafeUninitializedCapacity: chunk.reduce(voxelSize, *)) { out, written in
      if rows < chunk[1] || slices < chunk[2] || count < chunk[0] * voxelSize {
        unsafe out.update(repeating: 0)
      }
      unsafe slab.withUnsafeBytes { slab in
        for slice in 0..<slices {
          for row in 0..<rows {
            let from =
              ((slice * size.rows + first.row + row) * size.columns + first.column) * voxelSize
            let to = (slice * chunk[1] + row) * chunk[0] * voxelSize
            let target = unsafe UnsafeMutableRawBufferPointer(out)[to..<to + count]
            unsafe UnsafeMutableRawBufferPointer(rebasing: target)
              .copyMemory(from: UnsafeRawBufferPointer(rebasing: slab[from..<from + count]))
          }
        }
      }
      written = out.count
    }
  }
}
