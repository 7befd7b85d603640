/// When inflating in parts is tried again after it was in vain.
///
/// A stream without blocks that have codes of their own, such as stored bytes, has no places that
/// can be found; looking for them again and again would cost more than reading it.
struct RetryBackoff {
  private var isWaiting = false
  private var hasSucceeded = true
  private var pause = 0
  private var next = 0

  private static let shortest = 8 << 20
  private static let longest = 1 << 30

  /// Whether it is worth a try at a bit of the source.
  mutating func allowsTry(at bit: Int) -> Bool {
    if isWaiting, !hasSucceeded {
      pause = min(max(2 * pause, Self.shortest), Self.longest)
      next = bit + 8 * pause
    }
    isWaiting = false
    return bit >= next
  }

  /// Parts are tried.
  mutating func begin() { (isWaiting, hasSucceeded) = (true, false) }

  /// A part was of use.
  mutating func succeed() { (hasSucceeded, pause) = (true, 0) }
}
