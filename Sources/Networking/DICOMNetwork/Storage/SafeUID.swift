/// A UID that may be part of a file's name: digits and dots, at most 64 of them (PS3.5 9.1).
public struct SafeUID: Hashable, Sendable {
  /// The UID.
  public let text: String

  /// Nil for anything else: UIDs come from outside, and may hold `../`.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 64, text != ".", text != "..",
      text.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) })
    else { return nil }
    self.text = text
  }
}
