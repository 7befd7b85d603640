import Locks

/// How much archives among the inputs may unpack to.
///
/// A few kilobytes can promise any length; what is unpacked lies in a temporary file.
public struct UnpackingLimits: Hashable, Sendable {
  /// Bytes that all archives of one look at the inputs unpack to.
  public var bytes: Int

  /// Bytes for each byte of an archive, beyond ``freeBytes``: images rarely shrink to a fiftieth.
  public var ratio: Int

  /// Bytes that every archive may unpack to, however small it is.
  public var freeBytes: Int

  /// Files in all archives.
  public var files: Int

  /// Archives within archives: 1 unpacks what is found, but no archive in it.
  public var depth: Int

  /// Limits that no sensible archive meets.
  public init(
    bytes: Int = 64 << 30, ratio: Int = 200, freeBytes: Int = 512 << 20, files: Int = 500_000,
    depth: Int = 3
  ) {
    self.bytes = bytes
    self.ratio = ratio
    self.freeBytes = freeBytes
    self.files = files
    self.depth = depth
  }
}

/// An archive went beyond its limits; which.
struct UnpackingLimitReached: Error {
  let message: String
}

/// What is left of the limits that all archives share.
final class UnpackingBudget: Sendable {
  private struct Left {
    var bytes: Int
    var files: Int
  }

  private let limits: UnpackingLimits
  private let left: Locked<Left>

  init(_ limits: UnpackingLimits) {
    self.limits = limits
    left = Locked(Left(bytes: limits.bytes, files: limits.files))
  }

  /// Counts bytes that came out of an archive.
  func take(bytes count: Int) throws(UnpackingLimitReached) {
    let isEnough = left.withLock { left in
      left.bytes -= count
      return left.bytes >= 0
    }
    guard isEnough else {
      throw UnpackingLimitReached(
        message: "all archives unpack to more than \(limits.bytes) bytes")
    }
  }

  /// Counts a file of an archive.
  func takeFile() throws(UnpackingLimitReached) {
    let isEnough = left.withLock { left in
      left.files -= 1
      return left.files >= 0
    }
    guard isEnough else {
      throw UnpackingLimitReached(message: "all archives hold more than \(limits.files) files")
    }
  }
}

/// What one archive may still unpack to.
struct UnpackingAllowance {
  private let most: Int
  private var left: Int
  private let budget: UnpackingBudget

  init(packedBytes: Int, limits: UnpackingLimits, budget: UnpackingBudget) {
    let (scaled, isHuge) = packedBytes.multipliedReportingOverflow(by: limits.ratio)
    most = max(limits.freeBytes, isHuge ? .max : scaled)
    left = most
    self.budget = budget
  }

  /// Counts bytes that came out.
  mutating func take(_ count: Int) throws(UnpackingLimitReached) {
    left -= count
    guard left >= 0 else {
      throw UnpackingLimitReached(
        message: "it unpacks to more than \(most) bytes, too many for its size")
    }
    try budget.take(bytes: count)
  }
}
