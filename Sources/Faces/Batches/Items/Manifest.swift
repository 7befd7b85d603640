import Compression
import Files
import FoundationEssentials
import Outputs
import SagittaEngine
package import WorkScheduling

/// A list of what a batch is to work on: a table with the columns `input` and `name`, or such objects, one a line.
///
/// Objects may also be items as an index has them; those are taken as they are.
package struct Manifest: Sendable {
  private struct Row: Decodable {
    var input: String?
    var inputs: [String]?
    var name: String?
    var item: String?
    var source: String?
    var bytes: Int?
    var memory: Int?
  }

  private let path: String
  private let rows: [(line: Int, row: Row)]

  /// Reads a manifest.
  ///
  /// - Parameter path: A file whose name ends in `.csv` or `.jsonl`.
  /// - Throws: `FileReadingError`; ``BatchError/badManifest(path:row:reason:)``.
  package init(at path: String) throws {
    self.path = path
    let file = try ByteSource.file(path).open()
    let bytes = try file.bytes(at: 0, count: file.count)
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw BatchError.badManifest(path: path, row: 1, reason: "the file is no text in UTF-8")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    rows =
      try path.lowercased().hasSuffix(".csv")
      ? Self.table(text, at: path) : Self.objects(text, at: path)
  }

  /// The items, in the order of their names.
  ///
  /// - Parameter context: The workers.
  /// - Returns: An item for each row.
  /// - Throws: ``BatchError/badManifest(path:row:reason:)``; `WorkCancelled`.
  package func items(_ context: WorkContext) throws -> [BatchItem] {
    let names = try names()
    let alone = WorkContext(workers: 1, cancellation: context.cancellation)
    let items = try context.map(rows.count, stage: "scanning") { [rows] n in
      let row = rows[n].row
      let inputs = row.inputs ?? [row.input ?? ""]
      guard let source = row.source, let memory = row.memory else {
        return try SeriesIndex.item(of: inputs, named: names[n], context: alone)
      }
      return BatchItem(
        item: names[n], inputs: inputs, source: source, bytes: row.bytes ?? 0, memory: memory)
    }
    return items.sorted { $0.item.utf8.lexicographicallyPrecedes($1.item.utf8) }
  }

  /// The name of each row, each once.
  private func names() throws -> [String] {
    var taken: [String: Int] = [:]
    return try rows.map { line, row in
      let inputs = row.inputs ?? row.input.map { [$0] } ?? []
      guard let first = inputs.first, !inputs.contains(where: \.isEmpty) else {
        throw refusal(line, "it names no input")
      }
      let name = row.item ?? row.name.flatMap { $0.isEmpty ? nil : $0 } ?? Self.name(of: first)
      guard name == SafeFileName.name(name), Self.isSafe(name) else {
        throw refusal(
          line, "'\(name)' cannot name a folder everywhere: use letters, digits and . + - _ = @")
      }
      if let other = taken.updateValue(line, forKey: name.lowercased()) {
        throw refusal(line, "the name '\(name)' is that of row \(other) already")
      }
      return name
    }
  }

  private static func isSafe(_ name: String) -> Bool {
    !name.hasPrefix(".") && name.split(separator: "-").joined(separator: "-") == name
      && name.split(separator: "-").allSatisfy { SafeFileName.part("a\($0)a") == "a\($0)a" }
  }

  /// The last part of an input, and a digest of all of it.
  private static func name(of input: String) -> String {
    let last = input.split(separator: "/").last.map(String.init)
    return SafeFileName.name(
      "\(SafeFileName.part(last))-\(SHA256Digest.hex(of: input).prefix(16))")
  }

  private func refusal(_ line: Int, _ reason: String) -> BatchError {
    .badManifest(path: path, row: line, reason: reason)
  }

  private static func table(_ text: String, at path: String) throws -> [(line: Int, row: Row)] {
    guard let table = ManifestTable(text) else {
      throw BatchError.badManifest(path: path, row: 1, reason: "a quote is not closed")
    }
    let heading = table.rows.first?.fields.map { $0.trimmed.lowercased() } ?? []
    guard let input = heading.firstIndex(of: "input") else {
      throw BatchError.badManifest(
        path: path, row: 1, reason: "the heading has no column 'input'; a table has input,name")
    }
    let name = heading.firstIndex(of: "name")
    return try table.rows.dropFirst().map { line, fields in
      guard fields.count == heading.count else {
        throw BatchError.badManifest(
          path: path, row: line,
          reason: "it has \(fields.count) fields, and the heading \(heading.count)")
      }
      return (line, Row(input: fields[input], name: name.map { fields[$0] }))
    }
  }

  private static func objects(_ text: String, at path: String) throws -> [(line: Int, row: Row)] {
    let decoder = JSONDecoder()
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return try lines.enumerated().compactMap { n, line in
      guard !line.allSatisfy(\.isWhitespace) else { return nil }
      do {
        return (n + 1, try decoder.decode(Row.self, from: Data(line.utf8)))
      } catch {
        throw BatchError.badManifest(
          path: path, row: n + 1, reason: "it is no JSON object with texts 'input' and 'name'")
      }
    }
  }
}
