#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Normally distributed noise that is a function of a seed and a number: voxel n has the same
/// noise whoever computes it, and when.
public struct GaussianNoise: Hashable, Sendable {
  /// The standard deviation, in modality units.
  public let standardDeviation: Double
  /// What tells one run of noise from another.
  public let seed: UInt64

  /// Creates noise.
  public init(standardDeviation: Double, seed: UInt64) {
    self.standardDeviation = standardDeviation
    self.seed = seed
  }

  /// Returns the noise of voxel `n`, in modality units.
  public subscript(n: Int) -> Double {
    guard standardDeviation != 0 else { return 0 }
    let counter = CounterRandom(seed: seed)
    // Box and Muller: two even numbers give a normal one; the first lies in (0, 1].
    let u = 1 - counter.unit(2 * n)
    let v = counter.unit(2 * n + 1)
    return standardDeviation * (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}

/// Random numbers that are a function of a seed and a counter: no state, no order.
struct CounterRandom: Hashable, Sendable {
  let seed: UInt64

  /// The random bits of counter `n`: SplitMix64's n-th output, started at a mixed seed.
  func bits(_ n: Int) -> UInt64 {
    Self.mixed(Self.mixed(seed) &+ UInt64(bitPattern: Int64(n)) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// A number in [0, 1) with 53 random bits.
  func unit(_ n: Int) -> Double { Double(bits(n) >> 11) * 0x1p-53 }

  /// A number in [−1, 1).
  func centered(_ n: Int) -> Double { 2 * unit(n) - 1 }

  /// Returns 0..<count in random order, by Fisher and Yates.
  func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(bits(last) % UInt64(last + 1)))
    }
    return order
  }

  /// The generator of another purpose under the same seed.
  func stream(_ purpose: UInt64) -> CounterRandom {
    CounterRandom(seed: Self.mixed(seed ^ (purpose &* 0xD1B5_4A32_D192_ED03)))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
