import Files
import SeriesLoading

/// Markup in which every inserted text is escaped: what a file says can never become markup.
///
/// Literal parts are taken as they are; texts inserted with `\(…)` are escaped, other markup is
/// inserted as it is.
package struct HTML: ExpressibleByStringInterpolation {
  /// The finished markup.
  package private(set) var markup: String

  package init(stringLiteral value: String) { markup = value }

  package init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  /// Pieces one after the other.
  package init(_ pieces: [HTML], separator: String = "\n") {
    markup = pieces.map(\.markup).joined(separator: separator)
  }

  package static let empty: HTML = ""

  /// A sentence of our own in which backticks set commands apart.
  static func sentence(_ text: String) -> HTML {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return HTML(
      parts.enumerated().map { $0 % 2 == 0 ? "\($1)" : "<code>\($1)</code>" }, separator: "")
  }

  /// Text as markup that shows it.
  static func escaped(_ text: String) -> String {
    var markup = String.UnicodeScalarView()
    for scalar in FileNameText.printable(text).unicodeScalars {
      switch scalar {
      case "&": markup += "&amp;".unicodeScalars
      case "<": markup += "&lt;".unicodeScalars
      case ">": markup += "&gt;".unicodeScalars
      case "\"": markup += "&quot;".unicodeScalars
      case "'": markup += "&#39;".unicodeScalars
      // HTML forbids these two; controls are in words already.
      case "\u{FFFE}", "\u{FFFF}": markup.append("\u{FFFD}")
      default: markup.append(scalar)
      }
    }
    return String(markup)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }

    /// Inserts text that is shown as it is.
    package mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }

    package mutating func appendInterpolation(_ number: Int) { markup += "\(number)" }

    /// Inserts a number with at most four decimals.
    package mutating func appendInterpolation(_ number: Double) { markup += number.shortText }

    package mutating func appendInterpolation(_ other: HTML) { markup += other.markup }

    package mutating func appendInterpolation(_ others: [HTML]) {
      appendInterpolation(HTML(others))
    }
  }
}
