import Batches
import SagittaEngine
import Locks

/// The verbs that a batch may use, and how they are run.
enum BatchVerbs {
  private static let verbs = Work.Verbs(
    writing: ["slice", "mpr", "mip", "render", "convert", "resample", "report", "frames"],
    printing: ["info", "probe"], output: ["-o", "--output"],
    furtherOutputs: ["--depths", "--provenance"]
  ) { threads, memory in
    [["--json"], ["--threads", "\(threads)"], ["--max-memory", "\(memory)"]]
  }

  /// What is done to each item.
  ///
  /// - Throws: ``BatchError/badWork(_:reason:)``.
  static func plan(_ works: [String]) throws -> WorkPlan {
    try WorkPlan(works, verbs: verbs, refusal: Program.refusal(of:), run: end(of:))
  }

  private static func end(of words: [String]) -> WorkPlan.VerbEnd {
    let output = Locked("")
    let errors = Locked("")
    let console = Console(
      output: { text in output.withLock { $0 += text } },
      error: { text in errors.withLock { $0 += text } }, isInteractive: false)
    let failure = Console.$current.withValue(console) { Program.failure(of: words) }
    let notes = errors.withLock { $0 }.split(whereSeparator: \.isNewline).map(String.init)
    return WorkPlan.VerbEnd(output: output.withLock { $0 }, notes: notes, failure: failure)
  }
}
