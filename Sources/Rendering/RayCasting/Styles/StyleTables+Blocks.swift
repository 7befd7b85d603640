import CRayKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension StyleTables {
  /// Which blocks hold anything that is seen, as distances to the closest such block.
  static func distances(
    of style: RenderStyle, blocks: ValueBlocks, opacities: [Float], start: Double, scale: Double,
    kernels: SRKernels
  ) -> [UInt8] {
    let isVisible: (Float, Float) -> Bool
    switch style.mode {
    case .isosurface(let value, _):
      let reached = Float(value)
      isVisible = { _, highest in highest >= reached }
    case .composite:
      let next = nextVisible(opacities)
      isVisible = { lowest, highest in
        guard lowest <= highest else { return false }
        // An entry to either side for the rounding of places in the table, before they are cut to
        // it: a block of values far below the table shows its first entry alone.
        let top = opacities.count - 1
        let first = entry(place(of: lowest, start: start, scale: scale) - 1, top: top)
        let last = entry(place(of: highest, start: start, scale: scale) + 2, top: top)
        return next[first] <= last
      }
    }
    var distances = zip(blocks.lowest, blocks.highest).map { lowest, highest in
      isVisible(lowest, highest) ? UInt8(0) : UInt8(SR_FARTHEST)
    }
    spread(&distances, count: blocks.count, kernels: kernels)
    return distances
  }

  /// For each entry the first one from there on that is not transparent.
  private static func nextVisible(_ opacities: [Float]) -> [Int] {
    var next = [Int](repeating: .max, count: opacities.count)
    for entry in opacities.indices.reversed() {
      next[entry] =
        opacities[entry] > 0 ? entry : entry + 1 < next.count ? next[entry + 1] : .max
    }
    return next
  }

  private static func place(of value: Float, start: Double, scale: Double) -> Double {
    (Double(value) - start) * scale
  }

  private static func entry(_ place: Double, top: Int) -> Int {
    place.isNaN ? 0 : Int(min(max(place, 0), Double(top)))
  }

  /// Turns visible (0) and invisible (`SR_FARTHEST`) blocks into distances.
  static func spread(
    _ distances: inout [UInt8], count: SIMD3<Int>, kernels: SRKernels
  ) {
    let blocks = [Int64(count.x), Int64(count.y), Int64(count.z)]
    var scratch = distances
    // SAFETY: both arrays hold a byte for each block.
    unsafe blocks.withUnsafeBufferPointer { blocks in
      unsafe distances.withUnsafeMutableBufferPointer { distances in
        unsafe scratch.withUnsafeMutableBufferPointer { scratch in
          unsafe kernels.spreadDistances(
            blocks.baseAddress, distances.baseAddress, scratch.baseAddress)
        }
      }
    }
  }

  static func power(_ base: Double, of exponent: Double) -> Double { pow(base, exponent) }

  static func exponential(_ x: Double) -> Double { exp(x) }

  static func logarithm(_ x: Double) -> Double { log(x) }
}
