import ArgumentParser
import Batches
import Files
import RemotePlaces
import SagittaEngine

/// `sagitta batch`: the same work on every series of an archive.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "The same work on every series of an archive.",
    discussion: """
      Every series below the folders is an item, and so is every row of a --manifest (a table with the \
      columns input and name, or such JSON objects, one a line). What --do names is done to each, in a \
      process that nothing else is done in meanwhile: its outputs appear together in DIR/ITEM/, or not at \
      all, and a line in DIR/ledger-0.jsonl tells of it. A series that is damaged, too large or never ends \
      costs no other one anything. DIR/index.html shows all of it.

      A batch that was ended at any moment goes on with --resume. --shard parts it among machines that \
      share DIR. --engine ray and slurm do so by themselves.

      Examples:
        sagitta batch scans/ -o out/ --do "mip -o mip.png" --dry-run
        sagitta batch scans/ -o out/ --do "mip -o mip.png"
        sagitta batch scans/ -o out/ --do "mip -o mip.png" --resume
        sagitta batch status out/
        sagitta batch mr/ -o two/ --do "mip -o mip.png" --do "info -o info.json"
        sagitta batch mr/ -o half/ --do "report -o r.html" --shard 0/2
        sagitta batch mr/ -o half/ --do "report -o r.html" --shard 1/2
        sagitta batch status half/ --json
      """)

  @Argument(
    help: ArgumentHelp(
      "Folders and files to look for series in, and places; or `status` and the folder of a batch.")
  )
  var roots: [String] = []

  @Option(name: .shortAndLong, help: "The folder for results, made if it is not there.")
  var output: String?

  @Option(
    name: .customLong("do"),
    help: ArgumentHelp(
      "A verb and its options, without an input; -o names a file or folder in that of the item. "
        + "May be repeated.", valueName: "work"))
  var works: [String] = []

  @Option(help: ArgumentHelp("A list of items: .csv or .jsonl.", valueName: "file"))
  var manifest: String?

  @OptionGroup(title: "Running") var running: BatchRunOptions
  @OptionGroup(title: "Other machines") var engines: BatchEngineOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard !asksForStatus else { return }
    guard output != nil else { throw ValidationError("batch needs -o DIR, the folder for results") }
    guard !works.isEmpty else { throw ValidationError("batch needs --do, what is to be done") }
    guard engines.servesItems || roots.isEmpty == (manifest != nil) else {
      throw ValidationError("batch works on folders or on a --manifest: give one of the two")
    }
  }

  func run() throws {
    if asksForStatus {
      if engines.writePage {
        try BatchPage.write(in: roots[1], showsIdentity: running.showIdentity)
      }
      return try BatchStatus(of: roots[1], common: common).run()
    }
    var plan = try BatchVerbs.plan(works, scratch: common.scratch)
    if let place = running.sendTo { plan.delivery = try PlaceDelivery.to(place) }
    try engines.handOver()
    let options = try running.options(output: output ?? "", common: common)
    if engines.servesItems {
      try plan.rehearse(for: options)
      return try interruptible { try ItemServer(plan, options: options).serve() }
    }
    let batch = try BatchRun(
      source(), plan: plan, options: options, context: common.context(), tell: tell)
    if running.dryRun { return try BatchStatus.print(batch.estimate, common: common) }
    try plan.rehearse(for: options)
    if engines.listsItems {
      try batch.writeList()
      return try batch.lines().forEach(Console.print)
    }
    if let parts = engines.parts {
      return try SlurmJob(batch, parts: parts, command: self, options: options).submit()
    }
    try interruptible { try batch.run() }
    try BatchPage.write(in: options.folder, showsIdentity: running.showIdentity)
    try BatchStatus(of: options.folder, common: common).end()
  }

  /// `status` stands for itself only where it is one of two words and nothing is to be done.
  private var asksForStatus: Bool {
    roots.count == 2 && roots[0] == "status" && output == nil && works.isEmpty
  }

  private func source() throws -> BatchSource {
    if let manifest { return .manifest(manifest) }
    let places = roots.filter(RemotePlaces.isPlace)
    guard !places.isEmpty else { return .folders(roots) }
    guard places.count == roots.count else {
      throw UsageError("places and folders do not go together; list both in a --manifest")
    }
    return .items(try places.flatMap(PlaceSeries.items))
  }

  private func tell(_ row: LedgerRow) {
    common.note("\(row.item): \(row.state.rawValue), \(row.code ?? ""): \(row.message ?? "")")
  }

  /// Ends the process as a signal does, once everything is in order.
  private func interruptible(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch let interrupted as BatchInterrupted {
      common.note("interrupted; what is done stays, and --resume goes on")
      interrupted.endProcess()
    }
  }
}
