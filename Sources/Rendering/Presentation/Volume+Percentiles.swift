import VolumeModel
import WorkScheduling

extension Volume {
  /// Returns two percentiles of the valid, finite voxels, exactly; nil if there are none.
  ///
  /// If both fall on one value (a mask, a picture that is nearly all background), the whole range
  /// is given instead. Exact because a histogram with equal bins fails on outliers: one metal
  /// artefact or one wild value can put everything else into a single bin.
  ///
  /// - Parameters:
  ///   - low: The lower part, 0…1.
  ///   - high: The upper part, 0…1.
  ///   - context: The workers.
  /// - Returns: The range between them, or nil.
  /// - Throws: `WorkCancelled`.
  /// - Complexity: Two passes over the voxels.
  func percentileRange(
    _ low: Double, _ high: Double, context: WorkContext
  ) throws -> ClosedRange<Float>? {
    let coarse = try counts(context) { UInt16(truncatingIfNeeded: $0 >> 16) }
    let total = coarse.reduce(0, +)
    guard total > 0 else { return nil }
    let bounds = try [low, high].map { fraction in
      try quantile(fraction, of: total, coarse: coarse, context: context)
    }
    return bounds[0] < bounds[1] ? bounds[0]...bounds[1] : valueRange
  }

  /// The value at place `fraction`·(n − 1) of the sorted values, linear between neighbours.
  private func quantile(
    _ fraction: Double, of total: Int, coarse: [Int], context: WorkContext
  ) throws -> Float {
    let place = fraction * Double(total - 1)
    let rank = Int(place)
    let lower = try value(atRank: rank, coarse: coarse, context: context)
    let part = Float(place - Double(rank))
    guard part > 0 else { return lower }
    let upper = try value(atRank: rank + 1, coarse: coarse, context: context)
    // Weighed apart: the difference of two finite floats may overflow.
    return lower * (1 - part) + upper * part
  }

  /// The value at a place of the sorted values: radix selection over the keys' halves.
  private func value(
    atRank rank: Int, coarse: [Int], context: WorkContext
  ) throws -> Float {
    let (upper, before) = Self.bin(holding: rank, in: coarse)
    let fine = try counts(context) { key in
      key >> 16 == upper ? UInt16(truncatingIfNeeded: key) : nil
    }
    let (lower, _) = Self.bin(holding: rank - before, in: fine)
    return Self.value(ofKey: UInt32(upper) << 16 | UInt32(lower))
  }

  private static func bin(holding rank: Int, in counts: [Int]) -> (bin: Int, before: Int) {
    var before = 0
    for (bin, count) in counts.enumerated() {
      if before + count > rank { return (bin, before) }
      before += count
    }
    return (counts.count - 1, before)
  }

  /// A number that grows with the value, for all floats.
  @inline(__always)
  private static func key(of value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }

  private static func value(ofKey key: UInt32) -> Float {
    Float(bitPattern: key >> 31 == 1 ? key & ~(1 << 31) : ~key)
  }

  /// Voxels between two looks whether the work was cancelled: some milliseconds.
  private static var voxelsPerCheck: Int { 1 << 20 }

  /// Counts the valid, finite voxels by the bin of their key; nil counts nowhere.
  private func counts(
    _ context: WorkContext, bin: @Sendable (UInt32) -> UInt16?
  ) throws -> [Int] {
    let total = dimensions.voxelCount
    // Few parts, since each has 65536 bins of its own.
    let length = max(1 << 18, (total + 15) / 16)
    let parts = try context.map((total + length - 1) / length) { part in
      var counts = [Int](repeating: 0, count: 1 << 16)
      let end = min(total, (part + 1) * length)
      for start in stride(from: part * length, to: end, by: Self.voxelsPerCheck) {
        try context.check()
        unsafe voxels.withVoxels { all in
          for offset in start..<min(end, start + Self.voxelsPerCheck) {
            let value = unsafe all[offset]
            guard value.isFinite, validity?[offset] ?? true else { continue }
            if let bin = bin(Self.key(of: value)) { counts[Int(bin)] += 1 }
          }
        }
      }
      return counts
    }
    guard var sum = parts.first else { return [] }
    for part in parts.dropFirst() { for bin in sum.indices { sum[bin] += part[bin] } }
    return sum
  }
}
