public import Faults

/// A request that makes no sense: which of its fields, and why.
///
/// The sentence names fields as the request's JSON does; a face that has other names for them asks
/// for the sentence in its own words (``description(naming:)``).
public struct RequestError: Fault, Hashable {
  /// What is wrong with a field.
  public enum Reason: String, CaseIterable, Hashable, Sendable {
    /// Fields exclude each other.
    case contradiction = "contradicting-fields"
    /// A field means nothing without another one.
    case incomplete = "incomplete-request"
    /// A number is beyond what makes sense.
    case outOfRange = "field-out-of-range"
    /// A number asks for more than is ever made.
    case overLimit = "over-limit"
    /// A request has no such field.
    case unknownField = "unknown-field"
    /// Nothing is known by this name.
    case unknownName = "unknown-name"
    /// The request does not suit what is to be made of it.
    case unsuitable = "unsuitable-request"
  }

  /// What is wrong.
  public let reason: Reason
  /// The field, as the request's JSON has it: `slab.thickness`.
  public let field: String
  /// The sentence, with fields in backticks.
  private let sentence: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - reason: What is wrong.
  ///   - field: The field, as the request's JSON has it.
  ///   - sentence: One sentence for people; fields stand in it in backticks.
  public init(_ reason: Reason, field: String, sentence: String) {
    self.reason = reason
    self.field = field
    self.sentence = sentence
  }

  /// The reason's word.
  public var code: FaultCode { FaultCode(rawValue: reason.rawValue) }
  /// The caller's, but where it asks for too much.
  public var kind: FaultKind { reason == .overLimit ? .overLimit : .wrongRequest }
  /// The field.
  public var place: FaultPlace { FaultPlace(field: field) }
  /// Names of presets can be listed.
  public var remedies: [Remedy] {
    reason == .unknownName && field == "preset" ? [.listPresets] : []
  }
  /// The sentence, with fields as the request's JSON has them.
  public var description: String { description(naming: { $0 }) }

  /// The sentence with other names of fields.
  ///
  /// - Parameter name: Says what a face calls the field that it is given.
  /// - Returns: One sentence.
  public func description(naming name: (String) -> String) -> String {
    let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().map { n, part in
      n.isMultiple(of: 2) ? String(part) : name(String(part))
    }.joined()
  }
}
