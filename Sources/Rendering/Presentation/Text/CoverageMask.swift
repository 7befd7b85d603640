/// How much of each pixel of a small rectangle is covered by ink.
struct CoverageMask: Sendable {
  /// The column and row of the top left pixel in the picture.
  var origin: SIMD2<Int>
  let width: Int
  let height: Int
  /// 0 (no ink) … 1 (all ink), row by row.
  private(set) var coverage: [Float]

  init(origin: SIMD2<Int>, width: Int, height: Int, coverage: [Float]? = nil) {
    self.origin = origin
    self.width = max(0, width)
    self.height = max(0, height)
    self.coverage = coverage ?? [Float](repeating: 0, count: self.width * self.height)
  }

  /// Covers the inside of closed polygons exactly: by the area of the polygon in each pixel.
  ///
  /// Corners are in pixels, with pixel (0, 0) from 0 to 1; y down. Inside and outside are told by the direction of contours, as fonts have it: holes run the
  /// other way round. Overlapping contours of one direction are united.
  init(polygons: [[SIMD2<Double>]]) {
    let corners = polygons.joined()
    let lower = corners.reduce(SIMD2(repeating: Double.infinity)) { pointwiseMin($0, $1) }
    let upper = corners.reduce(SIMD2(repeating: -Double.infinity)) { pointwiseMax($0, $1) }
    // Also empty: what is not finite, or farther away than any picture reaches.
    let isNear = [lower.x, lower.y, upper.x, upper.y].allSatisfy { abs($0) < 1e7 }
    guard isNear, upper.x >= lower.x else {
      self.init(origin: .zero, width: 0, height: 0)
      return
    }
    let first = SIMD2(Int(lower.x.rounded(.down)), Int(lower.y.rounded(.down)))
    let width = Int(upper.x.rounded(.up)) - first.x
    let height = Int(upper.y.rounded(.up)) - first.y
    self.init(origin: first, width: width, height: height)
    let shift = SIMD2(Double(first.x), Double(first.y))
    var area = AreaAccumulator(width: self.width, height: self.height)
    for polygon in polygons where polygon.count > 2 {
      for (a, b) in zip(polygon, polygon.dropFirst() + [polygon[0]]) {
        area.add(from: a - shift, to: b - shift)
      }
    }
    coverage = area.coverage()
  }

  subscript(column: Int, row: Int) -> Float {
    guard column >= 0, column < width, row >= 0, row < height else { return 0 }
    return coverage[row * width + column]
  }

  /// The same ink grown by a radius in pixels, with soft edges: what surrounds letters.
  func grown(by radius: Double) -> CoverageMask {
    let reach = Int(radius.rounded(.up))
    var result = CoverageMask(
      origin: origin &- SIMD2(reach, reach), width: width + 2 * reach, height: height + 2 * reach)
    let brush = Self.brush(radius, reach: reach)
    for row in 0..<height {
      for column in 0..<width {
        let ink = coverage[row * width + column]
        guard ink > 0 else { continue }
        for (offset, strength) in brush {
          let place = (row + reach + offset.y) * result.width + column + reach + offset.x
          result.coverage[place] = max(result.coverage[place], ink * strength)
        }
      }
    }
    return result
  }

  /// The pixels of a disc, and how much of each it covers, about.
  private static func brush(_ radius: Double, reach: Int) -> [(SIMD2<Int>, Float)] {
    (-reach...reach).flatMap { y in
      (-reach...reach).compactMap { x -> (SIMD2<Int>, Float)? in
        let strength = min(1, radius + 0.5 - Double(x * x + y * y).squareRoot())
        return strength > 0 ? (SIMD2(x, y), Float(strength)) : nil
      }
    }
  }
}

/// Sums the signed areas that the lines of polygons cut from pixels.
///
/// A line changes the coverage of the pixels it crosses and of all to their right. Noted are
/// only the changes from pixel to pixel; the sum along a row then is the coverage.
private struct AreaAccumulator {
  let width: Int
  let height: Int
  private var changes: [Double]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    // One more column, for what leaves at the right.
    changes = [Double](repeating: 0, count: (width + 1) * height)
  }

  mutating func add(from a: SIMD2<Double>, to b: SIMD2<Double>) {
    guard a.y != b.y else { return }
    let sign: Double = a.y < b.y ? 1 : -1
    let (top, bottom) = a.y < b.y ? (a, b) : (b, a)
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    for row in max(0, Int(top.y))..<min(height, Int(bottom.y.rounded(.up))) {
      let from = max(top.y, Double(row)), to = min(bottom.y, Double(row + 1))
      guard to > from else { continue }
      let x0 = top.x + (from - top.y) * slope
      let x1 = top.x + (to - top.y) * slope
      addPiece(row: row, from: min(x0, x1), to: max(x0, x1), height: (to - from) * sign)
    }
  }

  /// A piece of a line inside one row, from `left` to `right`, `height` high.
  private mutating func addPiece(
    row: Int, from left: Double, to right: Double, height: Double
  ) {
    let first = max(0, Int(left))
    let last = min(width - 1, max(first, Int(right.rounded(.up)) - 1))
    guard first < width else { return }
    var covered = 0.0
    for column in first...last {
      let total = height * Self.covered(of: Double(column), left, right)
      changes[row * (width + 1) + column] += total - covered
      covered = total
    }
    changes[row * (width + 1) + last + 1] += height - covered
  }

  /// The part of a pixel, by area and for height 1, that lies right of a line from `left` to
  /// `right`.
  private static func covered(of column: Double, _ left: Double, _ right: Double) -> Double {
    // The integral of the line's part left of x, from the pixel's left to its right side.
    func integral(_ x: Double) -> Double {
      if x <= left { return 0 }
      if x >= right { return x - (left + right) / 2 }
      return (x - left) * (x - left) / (2 * (right - left))
    }
    return integral(column + 1) - integral(column)
  }

  /// 0…1 for each pixel.
  func coverage() -> [Float] {
    var result = [Float](repeating: 0, count: width * height)
    for row in 0..<height {
      var sum = 0.0
      for column in 0..<width {
        sum += changes[row * (width + 1) + column]
        result[row * width + column] = Float(min(1, abs(sum)))
      }
    }
    return result
  }
}
