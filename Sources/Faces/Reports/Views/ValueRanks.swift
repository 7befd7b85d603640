import WorkScheduling

/// Which of many finite values is the n-th smallest, without sorting them.
struct ValueRanks {
  private let images: [[Float]]
  /// How many values have each upper half of a key.
  private let counts: [Int]
  /// How many finite values there are.
  let count: Int

  /// Counts the values of images; asks between images whether to go on.
  init(_ images: [[Float]], context: WorkContext) throws(WorkCancelled) {
    self.images = images
    var counts = [Int](repeating: 0, count: 1 << 16)
    for values in images {
      try context.check()
      for value in values where value.isFinite { counts[Int(Self.key(of: value) >> 16)] += 1 }
    }
    self.counts = counts
    count = counts.reduce(0, +)
  }

  /// The value of a rank, from 0, below ``count``.
  func value(_ rank: Int, context: WorkContext) throws(WorkCancelled) -> Float {
    var rank = rank
    let upper = Self.place(of: &rank, in: counts)
    var lower = [Int](repeating: 0, count: 1 << 16)
    for values in images {
      try context.check()
      for value in values where value.isFinite {
        let key = Self.key(of: value)
        if key >> 16 == upper { lower[Int(key & 0xFFFF)] += 1 }
      }
    }
    let key = UInt32(upper) << 16 | UInt32(Self.place(of: &rank, in: lower))
    return Float(bitPattern: key >> 31 == 1 ? key & ~(1 << 31) : ~key)
  }

  /// Where a rank falls; it becomes the rank among those that fall there.
  private static func place(of rank: inout Int, in counts: [Int]) -> Int {
    var place = 0
    while counts[place] <= rank {
      rank -= counts[place]
      place += 1
    }
    return place
  }

  /// A number that grows with the value.
  private static func key(of value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 1 << 31
  }
}
