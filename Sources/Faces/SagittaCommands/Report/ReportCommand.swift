import ArgumentParser
import FoundationEssentials
import Outputs
import Reports
import SagittaEngine
import SharedInputs

/// `sagitta report`: one page about everything that is here.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "One page: what is here, what was found, pictures.",
    discussion: """
      Writes a single HTML file that needs nothing else: for every volume three middle planes, \
      projections, a spin to drag, a ray cast and the histogram, its \
      geometry, a drawing of its slices' positions in which holes and uneven gaps stand out, and \
      every finding with what can be done about it; then the files that are part of no volume, by \
      reason. It holds no patient's identity but for what file names and series descriptions say.

      Examples:
        sagitta report scans/ -o report.html
        sagitta report scans/ -o report.html --volume 2
        sagitta report scans/ -o quick.html --headers-only
        sagitta report scans/ -o report.html --provenance report.json
      """)

  @OptionGroup var input: InputOptions

  @Option(name: .shortAndLong, help: "The .html file to write.")
  var output: String

  @Flag(help: "Read no pixels: quick, but without pictures and ranges of values.")
  var headersOnly = false

  @Flag(help: "Only the middle planes of each volume: quicker, and a smaller file.")
  var plain = false

  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    guard
      output == "-" || ["html", "htm"].contains(URL(filePath: output).pathExtension.lowercased())
    else {
      throw UsageError("\(output): a report is a web page; name a .html file")
    }
    guard output != "-" || !common.json else {
      throw UsageError("-o - and --json both write to standard output; name a file for -o")
    }
    let stopwatch = Stopwatch()
    let loader = input.loader()
    let context = common.context()
    var report = try stopwatch.time(.load) {
      try SharedInputs.report(of: input.inputs, selection: input.selection, context: context)
    }
    let request = ReportRequest(
      headersOnly: headersOnly, isPlain: plain, phase: input.reading.phase?.number ?? 0)
    let picked =
      input.reading.volume == nil ? nil : try input.plans(in: report, common: common).map(\.id)
    let sections = try stopwatch.time(.load) {
      try request.sections(on: &report, volumes: picked, loader: loader, context: context)
    }
    let page = ReportPage(
      title: input.inputs.map(Self.title).joined(separator: ", "), report: report,
      volumes: sections, tolerances: loader.tolerances, program: "Sagitta \(Engine.version)",
      words: .commandLine)
    try stopwatch.time(.write) {
      var file = try OutputFile(at: output == "-" ? OutputTarget.standardOutput : output)
      try file.write(Array(try page.html(context: context).utf8))
      try file.finish()
    }
    let refusal = refusal(report)
    let written = PageReport(
      path: output, volumes: sections.count, error: refusal.map { Failure($0).json })
    let shown =
      input.reading.volume == nil ? report.volumes : try input.plans(in: report, common: common)
    let sources =
      origin.isWanted
      ? try shown.map { try ProvenanceSource(of: $0, phases: Array(0..<$0.phases)) } : []
    try origin.write(
      Provenance(verb: "report", input: input, request: request, sources: sources),
      outputs: written.outputs, paths: [output])
    if common.json { try Console.print(try CommandJSON.text(written)) }
    common.finish(stopwatch)
    if let refusal { throw refusal }
  }

  /// What is said of an input without volumes.
  private func refusal(_ report: SeriesReport) -> RefusedError? {
    guard report.volumes.isEmpty else {
      let isUnread = !headersOnly && report.volumes.allSatisfy(\.isOverLimit)
      return isUnread ? .allOverLimit(isReported: common.json) : nil
    }
    var refusal = RefusedError(
      .badInput,
      description: "no volume found: \(report.skippedSummary); \(output) lists every file")
    refusal.code = "no-volume"
    refusal.isReported = common.json
    return refusal
  }

  /// The name of an input without the folders it lies in.
  private static func title(_ input: String) -> String {
    let name = input.split(separator: "/").last { $0 != "." }.map(String.init)
    return name ?? input
  }
}
