import ArgumentParser
import Foundation
import Reports
import Sagitta

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
    var report = try stopwatch.time(.load) {
      try loader.scan(input.inputs, context: common.context())
    }
    let sections = try sections(&report, loader, stopwatch)
    let page = ReportPage(
      title: input.inputs.map(Self.title).joined(separator: ", "), report: report,
      volumes: sections, tolerances: loader.tolerances, program: "Sagitta \(Engine.version)",
      words: .commandLine)
    try stopwatch.time(.write) {
      var file = try OutputFile(at: output == "-" ? OutputTarget.standardOutput : output)
      try file.write(Array(page.html.utf8))
      try file.finish()
    }
    var written = WrittenReport(output, sections.count)
    let refusal = refusal(report)
    written.error = refusal.map(Failure.init)
    let shown = input.volume == nil ? report.volumes : try input.plans(in: report, common)
    let sources = try shown.flatMap { try origin.sources($0, Array(0..<$0.phases)) }
    try origin.write(sources, written.outputs, [output])
    if common.json { try Console.print(try JSONText.text(written)) }
    common.finish(stopwatch)
    if let refusal { throw refusal }
  }

  /// What is said of an input without volumes.
  private func refusal(_ report: SeriesReport) -> RefusedError? {
    guard report.volumes.isEmpty else { return nil }
    var refusal = RefusedError(
      .badInput, "no volume found: \(report.skippedSummary); \(output) lists every file")
    refusal.code = "no-volume"
    refusal.isReported = common.json
    return refusal
  }

  /// What to show of the volumes that were chosen, by default all.
  private func sections(
    _ report: inout SeriesReport, _ loader: VolumeLoader, _ stopwatch: Stopwatch
  ) throws -> [VolumeSection] {
    let picked = input.volume == nil ? nil : try input.plans(in: report, common).map(\.id)
    var pictures: [Int: [PlanePicture]] = [:]
    var views: [Int: VolumeViews] = [:]
    var ranges: [Int: ClosedRange<Float>?] = [:]
    if !headersOnly {
      ranges = try stopwatch.time(.load) {
        try loader.valueRanges(of: &report, volumes: picked, context: common.context()) {
          plan, phase, volume in
          guard phase == min(input.phase?.number ?? 0, plan.phases - 1) else { return }
          pictures[plan.id] = try PlanePicture.middlePlanes(
            of: volume, context: common.context())
          if !plain {
            views[plan.id] = try VolumeViews(of: volume, context: common.context())
          }
        }
      }
    }
    return report.volumes.filter { picked?.contains($0.id) ?? true }.map { plan in
      VolumeSection(
        plan: plan, range: ranges[plan.id] ?? nil, pictures: pictures[plan.id] ?? [],
        views: views[plan.id])
    }
  }

  /// The name of an input without the folders it lies in.
  private static func title(_ input: String) -> String {
    let name = input.split(separator: "/").last { $0 != "." }.map(String.init)
    return name ?? input
  }
}

/// What `report --json` prints.
private struct WrittenReport: Encodable {
  struct Output: Encodable {
    let path: String
    let volumes: Int
  }

  let outputs: [Output]
  /// That there is no volume; absent if all is well.
  var error: Failure?

  init(_ path: String, _ volumes: Int) {
    outputs = [Output(path: path, volumes: volumes)]
  }
}
