import ArgumentParser
import Sagitta

/// `sagitta info`: what volumes are here, and why.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "What volumes are here, and why.",
    discussion: """
      Lists every volume with its size, place and findings, then the files that are part of \
      none, each with a reason.

      Examples:
        sagitta info scans/
        sagitta info scans/ --json --headers-only
        sagitta info scans/ --tags --volume 1
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var common: CommonOptions

  @Flag(help: "Read no pixels: quick, but without the range of values.")
  var headersOnly = false

  @Flag(help: "Print the attributes of each volume's middle slice as well.")
  var tags = false

  @Flag(help: "Print patient identity among the attributes instead of withholding it.")
  var showIdentity = false

  func run() throws {
    let stopwatch = Stopwatch()
    let loader = input.loader(common)
    var report = try stopwatch.time(.load) { try loader.scan(input.inputs) }
    // The choice is made before the numbers of damaged volumes are given up.
    let picked = input.volume == nil ? nil : try input.plans(in: report, common).map(\.id)
    let ranges =
      headersOnly
      ? [:] : try stopwatch.time(.load) { try loader.valueRanges(of: &report, volumes: picked) }
    let chosen = report.volumes.filter { picked?.contains($0.id) ?? true }
    let entries = try chosen.map { plan in
      InfoEntry(
        plan: plan, range: ranges[plan.id] ?? nil, tags: try attributes(of: plan, loader))
    }
    let info = InfoReport(entries: entries, report: report)
    try Console.print(common.json ? try JSONText.text(info) : info.text)
    common.finish(stopwatch)
    if report.volumes.isEmpty {
      throw RefusedError(.badInput, "no volume found: \(report.skippedSummary)")
    }
  }

  private func attributes(of plan: VolumePlan, _ loader: VolumeLoader) throws -> [TagLine]? {
    guard tags, plan.volumeFile == nil else { return nil }
    let dataSet = try loader.attributes(ofFile: plan.middlePath)
    return TagLine.lines(of: dataSet, showIdentity: showIdentity)
  }
}
