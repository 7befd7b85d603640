import VolumeModel

/// The taps and weights of equally spaced places along one voxel axis.
///
/// Taps beyond the volume are folded onto those voxels whose values they take, so that all
/// taps are voxels.
package struct ResamplingWeights: Sendable {
  /// Places, inside the volume or not.
  package let count: Int
  /// The places inside.
  package let inside: Range<Int>
  /// Taps of each place.
  let taps: Int
  /// The first tap's voxel, for the places inside, counted from `inside.lowerBound`.
  let first: [Int32]
  /// `taps` weights for each place inside.
  let weights: [Float]
  /// The taps of each place inside whose weight is not 0.
  let used: [[Tap]]
  /// Whether the samples are consecutive voxels as they are.
  let isRun: Bool
  /// Whether they are so in falling order.
  let isReversedRun: Bool
  /// The voxels of the linear cell that have weight: one if `low` equals `high`.
  let low: [Int32]
  let high: [Int32]

  /// Voxels that any place inside needs.
  let voxels: Range<Int>

  struct Tap: Sendable {
    let voxel: Int
    let weight: Float
  }

  /// The places along an axis.
  package struct Places: Sendable {
    /// The continuous index of the first place (for an irregular stack among evenly spaced
    /// slices).
    package var start: Double
    /// From a place to the next one.
    package var step: Double
    /// How many.
    package var count: Int
    /// The number of the first place, which counts as 0 here, from ``start``.
    package var first: Int

    package init(start: Double, step: Double, count: Int, first: Int = 0) {
      self.start = start
      self.step = step
      self.count = count
      self.first = first
    }

    /// The same places in the opposite order.
    var reversed: Places {
      Places(start: start + step * Double(first + count - 1), step: -step, count: count)
    }

    func place(_ n: Int) -> Double {
      // As the loops do: to 2⁻³¹ voxel.
      ((start + step * Double(first + n)) * 0x1p31).rounded(.toNearestOrEven) * 0x1p-31
    }
  }

  /// Builds a table.
  ///
  /// - Parameters:
  ///   - places: Where to sample.
  ///   - size: Voxels along the axis.
  ///   - interpolation: The kernel.
  ///   - slices: The map of an irregular stack, along its third axis.
  ///   - kernelScale: At least 1: the width of the kernel in voxels per its own unit, against
  ///     aliasing.
  package init(
    _ places: Places, size: Int, interpolation: Interpolation, slices: SliceMap? = nil,
    kernelScale: Double = 1
  ) {
    let bounds = slices?.bounds ?? -0.5..<Double(size) - 0.5
    count = places.count
    inside = Self.inside(places, bounds: bounds)
    let kernel =
      slices != nil && interpolation.isWide ? Interpolation.linear : interpolation
    let border = kernel == .cubic ? FoldedTaps.Border.mirror : .clamp
    var folded: [FoldedTaps] = []
    var (low, high): ([Int32], [Int32]) = ([], [])
    for n in inside {
      let place = slices?.slice(at: places.place(n)) ?? places.place(n)
      let cell = LinearCell(place, count: size)
      low.append(Int32(cell.lower))
      high.append(Int32(cell.fraction > 0 ? cell.lower + 1 : cell.lower))
      folded.append(
        FoldedTaps(
          cell, place: place, size: size, kernel: KernelWeights(kernel), border: border,
          kernelScale: kernelScale))
    }
    self.low = low
    self.high = high
    taps = folded.map(\.weights.count).max() ?? 1
    first = folded.map { [taps] in Int32(max(0, min($0.first, size - taps))) }
    weights = folded.flatMap { [taps] in $0.padded(to: taps, size: size) }
    used = folded.map(\.used)
    voxels = Int(first.min() ?? 0)..<Int(first.max() ?? 0) + taps
    let copies = taps == 1 && weights.allSatisfy { $0 == 1 }
    let steps = Set(zip(first, first.dropFirst()).map { $1 - $0 })
    isRun = copies && steps.isSubset(of: [1])
    isReversedRun = copies && steps == [-1]
  }

  private static func inside(_ places: Places, bounds: Range<Double>) -> Range<Int> {
    let all = 0..<places.count
    guard let first = all.first(where: { bounds.contains(places.place($0)) }),
      let last = all.last(where: { bounds.contains(places.place($0)) })
    else { return 0..<0 }
    return first..<last + 1
  }
}

/// The weights of one place, as few as it needs.
struct FoldedTaps {
  enum Border {
    case clamp
    case mirror
  }

  private(set) var first: Int
  private(set) var weights: [Float]

  init(
    _ cell: LinearCell, place: Double, size: Int, kernel: KernelWeights, border: Border,
    kernelScale: Double
  ) {
    let (start, raw) = kernel.taps(of: cell, place: place, size: size, kernelScale: kernelScale)
    let isInside = start >= 0 && start + raw.count <= size
    let (least, sums) =
      isInside ? (start, raw) : Self.folded(raw, from: start, size: size, border: border)
    guard let front = sums.firstIndex(where: { $0 != 0 }),
      let back = sums.lastIndex(where: { $0 != 0 })
    else {
      first = cell.lower
      weights = [0]
      return
    }
    first = least + front
    weights = sums[front...back].map { $0 == 0 ? 0 : Float($0) }
  }

  /// Adds weights beyond the volume to those of the voxels whose values they take.
  private static func folded(
    _ raw: [Double], from start: Int, size: Int, border: Border
  ) -> (first: Int, sums: [Double]) {
    let voxels = raw.indices.map { voxel(start + $0, size: size, border: border) }
    let least = voxels.min() ?? 0
    var sums = [Double](repeating: 0, count: (voxels.max() ?? least) - least + 1)
    for (voxel, weight) in zip(voxels, raw) where weight != 0 { sums[voxel - least] += weight }
    return (least, sums)
  }

  /// The taps whose weight is not 0.
  var used: [ResamplingWeights.Tap] {
    weights.enumerated().compactMap { n, weight in
      weight == 0 ? nil : ResamplingWeights.Tap(voxel: first + n, weight: weight)
    }
  }

  /// The weights among `taps` voxels, of which the first is moved to keep them in the volume.
  func padded(to taps: Int, size: Int) -> [Float] {
    let shift = first - max(0, min(first, size - taps))
    let front = [Float](repeating: 0, count: shift)
    return front + weights + [Float](repeating: 0, count: taps - shift - weights.count)
  }

  private static func voxel(_ tap: Int, size: Int, border: Border) -> Int {
    if border == .clamp || size == 1 { return min(max(tap, 0), size - 1) }
    let period = 2 * (size - 1)
    let at = ((tap % period) + period) % period
    return at < size ? at : period - at
  }
}

extension KernelWeights {
  /// Returns the first tap and all weights for a place; stretched kernels have as many taps
  /// as they cover voxels, with weights that add up to 1.
  func taps(
    of cell: LinearCell, place: Double, size: Int, kernelScale: Double
  ) -> (first: Int, weights: [Double]) {
    guard kernelScale > 1 else {
      if interpolation == .nearest {
        return (cell.fraction >= 0.5 ? cell.lower + 1 : cell.lower, [1])
      }
      return (cell.lower - (interpolation.taps / 2 - 1), weights(at: cell.fraction))
    }
    let center = min(max(place, 0), Double(size - 1))
    let reach = max(Double(interpolation.taps) / 2, 0.5) * kernelScale
    let first = Int((center - reach).rounded(.up)), last = Int((center + reach).rounded(.down))
    let raw = (first...max(first, last)).map { value(at: (Double($0) - center) / kernelScale) }
    let sum = raw.reduce(0, +)
    return (first, raw.map { $0 / sum })
  }

  /// The kernel itself at a distance from its centre.
  private func value(at distance: Double) -> Double {
    let x = abs(distance)
    if interpolation == .nearest { return x < 0.5 ? 1 : x == 0.5 ? 0.5 : 0 }
    let reach = interpolation.taps / 2
    guard x < Double(reach) else { return 0 }
    let whole = x.rounded(.down)
    // At fraction x − whole, the tap `whole` before the cell's first voxel is this far away.
    return weights(at: x - whole)[reach - 1 - Int(whole)]
  }
}
