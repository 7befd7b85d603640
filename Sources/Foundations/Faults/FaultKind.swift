/// What went wrong, by whose fault it is.
///
/// Every face has one exhaustive table from these to its own statuses.
public enum FaultKind: String, CaseIterable, Hashable, Sendable {
  /// The caller asked for something that makes no sense, whatever the input.
  case wrongRequest = "wrong-request"
  /// The input is damaged, unsupported or refused, or holds nothing of what was asked for.
  case badInput = "bad-input"
  /// The input is not there, or cannot be read.
  case noInput = "no-input"
  /// Something is needed that is not installed.
  case notInstalled = "not-installed"
  /// An output cannot be made.
  case cannotCreate = "cannot-create"
  /// Reading or writing failed midway.
  case ioFailed = "io-failed"
  /// The work would exceed a limit; nothing was made.
  case overLimit = "over-limit"
  /// The work was asked to stop.
  case cancelled
}
