import ArgumentParser
import FoundationEssentials
import SagittaEngine

/// What every verb understands.
struct CommonOptions: ParsableArguments {
  @Option(help: "Workers; default: the cores this process may use.")
  var threads: CountArgument?

  @Option(help: "Refuse before using more memory, as 4G; default: 90 % of what there is.")
  var maxMemory: MemoryArgument?

  @Option(
    help: ArgumentHelp(
      "Where volumes lie that memory has no room for, or none to refuse them.",
      discussion: "Default: SAGITTA_SCRATCH, TMPDIR, or /var/tmp. Results are the same.",
      valueName: "folder|none"))
  var scratch: String?

  @Flag(help: "Print seconds for load, compute and write as one JSON line on standard error.")
  var timings = false

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "No notes, warnings and progress on standard error.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Name every finding and every skipped file on standard error.")
  var verbose = false

  /// The workers and the memory, with a progress bar if a person is looking.
  func context() -> WorkContext {
    let console = Console.current
    var limits = WorkLimits()
    let most = memoryLimit
    limits.volumeBytes = most
    limits.memoryBytes = most
    limits.heldBytes = MachineMemory.programBytes
    limits.scratch = scratchFolder
    guard console.isInteractive, !quiet else {
      return WorkContext(workers: threads?.value, limits: limits)
    }
    let bar = ProgressBar(console)
    return WorkContext(workers: threads?.value, limits: limits) { bar.show($0) }
  }

  /// The most memory to use, in bytes.
  var memoryLimit: Int {
    maxMemory?.bytes ?? MachineMemory.bytes / 10 * 9
  }

  /// The folder for volumes that memory has no room for.
  private var scratchFolder: ScratchFolder? {
    guard let scratch else { return .standard }
    return scratch == "none" ? nil : ScratchFolder(scratch)
  }

  /// Refuses work that needs more memory than is allowed.
  ///
  /// - Throws: `MemoryExceeded`.
  func check(_ needed: Int) throws { try context().limits.checkMemory(needed) }

  /// Says something that is worth knowing, unless the user wants quiet.
  func note(_ line: String) {
    if !quiet { Console.say(line) }
  }

  /// Says something only to users who want to know everything.
  func detail(_ line: @autoclosure () -> String) {
    if verbose, !quiet { Console.say(line()) }
  }

  /// Tells people what they should know, each what is meant for them.
  func tell(_ notices: [Notice]) {
    for notice in notices {
      switch notice.kind {
      case .warning: note("warning: \(notice.message)")
      case .note: note(notice.message)
      case .detail: detail(notice.message)
      }
    }
  }

  /// Tells what is to be known of a volume.
  func tell(_ notice: VolumeNotice) {
    tell([notice.notice(in: .commandLine, workers: context().workers)])
  }

  /// Ends a command: the timings, if they are wanted.
  func finish(_ stopwatch: Stopwatch) {
    if timings { Console.current.error(stopwatch.json + "\n") }
  }
}
