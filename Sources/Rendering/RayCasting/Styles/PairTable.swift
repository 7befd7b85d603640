import CRayKernels
import WorkScheduling

/// Colour and opacity of ways between two values, for one length of the ways.
struct PairTable: Sendable {
  /// Intervals between the values that have entries.
  static var intervals: Int { 512 }

  /// What a way from value f to value b gathers, at f · (intervals + 1) + b: red, green and blue times
  /// opacity, and opacity.
  let entries: [SIMD4<Float>]
  /// The same of ways so thin that nothing in them weakens anything: red, green and blue times optical
  /// depth, and optical depth.
  let thinEntries: [SIMD4<Float>]
  /// For each value, from the lowest on, whether a way that comes close to it may be seen.
  let visible: [Float]

  /// The memory that the table takes.
  var byteCount: Int { 32 * entries.count + 4 * visible.count }

  /// What lies between two neighbouring values.
  private struct Piece: Sendable {
    /// The mean optical depth of a way, and the colour that it has.
    var depth = 0.0
    var color = SIMD3<Double>.zero
  }

  /// - Parameters:
  ///   - function: A checked function over modality values.
  ///   - domain: The values that have entries.
  ///   - units: The length of a way, in units of opacity.
  ///   - kernels: The innermost loops.
  ///   - context: The workers.
  /// - Throws: `WorkCancelled`.
  init(
    _ function: TransferFunction, domain: ClosedRange<Double>, units: Double, kernels: SRKernels,
    context: WorkContext
  ) throws {
    let count = Self.intervals
    let width = (domain.upperBound - domain.lowerBound) / Double(count)
    let pieces = (0..<count).map { n in
      Self.piece(function, from: domain.lowerBound + Double(n) * width, width: width, units: units)
    }
    let points = (0...count).map { n in
      Self.piece(function, from: domain.lowerBound + Double(n) * width, width: 0, units: units)
    }
    // Ways over so many pieces, upwards and downwards: lists of their own.
    let ways = try context.map(count + 1) { length in
      Self.ways(over: length, of: pieces, points: points, kernels: kernels)
    }
    var entries = [SIMD4<Float>](repeating: .zero, count: (count + 1) * (count + 1))
    for (length, ways) in ways.enumerated() {
      for low in 0...count - length {
        let high = low + length
        entries[low * (count + 1) + high] = ways.up[low]
        entries[high * (count + 1) + low] = ways.down[low]
      }
    }
    self.entries = entries
    thinEntries = Self.thinWays(of: pieces, points: points)
    visible = (0...count).map { n in
      let around = [points[n]] + pieces[max(n - 1, 0)...min(n, count - 1)]
      return around.contains { $0.depth > 0 } ? 1 : 0
    }
  }

  /// The ways from each value to the one so many pieces above it, and back.
  private struct Ways: Sendable {
    let up: [SIMD4<Float>]
    let down: [SIMD4<Float>]
  }

  private static func ways(
    over length: Int, of pieces: [Piece], points: [Piece], kernels: SRKernels
  ) -> Ways {
    guard length > 0 else {
      let ways = points.map { SIMD4<Float>(gathered($0, part: 1)) }
      return Ways(up: ways, down: ways)
    }
    let parts = pieces.map { gathered($0, part: 1 / Double(length)) }
    // Four rows, each with room for a vector that begins at the last piece.
    let rows = (0..<4).flatMap { n in parts.map { $0[n] } + [Double](repeating: 0, count: 8) }
    let lists = [Int32(0), 1].map { isBack in
      unsafe [SIMD4<Float>](unsafeUninitializedCapacity: pieces.count - length + 1) { out, filled in
        // SAFETY: there are as many ways as there is room for, and four rows of pieces.
        unsafe rows.withUnsafeBufferPointer { rows in
          unsafe kernels.gatherWays(
            rows.baseAddress, Int64(pieces.count), Int64(length), isBack,
            UnsafeMutableRawPointer(out.baseAddress)?.assumingMemoryBound(to: Float.self))
        }
        filled = pieces.count - length + 1
      }
    }
    return Ways(up: lists[0], down: lists[1])
  }

  /// The ways between all values, so thin that nothing in them weakens anything.
  private static func thinWays(of pieces: [Piece], points: [Piece]) -> [SIMD4<Float>] {
    func thin(_ piece: Piece) -> SIMD4<Double> { SIMD4(piece.color * piece.depth, piece.depth) }
    var sums = [SIMD4<Double>.zero]
    for piece in pieces { sums.append(sums[sums.count - 1] + thin(piece)) }
    return sums.indices.flatMap { front in
      sums.indices.map { back in
        guard front != back else { return SIMD4<Float>(thin(points[front])) }
        return SIMD4<Float>((sums[back] - sums[front]) / Double(back - front))
      }
    }
  }

  /// What part of a piece's depth gathers: red, green and blue times opacity, and opacity.
  private static func gathered(_ piece: Piece, part: Double) -> SIMD4<Double> {
    let opacity = 1 - StyleTables.exponential(-piece.depth * part)
    return SIMD4(piece.color * opacity, opacity)
  }

  /// The mean of the values from one on: of 16 places, or of that value alone.
  private static func piece(
    _ function: TransferFunction, from value: Double, width: Double, units: Double
  ) -> Piece {
    let places = width > 0 ? 16 : 1
    var piece = Piece()
    for place in 0..<places {
      let value = value + width * (Double(place) + 0.5) / Double(places)
      let depth = -StyleTables.logarithm(max(1 - function.opacity(of: value), 1e-30)) * units
      guard depth > 0 else { continue }
      piece.depth += depth
      piece.color += function.color(of: value) * depth
    }
    if piece.depth > 0 { piece.color /= piece.depth }
    piece.depth /= Double(places)
    return piece
  }
}
