package import SagittaEngine

/// One attempt at one item, as a line of a ledger tells of it.
package struct LedgerRow: Codable, Hashable, Sendable {
  /// How an attempt ended.
  package enum State: String, Codable, Sendable {
    /// Everything was done, and the outputs have their places.
    case done
    /// It was not done, for a reason that may lie outside of the input.
    case failed
    /// It was not done, because the input is damaged, unsupported or holds no volume.
    case quarantined
  }

  /// A file that was written.
  package struct Output: Codable, Hashable, Sendable {
    /// Below the folder of the batch.
    package let path: String
    /// Its size.
    package let bytes: Int
    /// Its digest, in hexadecimal.
    package let sha256: String
  }

  /// The item's name.
  package let item: String
  /// What the item, the works and the version come to.
  package let key: String
  /// How it ended.
  package let state: State
  /// A stable word for what went wrong; nil if nothing did.
  package var code: String?
  /// The same for people.
  package var message: String?
  /// Which attempt it was in its run, from 1.
  package let attempt: Int
  /// How long it took.
  package let seconds: Double
  /// The most memory that its process had, in bytes.
  package let peakBytes: Int
  /// What was written.
  package var outputs: [Output] = []
  /// What was sent to a place, and is not in the folder of the batch.
  package var sent: [Output]?
  /// What the loader and the works found.
  package var findings: [JSONValue] = []
  /// When it ended, in seconds since 1970.
  package let time: Double

  private enum CodingKeys: CodingKey {
    case item, key, state, code, message, attempt, seconds, peakBytes, outputs, sent, findings, time
  }

  /// Writes all keys: nothing is null, not absent, so that scripts find the key; but for what was sent, which
  /// only batches with a place have.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(item, forKey: .item)
    try container.encode(key, forKey: .key)
    try container.encode(state, forKey: .state)
    try container.encode(code, forKey: .code)
    try container.encode(message, forKey: .message)
    try container.encode(attempt, forKey: .attempt)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(peakBytes, forKey: .peakBytes)
    try container.encode(outputs, forKey: .outputs)
    try container.encodeIfPresent(sent, forKey: .sent)
    try container.encode(findings, forKey: .findings)
    try container.encode(time, forKey: .time)
  }
}
