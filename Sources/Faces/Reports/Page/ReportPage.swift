public import Faults
public import SeriesLoading
public import WorkScheduling

/// A page that explains an input: its volumes with pictures, their slices' places, every finding
/// and every file that is part of no volume.
///
/// It is one file that needs nothing else: pictures lie in it, and its only script turns
/// spin MIPs. It holds no
/// patient's identity; paths are shown as they were found.
public struct ReportPage {
  /// What stands at the top: what was looked at.
  let title: String
  /// What was found.
  let report: SeriesReport
  let volumes: [VolumeSection]
  let tolerances: StackTolerances
  /// The program and its version.
  let program: String
  /// What remedies are called where the page is made.
  let words: RemedyWords

  /// Creates a page.
  ///
  /// - Parameters:
  ///   - title: What was looked at, as the user named it.
  ///   - report: What was found.
  ///   - volumes: What to show of each volume.
  ///   - tolerances: Those that the report was made with.
  ///   - program: Name and version of the program, for the foot of the page.
  ///   - words: What remedies are called where the page is made; none by default.
  public init(
    title: String, report: SeriesReport, volumes: [VolumeSection],
    tolerances: StackTolerances = StackTolerances(), program: String = "Sagitta",
    words: RemedyWords = .none
  ) {
    self.title = title
    self.report = report
    self.volumes = volumes
    self.tolerances = tolerances
    self.program = program
    self.words = words
  }

  /// Writes the whole page.
  ///
  /// - Parameter context: Whether to go on; asked between pictures.
  /// - Returns: The page.
  /// - Throws: `WorkCancelled`.
  public func html(context: WorkContext = WorkContext()) throws -> String {
    let page: HTML = try """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; img-src data:; style-src 'unsafe-inline'\(scriptPolicy)">
    <title>\(title): volumes and findings</title>
    <style>
    \(ReportStyle.css)
    </style>
    </head>
    <body>
    <header>
    <h1>\(title)</h1>
    <p class="summary">\(summary)</p>
    \(contents)
    </header>
    <main>
    \(volumes.map { try $0.html(tolerances, words: words, context: context) })
    \(SkippedSection(report: report, words: words).html)
    \(ToleranceSection(tolerances: tolerances).html)
    </main>
    <footer>Made by \(program). Coordinates are patient LPS millimetres: +x left, +y back, \
    +z head. Not for diagnosis.</footer>
    \(script)
    </body>
    </html>

    """
    return page.markup
  }

  /// Pages without a spin run nothing.
  private var hasScript: Bool { volumes.contains(where: \.hasSpin) }

  /// The browser runs the script with this digest and no other.
  private var scriptPolicy: HTML {
    hasScript ? "; script-src 'sha256-\(HTML(stringLiteral: SpinScript.digest))'" : ""
  }

  private var script: HTML {
    hasScript ? "<script>\(HTML(stringLiteral: SpinScript.source))</script>" : ""
  }

  private var summary: HTML {
    let count = report.volumes.count
    let warnings = report.volumes.flatMap(\.findings).count { $0.severity == .warning }
    let files =
      "\(report.filesRead) files read, \(report.filesUsed) used, "
      + "\(report.skipped.count) skipped"
    let volumes = "\(count) volume\(count == 1 ? "" : "s")"
    let text = warnings == 1 ? "1 warning" : "\(warnings) warnings"
    return """
      <span class="chip">\(volumes)</span> <span class="chip\(warnings > 0 ? " warning" : "")">\
      \(text)</span> <span class="chip">\(files)</span>
      """
  }

  /// Links to the volumes, if there is more than a screen of them.
  private var contents: HTML {
    guard volumes.count > 1 else { return .empty }
    let items = volumes.map { section -> HTML in
      "<li><a href=\"#volume-\(section.plan.id)\">\(section.name)</a>\(section.badges)</li>"
    }
    return "<nav aria-label=\"Volumes\"><ol>\(items)</ol></nav>"
  }
}
