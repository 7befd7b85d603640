import CVoxelTypes
import VolumeModel

/// The means of boxes of two voxels along some axes.
///
/// Gaps take no part; a box of nothing else is one. Means of whole numbers are rounded, halves to even.
struct BoxMeans: Sendable {
  let from: GridDimensions
  let to: GridDimensions
  /// Columns, rows, slices.
  let halves: [Bool]
  let type: VoxelType

  /// A slice of means.
  ///
  /// - Parameters:
  ///   - number: The slice, counted from the first that `slab` makes.
  ///   - slab: Slices as they are stored.
  /// - Returns: The bytes of the slice.
  func slice(_ number: Int, of slab: [UInt8]) -> [UInt8] {
    let first = halves[2] ? 2 * number : number
    let slices = first...(halves[2] ? first + 1 : first)
    var bytes = [UInt8](repeating: 0, count: to.voxelsPerSlice * type.size)
    var means = RowMeans(from: from.columns, to: to.columns, isHalved: halves[0], type: type)
    unsafe bytes.withUnsafeMutableBytes { bytes in
      unsafe slab.withUnsafeBytes { slab in
        for row in 0..<to.rows {
          means.clear()
          for slice in slices {
            for line in halves[1] ? 2 * row...2 * row + 1 : row...row {
              let start = (slice * from.rows + line) * rowBytes
              unsafe means.add(UnsafeRawBufferPointer(rebasing: slab[start..<start + rowBytes]))
            }
          }
          let place = row * to.columns * type.size
          let target = unsafe bytes[place..<place + to.columns * type.size]
          unsafe means.store(into: UnsafeMutableRawBufferPointer(rebasing: target))
        }
      }
    }
    return bytes
  }

  private var rowBytes: Int { from.columns * type.size }
}

/// Means over the boxes of a row.
private struct RowMeans {
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

  /// Adds a row of voxels as they are stored.
  mutating func add(_ voxels: UnsafeRawBufferPointer) {
    unsafe line.withUnsafeMutableBufferPointer {
      unsafe StoredFormat(type: type).convert(voxels, into: $0)
    }
    // SAFETY: of two values for each sum the line has at least as many.
    unsafe sagitta_add_to_means(line, isHalved ? 1 : 0, &sums, &counts, sums.count)
  }

  /// Stores the means.
  mutating func store(into voxels: UnsafeMutableRawBufferPointer) {
    unsafe sagitta_means(sums, counts, type.isInteger ? 1 : 0, &means, means.count)
    // SAFETY: there is room for every mean in the type.
    let stored = unsafe sagitta_floats_to_voxels(
      type.code, means, voxels.baseAddress, means.count)
    precondition(stored == means.count, "the mean of numbers of a type is one of its numbers")
  }
}
