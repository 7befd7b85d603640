import Geometry
import Reslicing
import Sampling
import VolumeModel

/// Every interpolation in double, one tap after the other, straight from the definitions: the
/// truth that the fast loops are held to.
struct SlowSampler {
  let volume: Volume
  let interpolation: Interpolation
  /// What the taps weigh: voxels with gaps filled, or B-spline coefficients.
  private let samples: [Double]

  init(_ volume: Volume, _ interpolation: Interpolation) {
    (self.volume, self.interpolation) = (volume, interpolation)
    let size = volume.dimensions
    var values: [Double] = []
    for k in 0..<size.slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns { values.append(Self.filled(volume, i, j, k)) }
      }
    }
    if interpolation == .cubic {
      let strides = [1, size.columns, size.voxelsPerSlice]
      for axis in 0..<3 where axis < 2 || volume.geometry.slicePositions == nil {
        for line in 0..<values.count where line / strides[axis] % size.ijk[axis] == 0 {
          Self.solve(&values, from: line, stride: strides[axis], count: size.ijk[axis])
        }
      }
    }
    samples = values
  }

  /// The value at a place; NaN outside and beside invalid voxels.
  func value(at point: PatientPoint) -> Double {
    let place = volume.geometry.voxelPoint(of: point)
    guard case .value = volume.value(at: place) else { return .nan }
    let axes = (0..<3).map { taps(place.coordinates[$0], axis: $0) }
    var sum = 0.0
    for (k, wk) in axes[2] {
      for (j, wj) in axes[1] {
        for (i, wi) in axes[0] { sum += wi * wj * wk * samples[volume.dimensions.offset(i, j, k)] }
      }
    }
    return sum
  }

  private func taps(_ place: Double, axis: Int) -> [(Int, Double)] {
    let size = volume.dimensions.ijk[axis]
    let p = min(max(place, 0), Double(size - 1))
    let linearly = axis == 2 && volume.geometry.slicePositions != nil && interpolation != .nearest
    if interpolation == .nearest { return [(min(Int(p + 0.5), size - 1), 1)] }
    let reach = linearly ? 1 : interpolation.taps / 2
    let cell = Int(p.rounded(.down))
    let near = (cell - reach + 1...cell + reach).map { ($0, kernel(p - Double($0), linearly)) }
    let sum = interpolation.taps > 4 && !linearly ? near.reduce(0) { $0 + $1.1 } : 1
    return near.map { (edge($0.0, size), $0.1 / sum) }
  }

  private func edge(_ at: Int, _ size: Int) -> Int {
    guard interpolation == .cubic, size > 1 else { return min(max(at, 0), size - 1) }
    var at = at
    while at < 0 || at >= size { at = at < 0 ? -at : 2 * (size - 1) - at }
    return at
  }

  private func kernel(_ distance: Double, _ linearly: Bool) -> Double {
    let x = abs(distance)
    switch linearly ? .linear : interpolation {
    case .nearest: return x <= 0.5 ? 1 : 0
    case .linear: return max(0, 1 - x)
    case .catmullRom:
      if x < 1 { return 1.5 * x * x * x - 2.5 * x * x + 1 }
      return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0
    case .cubic:
      if x < 1 { return 2.0 / 3 - x * x + x * x * x / 2 }
      return x < 2 ? (2 - x) * (2 - x) * (2 - x) / 6 : 0
    case .lanczos: return Self.lanczos(x, 3)
    case .lanczos4: return Self.lanczos(x, 4)
    }
  }

  private static func lanczos(_ x: Double, _ lobes: Double) -> Double {
    guard x < lobes else { return 0 }
    if x < 1e-12 { return 1 }
    if abs(x - x.rounded()) < 1e-12 { return 0 }
    return lobes * sine(.pi * x) * sine(.pi * x / lobes) / (.pi * .pi * x * x)
  }

  /// The coefficients c with c[n−1] + 4 c[n] + c[n+1] = 6 s[n], mirrored: Gauss' elimination
  /// of the three diagonals, not the recursion of the loops.
  private static func solve(_ values: inout [Double], from: Int, stride: Int, count: Int) {
    guard count > 1 else { return }
    var upper = [Double](repeating: 0, count: count)
    var right = [Double](repeating: 0, count: count)
    for n in 0..<count {
      let lower = n == 0 ? 0.0 : n == count - 1 ? 2 : 1
      let next = n == count - 1 ? 0.0 : n == 0 ? 2 : 1
      let before = n == 0 ? (0.0, 0.0) : (upper[n - 1], right[n - 1])
      let pivot = 4 - lower * before.0
      upper[n] = next / pivot
      right[n] = (6 * values[from + n * stride] - lower * before.1) / pivot
    }
    for n in (0..<count).reversed() {
      let after = n == count - 1 ? 0 : values[from + (n + 1) * stride]
      values[from + n * stride] = right[n] - upper[n] * after
    }
  }

  /// The voxel, or the closest valid one by millimetres along the axes.
  private static func filled(_ volume: Volume, _ i: Int, _ j: Int, _ k: Int) -> Double {
    if volume.isValid(i, j, k) { return Double(volume[i, j, k]) }
    let (size, step) = (volume.dimensions, volume.geometry.spacing)
    var best = (Double.infinity, 0.0)
    for c in 0..<size.slices {
      for b in 0..<size.rows {
        for a in 0..<size.columns where volume.isValid(a, b, c) {
          let along = SIMD3(Double(abs(a - i)), Double(abs(b - j)), Double(abs(c - k))) * step
          if along.sum() < best.0 { best = (along.sum(), Double(volume[a, b, c])) }
        }
      }
    }
    return best.1
  }
}

/// The sine by its series: the tests need no mathematics library.
func sine(_ x: Double) -> Double {
  let turn = x - (x / (2 * .pi)).rounded() * 2 * .pi
  var (term, sum, n) = (turn, turn, 1.0)
  while abs(term) > 1e-18 {
    term *= -turn * turn / ((n + 1) * (n + 2))
    sum += term
    n += 2
  }
  return sum
}
