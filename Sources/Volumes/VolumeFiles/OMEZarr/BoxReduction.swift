import CVoxelTypes
import VolumeModel

/// What becomes of boxes of two voxels along some axes, one voxel of each.
///
/// Gaps take no part; a box of nothing else is one.
struct BoxReduction: Sendable {
  enum Kind: Hashable, Sendable {
    /// The mean; of whole numbers rounded, halves to even.
    case means
    /// The number that stands in most voxels, of several the smallest: labels are not mixed.
    case labels

    /// The word for it in the document of an image.
    var name: String { self == .means ? "mean" : "mode" }
  }

  let kind: Kind
  let from: GridDimensions
  let to: GridDimensions
  /// Columns, rows, slices.
  let halves: [Bool]
  let type: VoxelType

  /// A slice of what boxes become.
  ///
  /// - Parameters:
  ///   - number: The slice, counted from the first that `slab` makes.
  ///   - slab: Slices as they are stored.
  /// - Returns: The bytes of the slice.
  func slice(_ number: Int, of slab: [UInt8]) -> [UInt8] {
    let first = halves[2] ? 2 * number : number
    let slices = first...(halves[2] ? first + 1 : first)
    var bytes = [UInt8](repeating: 0, count: to.voxelsPerSlice * type.size)
    var boxes = reduction
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe slab.withUnsafeBytes { slab in
        for row in 0..<to.rows {
          boxes.clear()
          for slice in slices {
            for line in halves[1] ? 2 * row...2 * row + 1 : row...row {
              let start = (slice * from.rows + line) * rowBytes
              unsafe boxes.add(UnsafeRawBufferPointer(rebasing: slab[start..<start + rowBytes]))
            }
          }
          let place = row * to.columns * type.size
          let target = unsafe bytes[place..<place + to.columns * type.size]
          unsafe boxes.store(into: UnsafeMutableRawBufferPointer(rebasing: target))
        }
      }
    }
    return bytes
  }

  private var rowBytes: Int { from.columns * type.size }

  private var reduction: any RowReduction {
    switch kind {
    case .means: RowMeans(from: from.columns, to: to.columns, isHalved: halves[0], type: type)
    case .labels:
      RowLabels(
        from: from.columns, to: to.columns, isHalved: halves[0],
        rows: (halves[1] ? 2 : 1) * (halves[2] ? 2 : 1), type: type)
    }
  }
}

/// What becomes of the boxes of a row of them.
private protocol RowReduction {
  /// Begins with the next row of boxes.
  mutating func clear()
  /// Adds a row of voxels as they are stored.
  mutating func add(_ voxels: UnsafeRawBufferPointer)
  /// Stores what the boxes become.
  mutating func store(into voxels: UnsafeMutableRawBufferPointer)
}

extension VoxelType {
  /// Stores values that came from voxels of the type.
  fileprivate func store(_ values: [Float], into voxels: UnsafeMutableRawBufferPointer) {
    // SAFETY: there is room for every value in the type.
    let stored = unsafe sagitta_floats_to_voxels(
      code, values, voxels.baseAddress, values.count)
    precondition(stored == values.count, "what boxes of a type's numbers become is one of these")
  }
}

private struct RowMeans: RowReduction {
  private let type: VoxelType
  private let isHalved: Bool
  private var line: [Float]
  private var sums: [Double]
  private var counts: [Double]
  private var means: [Float]

  init(from: Int, to: Int, isHalved: Bool, type: VoxelType) {
    self.type = type
    self.isHalved = isHalved
    line = Array(repeating: 0, count: from)
    sums = Array(repeating: 0, count: to)
    counts = sums
    means = Array(repeating: 0, count: to)
  }

  mutating func clear() {
    for n in sums.indices {
      sums[n] = 0
      counts[n] = 0
    }
  }

  mutating func add(_ voxels: UnsafeRawBufferPointer) {
    unsafe line.withUnsafeMutableBufferPointer {
      unsafe StoredFormat(type: type).convert(voxels, into: $0)
    }
    // SAFETY: of two values for each sum the line has at least as many.
    unsafe sagitta_add_to_means(line, isHalved ? 1 : 0, &sums, &counts, sums.count)
  }

  mutating func store(into voxels: UnsafeMutableRawBufferPointer) {
    unsafe sagitta_means(sums, counts, type.isInteger ? 1 : 0, &means, means.count)
    unsafe type.store(means, into: voxels)
  }
}

private struct RowLabels: RowReduction {
  private let type: VoxelType
  private let isHalved: Bool
  private let from: Int
  /// The rows of voxels that make one of boxes, one behind the other, and how many are there.
  private var lines: [Float]
  private var count = 0
  private var labels: [Float]

  init(from: Int, to: Int, isHalved: Bool, rows: Int, type: VoxelType) {
    self.type = type
    self.isHalved = isHalved
    self.from = from
    lines = Array(repeating: 0, count: from * rows)
    labels = Array(repeating: 0, count: to)
  }

  mutating func clear() { count = 0 }

  mutating func add(_ voxels: UnsafeRawBufferPointer) {
    let range = count * from..<(count + 1) * from
    unsafe lines.withUnsafeMutableBufferPointer {
      unsafe StoredFormat(type: type).convert(
        voxels, into: UnsafeMutableBufferPointer(rebasing: $0[range]))
    }
    count += 1
  }

  mutating func store(into voxels: UnsafeMutableRawBufferPointer) {
    // SAFETY: each of the lines has `from` values, of two for each label at least as many.
    unsafe sagitta_commonest(lines, from, count, isHalved ? 1 : 0, &labels, labels.count)
    unsafe type.store(labels, into: voxels)
  }
}
