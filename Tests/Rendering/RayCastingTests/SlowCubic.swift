import Geometry
import RayCasting
import VolumeModel

/// The field of a cubic kernel by its definition, in double precision.
struct SlowCubic {
  let size: SIMD3<Int>
  /// Voxels, or the coefficients of the B-spline.
  private var taps: [Double]
  private let isSpline: Bool
  private let isMirrored: Bool
  private let positions: [Double]?

  init(_ volume: Volume, _ interpolation: RayInterpolation) {
    let size = SIMD3(volume.dimensions.columns, volume.dimensions.rows, volume.dimensions.slices)
    self.size = size
    isSpline = interpolation != .catmullRom
    isMirrored = interpolation == .cubic
    positions = volume.geometry.slicePositions
    taps = (0..<size.z).flatMap { k in
      (0..<size.y).flatMap { j in (0..<size.x).map { i in Double(volume[i, j, k]) } }
    }
    guard interpolation == .cubic else { return }
    for axis in 0..<(positions == nil ? 3 : 2) { solve(along: axis) }
  }

  private func offset(_ p: SIMD3<Int>) -> Int { (p.z * size.y + p.y) * size.x + p.x }

  /// Solves (c[n − 1] + 4 c[n] + c[n + 1]) / 6 = v[n] with mirrored ends, line by line, by repetition.
  private mutating func solve(along axis: Int) {
    let (a, b) = ((axis + 1) % 3, (axis + 2) % 3)
    for y in 0..<size[b] {
      for x in 0..<size[a] {
        let places = (0..<size[axis]).map { n in
          var p = SIMD3(0, 0, 0)
          (p[axis], p[a], p[b]) = (n, x, y)
          return offset(p)
        }
        let values = places.map { taps[$0] }
        var c = values
        let last = c.count - 1
        guard last > 0 else { continue }
        for _ in 0..<60 {
          for n in 0...last {
            let before = c[n == 0 ? 1 : n - 1], behind = c[n == last ? last - 1 : n + 1]
            c[n] = (6 * values[n] - before - behind) / 4
          }
        }
        for (place, value) in zip(places, c) { taps[place] = value }
      }
    }
  }

  private func weight(_ x: Double) -> Double {
    let x = abs(x)
    if x >= 2 { return 0 }
    if isSpline {
      return x < 1 ? 2.0 / 3 - x * x + x * x * x / 2 : (2 - x) * (2 - x) * (2 - x) / 6
    }
    return x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2
  }

  /// The value at a place in voxels (along k in slices), held beyond the outermost centres.
  func value(at place: SIMD3<Double>) -> Double {
    let sides = (0..<3).map { axis -> [(Int, Double)] in
      let last = size[axis] - 1
      let p = min(max(place[axis], 0), Double(last))
      let cell = min(Int(p), max(last - 1, 0))
      if axis == 2, positions != nil {
        return [(cell, 1 - p + Double(cell)), (min(cell + 1, last), p - Double(cell))]
      }
      return (cell - 1...cell + 2).map { n in
        let mirrored = n < 0 ? -n : n > last ? 2 * last - n : n
        let at = isMirrored ? min(max(mirrored, 0), last) : min(max(n, 0), last)
        return (at, weight(p - Double(n)))
      }
    }
    var sum = 0.0
    for (k, c) in sides[2] {
      for (j, b) in sides[1] {
        for (i, a) in sides[0] { sum += a * b * c * taps[offset(SIMD3(i, j, k))] }
      }
    }
    return sum
  }
}
