/// Something that people are told while work goes on; no part of a result.
public struct Notice: Hashable, Sendable {
  /// Who should hear of it.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Everyone: look before you trust.
    case warning
    /// Everyone.
    case note
    /// The curious.
    case detail
  }

  /// Who should hear of it.
  public let kind: Kind
  /// One sentence.
  public let message: String

  /// Creates a notice.
  public init(_ kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }
}
