/// A stable word for a fault, in kebab-case: `no-such-volume`.
public struct FaultCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The word.
  public let rawValue: String

  /// Creates a code from its word.
  ///
  /// - Precondition: Lower-case letters and digits in words joined by single hyphens.
  public init(rawValue: String) {
    precondition(Self.isKebabCase(rawValue), "\(rawValue) is not in kebab-case")
    self.rawValue = rawValue
  }

  /// The word.
  public var description: String { rawValue }

  private static func isKebabCase(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty
        && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
  }
}

extension FaultCode: ExpressibleByStringLiteral {
  /// Creates a code from its word.
  ///
  /// - Precondition: As ``init(rawValue:)``.
  public init(stringLiteral value: StaticString) { self.init(rawValue: "\(value)") }
}
