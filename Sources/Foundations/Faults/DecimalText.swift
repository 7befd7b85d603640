#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Numbers as decimal text with a point, whatever language the process has been set to.
package enum DecimalText {
  /// A number with so many digits behind the point, as C's `%.nf`.
  package static func fixed(_ number: Double, decimals: Int) -> String {
    formatted(number, format: "%.\(min(max(decimals, 0), 99))f")
  }

  /// A number with so many digits in all, as C's `%.ng`.
  package static func brief(_ number: Double, digits: Int) -> String {
    formatted(number, format: "%.\(min(max(digits, 1), 99))g")
  }

  private static func formatted(_ number: Double, format: String) -> String {
    // SAFETY: the locale is the thread's own for the time of the call.
    let before = unsafe uselocale(plain)
    defer { _ = unsafe uselocale(before) }
    // The longest number has 309 digits before the point.
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { room in
      let count = unsafe withVaList([number]) {
        unsafe vsnprintf(room.baseAddress, room.count, format, $0)
      }
      let text = unsafe room.prefix(max(0, min(Int(count), room.count - 1)))
      return unsafe String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// The locale of C, which is never freed.
  nonisolated(unsafe) private static let plain = unsafe newlocale(1 << LC_NUMERIC, "C", nil)
}

extension StringProtocol {
  /// The text without white space and line ends around it.
  package var trimmed: String {
    let ends = drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
    return String(ends.reversed())
  }
}
