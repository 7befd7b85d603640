import CKernels
import CVolumes
import VolumeModel
import WorkScheduling

/// Samples at the points of a grid whose axes run along voxel axes: weights are shared by
/// rows, columns and planes, and a whole picture or stack is one sweep over the voxels.
@safe
package struct GridSampler: @unchecked Sendable {
  // Sendable: as `RowSampler`.

  /// Where the sample of places (a, b, c) along i, j and k goes: `first + a·i + b·j + c·k`.
  struct Strides: Sendable {
    let first: Int
    let i: Int
    let j: Int
    let k: Int
  }

  private let source: VolumeSource
  private let size: GridDimensions
  private let loops: SGKernels
  private let i: ResamplingWeights
  private let j: ResamplingWeights
  private let k: ResamplingWeights
  private let strides: Strides

  /// Values above which a target does not fit the caches: 32 MiB.
  private static var streamedCount: Int { 8 << 20 }
  private var isStreamed: Bool { i.count * j.count * k.count > Self.streamedCount }

  /// Lines that are turned at once where the target's fastest axis is not i: four cache lines.
  private static var blockLength: Int { 64 }

  init(
    _ source: VolumeSource, geometry: GridGeometry, i: ResamplingWeights, j: ResamplingWeights,
    k: ResamplingWeights,
    strides: Strides, level: CPULevel
  ) {
    self.source = source
    size = geometry.dimensions
    loops = level.kernels
    self.i = i
    self.j = j
    self.k = k
    self.strides = strides
  }

  /// Whether blocks are runs of places along k, else along j.
  private var blocksAlongK: Bool { strides.k < strides.j }

  private var blocked: ResamplingWeights { blocksAlongK ? k : j }
  private var looped: ResamplingWeights { blocksAlongK ? j : k }
  private var blocksPerLoop: Int {
    (blocked.count + Self.blockLength - 1) / Self.blockLength
  }

  /// Parts that can be filled at the same time.
  package var partCount: Int { looped.count * blocksPerLoop }

  /// Fills one part of the target.
  ///
  /// - Precondition: All strides lead into the target.
  package func fill(part: Int, of target: UnsafeMutablePointer<Float>) {
    let target = unsafe target + strides.first
    let (outer, block) = part.quotientAndRemainder(dividingBy: blocksPerLoop)
    let first = block * Self.blockLength
    let run = first..<min(blocked.count, first + Self.blockLength)
    let width = i.count
    let lines = strides.i == 1 ? 1 : run.count
    defer { if isStreamed { loops.finishStream() } }
    if unsafe turnVoxels(run, outer: outer, target: target) { return }
    unsafe withUnsafeTemporaryAllocation(
      of: Float.self, capacity: (lines + 3) * (width + size.columns + 8)
    ) { scratch in
      guard let base = scratch.baseAddress else { return }
      let rows = unsafe base + lines * width
      if strides.i == 1 {
        for b in run {
          let (bj, bk) = blocksAlongK ? (outer, b) : (b, outer)
          unsafe line(bj, bk: bk, into: target + bj * strides.j + bk * strides.k, scratch: rows)
        }
        return
      }
      for (n, b) in run.enumerated() {
        let (bj, bk) = blocksAlongK ? (outer, b) : (b, outer)
        unsafe line(bj, bk: bk, into: base + n * width, scratch: rows)
      }
      unsafe turn(base, run: run, outer: outer, target: target)
    }
  }

  /// Writes the lines of a block, which run along i, to their places in the target.
  private func turn(
    _ lines: UnsafeMutablePointer<Float>, run: Range<Int>, outer: Int,
    target: UnsafeMutablePointer<Float>
  ) {
    let along = blocksAlongK ? strides.k : strides.j
    let across = blocksAlongK ? strides.j : strides.k
    let corner = unsafe target + outer * across + run.lowerBound * along
    if along == 1 {
      unsafe loops.transpose(
        corner, Int64(strides.i), lines, Int64(i.count), Int64(run.count), Int64(i.count),
        isStreamed ? 1 : 0)
      return
    }
    for n in 0..<run.count {
      for a in 0..<i.count {
        unsafe corner[n * along + a * strides.i] = lines[n * i.count + a]
      }
    }
  }

  /// Turns voxels themselves, where a block is nothing else; returns whether it was.
  private func turnVoxels(
    _ run: Range<Int>, outer: Int, target: UnsafeMutablePointer<Float>
  ) -> Bool {
    let whole = 0..<blocked.count
    guard strides.i != 1, i.isRun, i.inside == 0..<i.count, blocked.inside == whole,
      source.holdsFloats, source.validity == nil, looped.inside.contains(outer),
      let way = blocked.isRun ? 1 : blocked.isReversedRun ? -1 : nil,
      let start = unsafe copied(
        blocksAlongK ? outer - j.inside.lowerBound : run.lowerBound,
        nk: blocksAlongK ? run.lowerBound : outer - k.inside.lowerBound, needed: i.voxels),
      (blocksAlongK ? strides.k : strides.j) == 1
    else { return false }
    let across = blocksAlongK ? strides.j : strides.k
    let stride = way * (blocksAlongK ? source.sliceStride : size.columns)
    unsafe loops.transpose(
      target + outer * across + run.lowerBound, Int64(strides.i), start, Int64(stride),
      Int64(run.count), Int64(i.count), isStreamed ? 1 : 0)
    return true
  }

  /// Computes the samples of all places along i at one place along j and k.
  private func line(
    _ bj: Int, bk: Int, into line: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe line.update(repeating: .nan, count: i.inside.lowerBound)
    guard j.inside.contains(bj), k.inside.contains(bk), !i.inside.isEmpty else {
      unsafe line.update(repeating: .nan, count: i.count)
      return
    }
    unsafe (line + i.inside.upperBound).update(
      repeating: .nan, count: i.count - i.inside.upperBound)
    let nj = bj - j.inside.lowerBound
    let nk = bk - k.inside.lowerBound
    let needed = i.voxels
    let values = unsafe line + i.inside.lowerBound
    let isDirect = i.isRun && !(isStreamed && strides.i == 1)
    let row =
      unsafe source.holdsFloats
      ? copied(nj, nk: nk, needed: needed)
        ?? blend(nj, nk: nk, needed: needed, scratch: scratch)
      : converted(
        nj, nk: nk, needed: needed, scratch: scratch, target: isDirect ? values : scratch)
    if i.isRun {
      if isStreamed, strides.i == 1 {
        unsafe loops.streamRow(values, row, Int64(i.inside.count))
      } else if unsafe row != UnsafePointer(values) {
        unsafe values.update(from: row, count: i.inside.count)
      }
    } else {
      unsafe resample(row - needed.lowerBound, values: values)
    }
    if let validity = source.validity {
      unsafe mark(nj, nk: nk, validity: validity, values: values)
    }
  }

  private func resample(_ row: UnsafePointer<Float>, values: UnsafeMutablePointer<Float>) {
    unsafe i.first.withUnsafeBufferPointer { first in
      unsafe i.weights.withUnsafeBufferPointer { weights in
        guard let first = first.baseAddress, let weights = weights.baseAddress else { return }
        // SAFETY: `row` holds the voxels that the taps need, counted from voxel 0.
        unsafe loops.resampleRow(
          values, row, first, weights, Int32(i.taps), Int64(i.inside.count))
      }
    }
  }

  /// The first voxel of a row.
  private func row(_ j: Int, _ k: Int) -> UnsafePointer<Float> {
    unsafe source.forLoops.voxels + (k * source.sliceStride + j * size.columns)
  }

  /// Returns the voxels `needed` of the row at a place that lies on voxels.
  private func copied(_ nj: Int, nk: Int, needed: Range<Int>) -> UnsafePointer<Float>? {
    guard j.taps == 1, k.taps == 1, j.weights[nj] == 1, k.weights[nk] == 1 else { return nil }
    return unsafe row(Int(j.first[nj]), Int(k.first[nk])) + needed.lowerBound
  }

  /// Returns the voxels `needed` of a row that is made of the rows around a place along j
  /// and k.
  private func blend(
    _ nj: Int, nk: Int, needed: Range<Int>, scratch: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let jTaps = j.used[nj]
    let kTaps = k.used[nk]
    func rows(_ voxelK: Int) -> [UnsafePointer<Float>?] {
      unsafe jTaps.map { unsafe row($0.voxel, voxelK) + needed.lowerBound }
    }
    func sum(
      _ rows: [UnsafePointer<Float>?], weights: [Float], slot: Int
    ) -> UnsafePointer<Float>? {
      if unsafe rows.count == 1, weights[0] == 1 { return unsafe rows[0] }
      // SAFETY: the scratch has three slots of a row of voxels.
      let result = unsafe scratch + slot * needed.count
      unsafe loops.blendRows(result, rows, weights, Int32(rows.count), Int64(needed.count))
      return unsafe UnsafePointer(result)
    }
    if jTaps.count == 2, kTaps.count == 2 {
      // By far the most frequent case: without an array.
      let first = needed.lowerBound
      unsafe loops.blendFour(
        scratch, row(jTaps[0].voxel, kTaps[0].voxel) + first,
        row(jTaps[1].voxel, kTaps[0].voxel) + first,
        row(jTaps[0].voxel, kTaps[1].voxel) + first,
        row(jTaps[1].voxel, kTaps[1].voxel) + first, jTaps[1].weight, kTaps[1].weight,
        Int64(needed.count))
      return unsafe UnsafePointer(scratch)
    }
    let result: UnsafePointer<Float>?
    if jTaps.count <= 2, kTaps.count <= 2 {
      // Nested, so that a constant stays what it is.
      let jWeights = jTaps.map(\.weight)
      let parts: [UnsafePointer<Float>?] = unsafe kTaps.enumerated().map { n, tap in
        unsafe sum(rows(tap.voxel), weights: jWeights, slot: n + 1)
      }
      unsafe result = sum(parts, weights: kTaps.map(\.weight), slot: 0)
    } else {
      let all = unsafe kTaps.flatMap { unsafe rows($0.voxel) }
      let weights = kTaps.flatMap { kTap in jTaps.map { $0.weight * kTap.weight } }
      unsafe result = sum(all, weights: weights, slot: 0)
    }
    guard let result = unsafe result else { preconditionFailure("a place inside has taps") }
    return unsafe result
  }

  /// Returns the same row of voxels that are words, in `target` or in the scratch.
  ///
  /// Sums are formed in the order in which they are of floats.
  private func converted(
    _ nj: Int, nk: Int, needed: Range<Int>, scratch: UnsafeMutablePointer<Float>,
    target: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let jTaps = j.used[nj]
    let kTaps = k.used[nk]
    guard jTaps.count <= 2, kTaps.count <= 2 else {
      unsafe sum(jTaps, kTaps: kTaps[...], needed: needed, into: target) { $0.weight * $1.weight }
      return unsafe UnsafePointer(target)
    }
    // Nested, so that a constant stays what it is.
    guard kTaps.count == 2 else {
      unsafe sum(jTaps, kTaps: kTaps[...], needed: needed, into: target) { j, _ in j.weight }
      return unsafe UnsafePointer(target)
    }
    for n in 0..<2 {
      let part = unsafe scratch + (n + 1) * needed.count
      unsafe sum(jTaps, kTaps: kTaps[n...n], needed: needed, into: part) { j, _ in j.weight }
    }
    // SAFETY: two rows, two weights.
    unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: 2) { rows in
      unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: 2) { weights in
        for n in 0..<2 {
          unsafe rows.initializeElement(
            at: n, to: UnsafePointer(scratch + (n + 1) * needed.count))
          unsafe weights.initializeElement(at: n, to: kTaps[n].weight)
        }
        unsafe loops.blendRows(
          target, rows.baseAddress, weights.baseAddress, 2, Int64(needed.count))
      }
    }
    return unsafe UnsafePointer(target)
  }

  /// Adds up rows of words around a place along j and k; without an array, for there are many rows.
  private func sum(
    _ jTaps: [ResamplingWeights.Tap], kTaps: ArraySlice<ResamplingWeights.Tap>,
    needed: Range<Int>, into result: UnsafeMutablePointer<Float>,
    weight: (_ j: ResamplingWeights.Tap, _ k: ResamplingWeights.Tap) -> Float
  ) {
    let count = jTaps.count * kTaps.count
    // SAFETY: the rows lie in the volume, and there is room for one; each of three lists has its length.
    unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: count) { first in
      unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { slices in
        unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { weights in
          var n = 0
          for kTap in kTaps {
            for jTap in jTaps {
              let row = kTap.voxel * source.sliceStride + jTap.voxel * size.columns
              unsafe first.initializeElement(at: n, to: Int64(row + needed.lowerBound))
              unsafe slices.initializeElement(at: n, to: Int32(kTap.voxel))
              unsafe weights.initializeElement(at: n, to: weight(jTap, kTap))
              n += 1
            }
          }
          unsafe withUnsafePointer(to: source.forLoops) { volume in
            unsafe loops.blendVoxels(
              volume, first.baseAddress, slices.baseAddress, weights.baseAddress, Int32(count),
              Int64(needed.count), result)
          }
        }
      }
    }
  }

  /// Makes samples NaN in whose linear cell an invalid voxel has weight.
  private func mark(
    _ nj: Int, nk: Int, validity: ValidityLookup, values: UnsafeMutablePointer<Float>
  ) {
    for voxelK in Set([k.low[nk], k.high[nk]]) {
      for voxelJ in Set([j.low[nj], j.high[nj]]) {
        let voxelJ = Int(voxelJ)
        let voxelK = Int(voxelK)
        guard validity.rowContainsInvalid(voxelJ, voxelK) else { continue }
        for n in 0..<i.inside.count
        where !validity.isValid(Int(i.low[n]), voxelJ, voxelK)
          || !validity.isValid(Int(i.high[n]), voxelJ, voxelK)
        {
          unsafe values[n] = .nan
        }
      }
    }
  }
}
