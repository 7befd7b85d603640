import CKernels
import CVolumes
package import Geometry
import VolumeModel
import WorkScheduling

/// Samples a volume at equal steps along lines through its index space.
///
/// Coordinates are rounded to 2⁻³¹ voxel: what rounding moved off a voxel's centre or over
/// the rim by less than that is put back. (The third coordinate of an irregular stack counts
/// evenly spaced slices, see ``SampleLattice``.)
@safe
package struct RowSampler: @unchecked Sendable {
  // Sendable: the pointers lead into memory that `owner` keeps and nobody writes.
  private let volume: SVVolume
  private var kernel: SGKernel
  private let loops: SGKernels
  private let owner: VolumeSource
  private let lowest: SIMD3<Double>
  private let end: SIMD3<Double>

  private static var one: Double { 0x1p31 }
  private static var capacity: Int { Int(SG_LINE_CAPACITY) }

  init(_ source: VolumeSource, interpolation: Interpolation, level: CPULevel) {
    owner = source
    unsafe volume = source.forLoops
    unsafe kernel = interpolation.kernel(irregular: source.sliceMap != nil)
    loops = level.kernels
    lowest = source.lowest
    end = source.end
  }

  /// Returns the same sampler for lines of which a later one lies `way` from the present one.
  ///
  /// It asks for the memory that the later line will need and this one does not, which hides
  /// the time that memory takes. Its values are the same.
  package func leading(_ way: VoxelVector) -> RowSampler {
    let d = way.components
    guard d != .zero, way.isFinite, all(d .< 1e6), all(d .> -1e6) else { return self }
    let strides = unsafe SIMD3(volume.stride.0, volume.stride.1, volume.stride.2)
    // Across rows of voxels: along i the CPU foresees what is needed.
    let (major, minor) = abs(d.y) >= abs(d.z) ? (1, 2) : (2, 1)
    let reach = Int64(max(1, unsafe kernel.taps.0 / 2))
    let edge = d[major] > 0 ? reach : 1 - reach
    let cells = SIMD3(Int64(d.x.rounded()), Int64(d.y.rounded()), Int64(d.z.rounded()))
    var copy = self
    unsafe copy.kernel.prefetch = SG_PREFETCH_LEAD
    unsafe copy.kernel.lead = (cells &* strides).wrappedSum() + edge * strides[major]
    unsafe copy.kernel.leadStep = strides[minor]
    return copy
  }

  /// Fills `row` with the samples at `start + n·step`; NaN outside and where a voxel without
  /// a measured value has weight.
  package func sample(
    from start: VoxelPoint, step: VoxelVector, into row: UnsafeMutableBufferPointer<Float>
  ) {
    unsafe sample(from: start, step: step, columns: 0..<row.count, of: row.count, into: row)
  }

  /// Fills `part` with some of the samples of a row of `count`: the same bits as in the whole row.
  package func sample(
    from start: VoxelPoint, step: VoxelVector, columns: Range<Int>, of count: Int,
    into part: UnsafeMutableBufferPointer<Float>
  ) {
    let inside = range(start.coordinates, step: step.components, count: count)
    let wanted = inside.clamped(to: columns)
    let shift = columns.lowerBound
    unsafe part[..<(wanted.lowerBound - shift)].update(repeating: .nan)
    unsafe part[(wanted.upperBound - shift)...].update(repeating: .nan)
    var first = wanted.lowerBound
    while first < wanted.upperBound {
      // Pieces begin at the same columns whatever is inside or wanted, and afresh in double, so that
      // steps do not drift.
      let begin = max(first / Self.capacity * Self.capacity, inside.lowerBound)
      let last = min((first / Self.capacity + 1) * Self.capacity, wanted.upperBound)
      let place = start.coordinates + step.components * Double(begin)
      unsafe line(
        from: place, step: step.components, skipping: first - begin,
        into: UnsafeMutableBufferPointer(rebasing: part[first - shift..<last - shift]))
      first = last
    }
  }

  private func line(
    from start: SIMD3<Double>, step: SIMD3<Double>, skipping skipped: Int,
    into row: UnsafeMutableBufferPointer<Float>
  ) {
    // A single sample has no step, which may be of any size.
    let step = row.count + skipped > 1 ? Self.fixed(step) : .zero
    let start = Self.fixed(start) &+ step &* Int64(skipped)
    guard let base = row.baseAddress else { return }
    unsafe withUnsafePointer(to: volume) { volume in
      unsafe withUnsafePointer(to: kernel) { kernel in
        unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: 6) { numbers in
          guard let starts = numbers.baseAddress else { return }
          for axis in 0..<3 {
            unsafe starts[axis] = start[axis]
            unsafe starts[3 + axis] = step[axis]
          }
          // SAFETY: `range` keeps positions within a step of the volume; row has `count`.
          unsafe loops.line(volume, kernel, starts, starts + 3, Int32(row.count), base)
        }
      }
    }
  }

  private static func fixed(_ p: SIMD3<Double>) -> SIMD3<Int64> {
    let q = (p * one).rounded(.toNearestOrEven)
    return SIMD3(Int64(q.x), Int64(q.y), Int64(q.z))
  }

  /// The samples that may lie inside: a superset by a hair, whose positions fit the loops.
  private func range(_ start: SIMD3<Double>, step: SIMD3<Double>, count: Int) -> Range<Int> {
    let hair = 1e-3
    var first = 0.0
    var last = Double(count)
    for axis in 0..<3 {
      let low = lowest[axis] - hair
      let high = end[axis] + hair
      let p = start[axis]
      let d = step[axis]
      if d == 0 || !p.isFinite || !d.isFinite {
        guard p >= low, p <= high else { return 0..<0 }
        continue
      }
      let a = (low - p) / d
      let b = (high - p) / d
      first = max(first, min(a, b).rounded(.down))
      last = min(last, max(a, b).rounded(.up) + 1)
    }
    guard first < last else { return 0..<0 }
    var (lower, upper) = (Int(first), Int(last))
    // Rounding of the quotients is worth a sample on either side.
    while lower < upper, !isClose(start + step * Double(lower), hair: hair) { lower += 1 }
    while upper > lower, !isClose(start + step * Double(upper - 1), hair: hair) { upper -= 1 }
    return lower..<upper
  }

  private func isClose(_ p: SIMD3<Double>, hair: Double) -> Bool {
    all(p .>= lowest - hair) && all(p .<= end + hair)
  }
}
