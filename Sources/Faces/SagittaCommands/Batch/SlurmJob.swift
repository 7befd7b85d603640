import Batches
import Files
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A batch as an array of a queue's tasks, each of which does one part.
struct SlurmJob {
  private let script: String
  private let path: String

  /// Writes the job and the list of its items, so that headers are read once.
  init(_ batch: BatchRun, parts: Int, command: BatchCommand, options: BatchOptions) throws {
    let list = "\(options.folder)/items.jsonl"
    try batch.prepare()
    try ByteSink.file(list).write(Array((try batch.lines().joined(separator: "\n") + "\n").utf8))
    path = "\(options.folder)/batch.sbatch"
    var words = ["batch", "--manifest", list, "-o", options.folder, "--resume", "--quiet"]
    words += command.works.flatMap { ["--do", $0] }
    words += ["--workers", "\(options.workers)", "--threads", "\(options.threads)"]
    words += ["--retries", "\(options.retries)"]
    if let place = command.running.sendTo { words += ["--send-to", place] }
    if options.retriesFailed { words.append("--retry-failed") }
    if let seconds = options.itemTimeout { words += ["--item-timeout", "\(seconds)"] }
    let memory = min(options.memory, batch.estimate.peakMemory + (256 << 20)) >> 20
    script = """
      #!/bin/bash
      #SBATCH --job-name=sagitta-batch
      #SBATCH --array=0-\(parts - 1)
      #SBATCH --cpus-per-task=\(options.workers * options.threads)
      #SBATCH --mem=\(memory)M
      #SBATCH --output=\(options.folder)/slurm-%a.log
      exec \(Self.quoted(Self.program)) \(words.map(Self.quoted).joined(separator: " ")) \
      --shard "$SLURM_ARRAY_TASK_ID/\(parts)"

      """
  }

  /// Hands the job to the queue.
  ///
  /// - Throws: ``BatchError/noEngine(_:reason:)`` where there is none; the job is written then.
  func submit() throws {
    try ByteSink.file(path).write(Array(script.utf8))
    // env ends with 127 where there is no such program.
    let process = try? ChildProcess(
      "/usr/bin/env", arguments: ["sbatch", path], output: STDOUT_FILENO,
      complaints: STDERR_FILENO)
    guard process?.wait() == true else {
      throw BatchError.noEngine("slurm", reason: "sbatch did not take the job; it is \(path)")
    }
  }

  /// This program, as the nodes are to call it.
  private static var program: String {
    unsafe getenv("SAGITTA_PROGRAM").map { unsafe String(cString: $0) }
      ?? ResolvedPlace.path(of: "/proc/self/exe") ?? "sagitta"
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
