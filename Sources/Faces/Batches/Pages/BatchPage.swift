import Files
import FoundationEssentials
import Reports
import SagittaEngine

/// One page about a batch: how far it is, what could not be done, what was found, and a picture of every item.
///
/// It needs nothing but the pictures beside it, where they are too many to be in it. It names no patient but for
/// what descriptions of series say; messages, which hold names of files, are left out unless they are asked for.
package struct BatchPage {
  private let folder: String
  private let showsIdentity: Bool
  private let rows: [LedgerRow]
  private let summary: BatchSummary

  /// Bytes of pictures that are put into the page, of one and of all.
  private static let largestPicture = 256 << 10
  private static let allPictures = 24 << 20
  /// Items that are shown with a picture; all stand in the ledger.
  private static let mostPictures = 5000

  /// Reads the ledgers of a batch.
  ///
  /// - Throws: ``BatchError/noLedger(path:)``.
  package init(of folder: String, showsIdentity: Bool) throws {
    self.folder = folder
    self.showsIdentity = showsIdentity
    summary = try BatchSummary(of: folder)
    rows = try Ledgers(in: folder).latest().values.sorted {
      $0.item.utf8.lexicographicallyPrecedes($1.item.utf8)
    }
  }

  /// Writes `index.html` into the folder of the batch, in a process of its own, whose memory goes with it.
  ///
  /// - Throws: `FileWritingError`, ``BatchError/noLedger(path:)``.
  package static func write(in folder: String, showsIdentity: Bool) throws {
    _ = try ProcessAnswer<Bool>.of {
      try BatchPage(of: folder, showsIdentity: showsIdentity).write()
      return true
    }
  }

  private func write() throws {
    var file = try OutputFile(at: "\(folder)/index.html")
    try file.write(Array(head.markup.utf8))
    try file.write(Array(failures.markup.utf8))
    try file.write(Array(findings.markup.utf8))
    try file.write(Array("<section><h2>Items</h2><div class=\"pictures\">\n".utf8))
    var room = Self.allPictures
    for row in rows.filter({ $0.state == .done }).prefix(Self.mostPictures) {
      try file.write(Array(figure(row, room: &room).markup.utf8))
    }
    try file.write(Array("</div></section>\n</main></body></html>\n".utf8))
    try file.finish()
  }

  private var head: HTML {
    let chips: [(String, Int, Bool)] = [
      ("items", summary.items, false), ("done", summary.done, false),
      ("failed", summary.failed, summary.failed > 0),
      ("quarantined", summary.quarantined, summary.quarantined > 0),
      ("still to do", summary.pending, false),
    ]
    let marks = chips.filter { $0.1 > 0 }.map { name, count, isWarning -> HTML in
      "<span class=\"chip\(isWarning ? " warning" : "")\">\(count) \(name)</span> "
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      img-src 'self' data: file:; style-src 'unsafe-inline'">
      <title>Batch: \(summary.done) of \(summary.items) done</title>
      <style>
      \(ReportStyle.css)
      table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
      figcaption, td { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <header><h1>Batch</h1><p class="summary">\(marks)</p></header>
      <main>

      """
  }

  private var failures: HTML {
    guard !summary.failures.isEmpty else { return .empty }
    let lines = summary.failures.map { failure -> HTML in
      let message = showsIdentity ? failure.message : ""
      return """
        <tr><td>\(failure.item)</td><td>\(failure.state.rawValue)</td>\
        <td><code>\(failure.code)</code></td><td>\(message)</td></tr>
        """
    }
    return """
      <section><h2>Not done</h2><table>
      <tr><th>Item</th><th>State</th><th>Code</th><th></th></tr>
      \(lines)
      </table></section>

      """
  }

  /// How many items have each finding.
  private var findings: HTML {
    var counts: [String: Int] = [:]
    for row in rows where row.state == .done {
      for code in Set(row.findings.compactMap(\.code)) { counts[code, default: 0] += 1 }
    }
    guard !counts.isEmpty else { return .empty }
    let lines = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
      code, count -> HTML in
      "<tr><td><code>\(code)</code></td><td>\(count)</td></tr>"
    }
    return """
      <section><h2>Findings</h2><table>
      <tr><th>Finding</th><th>Items</th></tr>
      \(lines)
      </table></section>

      """
  }

  private func figure(_ row: LedgerRow, room: inout Int) -> HTML {
    let codes = Set(row.findings.compactMap(\.code)).sorted().joined(separator: ", ")
    let caption: HTML = "<figcaption>\(row.item)<br>\(codes)</figcaption>"
    guard let picture = row.outputs.first(where: { Self.type(of: $0.path) != nil }) else {
      return "<figure>\(caption)</figure>\n"
    }
    let source = source(of: picture, room: &room)
    return """
      <figure><div class="plane"><img loading="lazy" alt="" src="\(source)"></div>\(caption)</figure>

      """
  }

  /// The picture itself while there is room, then where it lies.
  private func source(of picture: LedgerRow.Output, room: inout Int) -> String {
    guard picture.bytes <= min(Self.largestPicture, room), let type = Self.type(of: picture.path),
      let file = try? ByteSource.file("\(folder)/\(picture.path)").open(),
      let bytes = try? file.bytes(at: 0, count: file.count)
    else { return Self.link(to: picture.path) }
    room -= bytes.count
    return "data:\(type);base64,\(Data(bytes).base64EncodedString())"
  }

  private static func type(of path: String) -> String? {
    switch path.split(separator: ".").last?.lowercased() {
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "gif": "image/gif"
    default: nil
    }
  }

  /// A path as an address: what is not plain in per cent.
  private static func link(to path: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/+@=".utf8)
    return FileNameText.bytes(path).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return plain.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}

extension JSONValue {
  /// The code of a finding.
  fileprivate var code: String? {
    if case .object(let object) = self, case .text(let code)? = object["code"] { code } else { nil }
  }
}
