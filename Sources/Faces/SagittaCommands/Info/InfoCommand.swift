import ArgumentParser
import Reports
import SagittaEngine
import SharedInputs

/// `sagitta info`: what volumes are here, and why.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What volumes are here, and why.",
    discussion: """
      Lists every volume with its size, files and findings, by patient and study, then the files \
      that are part of none, by reason. --brief has one line a volume, --verbose everything.

      Examples:
        sagitta info scans/
        sagitta info scans/ --brief --headers-only    # quick: one line a volume
        sagitta info scans/ --verbose                 # every finding and file
        sagitta info scans/ --json --headers-only
        sagitta info scans/ --tags --volume 1
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var common: CommonOptions

  @Flag(help: "Read no pixels: quick, but without the range of values.")
  var headersOnly = false

  @Flag(help: "One line a volume.")
  var brief = false

  @Flag(help: "Print the attributes of each volume's middle slice as well.")
  var tags = false

  @Flag(help: "Print patients' names and numbers instead of withholding them.")
  var showIdentity = false

  func validate() throws {
    guard !brief || !(tags || common.verbose) else {
      throw ValidationError("--brief is one line a volume; --verbose and --tags are many")
    }
  }

  func run() throws {
    guard input.reading.phase == nil else {
      throw UsageError("--phase picks what is read of a volume; info tells of every phase")
    }
    let stopwatch = Stopwatch()
    let loader = input.loader()
    let context = common.context()
    var report = try stopwatch.time(.load) {
      try SharedInputs.report(of: input.inputs, selection: input.selection, context: context)
    }
    // The choice is made before the numbers of damaged volumes are given up.
    let picked =
      input.reading.volume == nil ? nil : try input.plans(in: report, common: common).map(\.id)
    if !headersOnly { SharedInputs.forget() }
    let request = InfoRequest(
      headersOnly: headersOnly, tags: tags, showsIdentity: showIdentity)
    let groups = try stopwatch.time(.load) {
      try request.run(
        on: &report, volumes: picked, loader: loader,
        withheld: "(withheld; --show-identity prints it)", context: context)
    }
    let refusal = refusal(report)
    if common.json {
      let info = InfoReport(
        groups, report: report, showsIdentity: showIdentity,
        error: refusal.map { Failure($0).json })
      try Console.print(try CommandJSON.text(info))
    } else {
      let text = InfoText(
        groups: groups, report: report, detail: detail, showIdentity: showIdentity,
        words: .commandLine, more: "--verbose lists all"
      ).text
      if !text.isEmpty { try Console.print(text) }
    }
    common.finish(stopwatch)
    if let refusal { throw refusal }
  }

  private var detail: InfoText.Detail {
    brief ? .brief : common.verbose ? .complete : .usual
  }

  /// What is said of an input without volumes.
  private func refusal(_ report: SeriesReport) -> RefusedError? {
    guard report.volumes.isEmpty else {
      let isUnread = !headersOnly && report.volumes.allSatisfy(\.isOverLimit)
      return isUnread ? .allOverLimit(isReported: common.json) : nil
    }
    var refusal = RefusedError(.badInput, description: "no volume found: \(report.skippedSummary)")
    refusal.code = "no-volume"
    refusal.isReported = common.json
    return refusal
  }
}
