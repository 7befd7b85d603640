import Faults

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Double {
  /// The number for people: at most four decimals, no trailing zeros.
  package var displayText: String {
    guard isFinite, abs(self) < 1e12 else { return "\(self)" }
    let rounded = (self * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }

  /// A number for images: at most one decimal, and a minus that is as wide as a plus.
  package var pictureText: String { pictureText(decimals: 1) }

  /// A length or a width for images: three digits at least, and one decimal.
  package var measureText: String {
    pictureText(decimals: isFinite && self != 0 ? max(1, 2 - abs(self).order) : 1)
  }

  /// A number for images with at most so many decimals, up to nine.
  package func pictureText(decimals: Int) -> String {
    guard isFinite, abs(self) < 1e12 else { return displayText }
    let count = min(max(decimals, 0), 9)
    let power = (0..<count).reduce(1.0) { power, _ in power * 10 }
    let rounded = (self * power).rounded() / power
    let text = (rounded == 0 ? 0 : rounded).fixedText(count)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// How many decimals tell places apart that are so far apart: one, unless they are closer than
  /// a tenth.
  package static func decimals(ofSteps step: Double) -> Int {
    step > 0 && step < 0.1 ? 1 - step.order : 1
  }

  /// The power of ten of the first digit.
  var order: Int { Int(log10(self).rounded(.down)) }

  /// At most so many decimals, without an exponent and without zeros at the end.
  private func fixedText(_ decimals: Int) -> String {
    let text = DecimalText.fixed(self, decimals: decimals)
    let short = text.reversed().drop { $0 == "0" }
    return String((short.first == "." ? short.dropFirst() : short).reversed())
  }
}
