import ArgumentParser
import Batches
import Files
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which machines do the work.
struct BatchEngineOptions: ParsableArguments {
  /// What spreads the items.
  enum Engine: String, CaseIterable, ExpressibleByArgument {
    /// This machine.
    case local
    /// A Ray cluster, through the Python package.
    case ray
    /// A queue of Slurm.
    case slurm
  }

  @Option(
    help: ArgumentHelp(
      "local, ray (needs the Python package with ray) or slurm (writes a job and submits it).",
      valueName: "name"))
  var engine = Engine.local

  @Option(
    help: ArgumentHelp("With --engine slurm: the number of its tasks; default 16.", valueName: "n"))
  var shards: CountArgument?

  @Flag(help: ArgumentHelp("", visibility: .hidden))
  var listItems = false

  @Flag(help: ArgumentHelp("", visibility: .hidden))
  var serveItems = false

  @Flag(help: ArgumentHelp("", visibility: .hidden))
  var writePage = false

  func validate() throws {
    guard shards == nil || engine == .slurm else {
      throw ValidationError("--shards is for --engine slurm; --shard i/n does one part here")
    }
  }

  /// Whether the items are wanted, for another program to spread.
  var listsItems: Bool { listItems }

  /// Whether items come from another program.
  var servesItems: Bool { serveItems }

  /// The parts of a job; nil unless one is to be submitted.
  var parts: Int? { engine == .slurm ? shards?.value ?? 16 : nil }

  /// Becomes the Python package's program, if that is to spread the work.
  ///
  /// - Throws: ``BatchError/noEngine(_:reason:)``.
  func handOver() throws {
    guard engine == .ray, !listItems, !serveItems else { return }
    let python = unsafe getenv("SAGITTA_PYTHON").map { unsafe String(cString: $0) } ?? "python3"
    let words =
      ["/usr/bin/env", python, "-m", "pysagitta.batch", "ray"]
      + Invocation.current.words.dropFirst()
    // SAFETY: the words end with nil, and are there until the process has become another.
    var copies = unsafe words.map { word in
      unsafe FileNameText.withPath(word) { unsafe strdup($0) }
    }
    unsafe copies.append(nil)
    _ = unsafe execv("/usr/bin/env", copies)
    unsafe copies.forEach { unsafe free($0) }
    throw BatchError.noEngine("ray", reason: "there is no \(python) that has the package pysagitta")
  }
}
