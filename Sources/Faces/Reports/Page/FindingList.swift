import Faults
import SeriesLoading

/// The findings of a volume, warnings first.
struct FindingList {
  let findings: [Finding]
  let words: RemedyWords

  /// Files of a finding or a code that are named before the rest is only counted.
  static let shownFiles = 200

  var html: HTML {
    guard !findings.isEmpty else { return "<p class=\"quiet\">No findings.</p>" }
    let warnings = findings.filter { $0.severity == .warning }
    let notes = findings.filter { $0.severity == .note }
    return "<ul class=\"findings\">\((warnings + notes).map(item))</ul>"
  }

  private func item(_ finding: Finding) -> HTML {
    """
    <li class="\(finding.severity.rawValue)">
    <p><span class="severity">\(finding.severity.rawValue)</span> \
    <code>\(finding.code.rawValue)</code> \(finding.message)</p>
    \(advice(finding))\(numbers(finding))\(Self.files(finding.files))
    </li>
    """
  }

  private func advice(_ finding: Finding) -> HTML {
    let advice = words.advice(finding.code.advice, remedies: finding.code.remedies)
    return "<p class=\"advice\">\(HTML.sentence(advice))</p>"
  }

  private func numbers(_ finding: Finding) -> HTML {
    let entries = finding.values.sorted { $0.key < $1.key }.map { name, values -> HTML in
      let shown = values.prefix(24).map(\.shortText).joined(separator: ", ")
      let rest = values.count - min(values.count, 24)
      return """
        <span class="value"><i>\(name)</i> \(shown)\(rest > 0 ? ", … \(rest) more" : "")</span>
        """
    }
    return entries.isEmpty ? .empty : "<p class=\"values\">\(entries)</p>"
  }

  /// Paths that can be folded away.
  static func files(_ paths: [String]) -> HTML {
    guard !paths.isEmpty else { return .empty }
    let items = paths.prefix(shownFiles).map { path -> HTML in "<li>\(path)</li>" }
    let rest = paths.count - items.count
    let more: HTML = rest > 0 ? "<li>… and \(rest) more</li>" : ""
    return """
      <details><summary>\(paths.count) file\(paths.count == 1 ? "" : "s")</summary>\
      <ul class="files">\(items)\(more)</ul></details>
      """
  }
}
