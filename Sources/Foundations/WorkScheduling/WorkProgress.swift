/// How far a piece of work has come.
public struct WorkProgress: Hashable, Sendable {
  /// What is being done, in a word or two: "reading", "decoding".
  public let stage: String

  /// Finished items of the stage.
  public let completed: Int

  /// All items of the stage.
  public let total: Int

  /// Creates a progress report.
  public init(stage: String, completed: Int, total: Int) {
    self.stage = stage
    self.completed = completed
    self.total = total
  }
}
