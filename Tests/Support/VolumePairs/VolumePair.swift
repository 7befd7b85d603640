import TestSupport
package import VolumeModel

/// How integers are stored, and what makes values of them.
package enum StoredKind: String, CaseIterable, Sendable {
  case plain, hounsfield, farAway, half, negative, thousandth, large, tiny, slices, fineSlices

  /// The integers of a number of slices.
  package func integers(_ slices: Int) -> StoredIntegers {
    func one(_ isSigned: Bool, _ slope: Double, _ intercept: Double) -> StoredIntegers {
      StoredIntegers(
        isSigned: isSigned, rescales: [LinearRescale(slope: slope, intercept: intercept)])
    }
    func each(_ rescale: (Double) -> (Double, Double)) -> StoredIntegers {
      StoredIntegers(
        isSigned: self == .slices,
        rescales: (0..<slices).map { k in
          let (slope, intercept) = rescale(Double(k))
          return LinearRescale(slope: slope, intercept: intercept)
        })
    }
    return switch self {
    case .plain: one(true, 1, 0)
    case .hounsfield: one(false, 1, -1024)
    case .farAway: one(true, 1, -4_194_304)
    case .half: one(false, 0.5, -1000.25)
    case .negative: one(true, -2, 10)
    case .thousandth: one(false, 1e-3, 0.7)
    case .large: one(true, 3.7e31, -1e30)
    case .tiny: one(false, 1e-41, 0)
    case .slices: each { ($0 + 1, -3 * $0) }
    case .fineSlices: each { (0.013 * ($0 + 1), -0.1 * $0) }
    }
  }

  /// Whether its values are far from those of pictures.
  var isFar: Bool { [.farAway, .large, .tiny].contains(self) }

  /// Whether the integers are values but for a whole number.
  package var areShiftedValues: Bool { [.plain, .hounsfield, .farAway].contains(self) }
}

/// A volume twice: its values as floats, and the integers that these are made of.
package struct VolumePair: Sendable {
  /// The values that the definition gives.
  package let floats: Volume
  /// The same as integers.
  package let compact: Volume

  /// Makes a volume of random values between 0 and 1, which `value` turns into others; integers stand
  /// for the nearest they can.
  ///
  /// - Parameters:
  ///   - grid: Where the voxels lie.
  ///   - kind: How they are stored.
  ///   - seed: What makes them and the holes.
  ///   - invalid: The part that holds nothing.
  ///   - value: A value of a random number.
  /// - Throws: What the storages throw.
  package init(
    _ grid: GridGeometry, _ kind: StoredKind, seed: UInt64, invalid: Double = 0,
    value: (Double) -> Double
  ) throws {
    let size = grid.dimensions
    let integers = kind.integers(size.slices)
    var random = SeededRandom(seed)
    let (least, most) = (Double(integers.range.lowerBound), Double(integers.range.upperBound))
    let stored = (0..<size.voxelCount).map { offset in
      let rescale = Self.rescale(integers, offset / size.voxelsPerSlice)
      let number = random.number(in: 0...1)
      let wanted = (value(number) - rescale.intercept) / rescale.slope
      return kind.isFar ? Int(least + number * (most - least)) : Int(min(max(wanted, least), most))
    }
    let words = try VoxelStorage(integers: integers, dimensions: size)
    unsafe words.withMutableWords(0..<size.voxelCount) { words in
      for n in words.indices { unsafe words[n] = UInt16(truncatingIfNeeded: stored[n]) }
    }
    var rare = SeededRandom(seed + 1)
    let mask =
      invalid > 0
      ? ValidityMask(dimensions: size) { _ in rare.number(in: 0...1) >= invalid } : nil
    let numbers = try VoxelStorage(count: size.voxelCount) { floats in
      for n in stored.indices {
        let rescale = Self.rescale(integers, n / size.voxelsPerSlice)
        floats[n] = Float(Double(stored[n]) * rescale.slope + rescale.intercept)
      }
    }
    floats = Volume(geometry: grid, voxels: numbers, validity: mask)
    compact = Volume(geometry: grid, voxels: words, validity: mask)
  }

  private static func rescale(_ integers: StoredIntegers, _ slice: Int) -> LinearRescale {
    integers.rescales.count == 1 ? integers.rescales[0] : integers.rescales[slice]
  }

  /// Both, the floats first.
  package var both: [Volume] { [floats, compact] }
}
