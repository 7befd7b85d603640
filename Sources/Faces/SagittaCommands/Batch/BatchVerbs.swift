import ArgumentParser
import Batches
import Locks
import SagittaEngine

/// The verbs that a batch may use, and how they are run.
enum BatchVerbs {
  // With where the user wants volumes that memory has no room for.
  private static func verbs(scratch: String?) -> Work.Verbs {
    Work.Verbs(
      writing: ["slice", "mpr", "mip", "render", "convert", "resample", "report", "frames"],
      printing: ["info", "probe"], output: ["-o", "--output"],
      furtherOutputs: ["--depths", "--provenance"]
    ) { threads, memory in
      [["--json"], ["--threads", "\(threads)"], ["--max-memory", "\(memory)"]]
        + (scratch.map { [["--scratch", $0]] } ?? [])
    }
  }

  /// What is done to each item.
  ///
  /// - Throws: ``BatchError/badWork(_:reason:)``.
  static func plan(_ works: [String], scratch: String?) throws -> WorkPlan {
    let known = Locked<[[String]: Known]>([:])
    return try WorkPlan(works, verbs: verbs(scratch: scratch), refusal: Program.refusal(of:)) {
      end(of: $0, known)
    }
  }

  /// A verb whose words were read, and where its results were to go then.
  // A value that nobody changes: commands hold texts and numbers, and copies of them are run.
  private struct Known: @unchecked Sendable {
    let command: any RetargetedCommand
    let folder: String
  }

  private static func end(
    of call: WorkPlan.Call, _ known: Locked<[[String]: Known]>
  ) -> WorkPlan.VerbEnd {
    let output = Locked("")
    let console = Console(
      output: { text in output.withLock { $0 += text } }, error: { _ in }, isInteractive: false)
    let failure = Console.$current.withValue(console) {
      Program.failure(of: call.words) { try command(for: call, known) }
    }
    return WorkPlan.VerbEnd(output: output.withLock { $0 }, failure: failure)
  }

  /// Reads the words, unless the same were read with other inputs and another folder.
  private static func command(
    for call: WorkPlan.Call, _ known: Locked<[[String]: Known]>
  ) throws -> any ParsableCommand {
    let words = call.words.dropLast(call.inputs.count).map { word in
      word.hasPrefix(call.folder + "/") ? String(word.dropFirst(call.folder.count)) : word
    }
    if let same = known.withLock({ $0[words] }) {
      var command = same.command
      command.retarget(to: call.inputs) { call.folder + $0.dropFirst(same.folder.count) }
      return command
    }
    let command = try SagittaCommand.parseAsRoot(call.words)
    if let command = command as? any RetargetedCommand {
      known.withLock { $0[words] = Known(command: command, folder: call.folder) }
    }
    return command
  }
}
