import Faults
import SeriesLoading

/// The files that are part of no volume, by code.
struct SkippedSection {
  let report: SeriesReport
  let words: RemedyWords

  var html: HTML {
    guard !report.skipped.isEmpty else {
      return """
        <section id="skipped">
        <h2>Skipped files</h2>
        <p class="quiet">None: every file is part of a volume.</p>
        </section>
        """
    }
    return """
      <section id="skipped">
      <h2>Skipped files <span class="badge">\(report.skipped.count)</span></h2>
      \(report.skippedByCode.map(group))
      </section>
      """
  }

  private func group(_ code: SkippedFile.Code, files: [SkippedFile]) -> HTML {
    """
    <div class="skipped">
    <h3><code>\(code.rawValue)</code> <span class="badge">\(files.count)</span></h3>
    <p class="advice">\(HTML.sentence(words.advice(code.advice, remedies: code.remedies)))</p>
    <details\(files.count <= 5 ? HTML(" open") : .empty)><summary>\
    \(files.count) file\(files.count == 1 ? "" : "s")</summary>
    <table class="files"><tbody>\(rows(files))</tbody></table></details>
    </div>
    """
  }

  private func rows(_ files: [SkippedFile]) -> HTML {
    let shown = files.prefix(FindingList.shownFiles).map { file -> HTML in
      "<tr><td>\(file.path)</td><td>\(words.message(file.message, remedies: file.remedies))</td></tr>"
    }
    let rest = files.count - shown.count
    let more: HTML = rest > 0 ? "<tr><td colspan=\"2\">… and \(rest) more</td></tr>" : ""
    return "\(shown)\(more)"
  }
}

/// The tolerances that decided.
struct ToleranceSection {
  let tolerances: StackTolerances

  var html: HTML {
    let rows = tolerances.listed.map { entry -> HTML in
      """
      <tr><th scope="row">\(entry.name)</th><td>\(entry.value) \(entry.unit)</td>\
      <td>\(entry.reason)</td></tr>
      """
    }
    return """
      <section id="tolerances">
      <h2>Tolerances</h2>
      <table class="tolerances"><tbody>\(rows)</tbody></table>
      </section>
      """
  }
}
