/// One phase of a volume, or all of them.
public enum PhaseSelection: Hashable, Sendable {
  /// The phase of this number, from 0.
  case number(Int)
  /// Every phase.
  case all

  /// The number of a single phase; the first if all are meant.
  public var number: Int {
    switch self {
    case .number(let number): number
    case .all: 0
    }
  }
}

extension PhaseSelection: Codable {
  /// The word for all phases.
  private static let word = "all"

  /// Reads a number or `all`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int.self) {
      self = .number(number)
    } else if try container.decode(String.self) == Self.word {
      self = .all
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a phase is a number from 0, or \(Self.word)")
    }
  }

  /// Writes a number or `all`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .all: try container.encode(Self.word)
    }
  }
}
