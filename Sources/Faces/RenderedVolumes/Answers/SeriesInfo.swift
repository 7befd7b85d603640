import SagittaEngine
import WebServices

/// What is known of the volumes of a target, as the program's `info` has it.
struct SeriesInfo {
  let files: [InstanceFile]
  let context: WorkContext

  /// Looks at the volumes.
  ///
  /// - Parameters:
  ///   - report: What the headers say.
  ///   - wantsValues: Whether voxels are read for the range of their values.
  /// - Returns: JSON in which files are named by their SOP Instance UIDs, and folders not at all.
  /// - Throws: What reading throws; `WorkCancelled`.
  func json(_ report: SeriesReport, wantsValues: Bool) throws -> [UInt8] {
    var report = report
    let groups = try InfoRequest(headersOnly: !wantsValues).run(
      on: &report, loader: .served, context: context)
    let info = InfoReport(groups, report: report, showsIdentity: false, error: nil)
    return Array(try JSONText.text(named(try JSONValue(info).without(["folder"]))).utf8)
  }

  private var names: [String: String] {
    Dictionary(
      files.map { ($0.bytes.name, $0.sopInstance) }, uniquingKeysWith: { first, _ in first })
  }

  /// The same with UIDs in place of paths.
  private func named(_ value: JSONValue) -> JSONValue { value.replacingTexts(names) }
}

extension JSONValue {
  /// The same with some texts in the place of others.
  fileprivate func replacingTexts(_ names: [String: String]) -> JSONValue {
    switch self {
    case .text(let text): .text(names[text] ?? text.replacingWords(names))
    case .list(let values): .list(values.map { $0.replacingTexts(names) })
    case .object(let fields): .object(fields.mapValues { $0.replacingTexts(names) })
    default: self
    }
  }
}

extension String {
  /// The same with some texts in the place of others that stand between blanks and marks: sentences name
  /// files, too.
  fileprivate func replacingWords(_ names: [String: String]) -> String {
    // Names of files have one at least, and few sentences do.
    guard contains("/") else { return self }
    var result = ""
    var rest = self[...]
    while let start = rest.indices.first(where: { rest.isWordStart($0) && rest.hasName($0, names) }
    ),
      let end = rest.endOfName(from: start, names), let name = names[String(rest[start..<end])]
    {
      result += rest[..<start] + name
      rest = rest[end...]
    }
    return result + rest
  }
}

extension Substring {
  private static let marks: Set<Character> = [" ", ",", ":", ";", "(", ")", "'", "\""]

  fileprivate func isWordStart(_ place: Index) -> Bool {
    place == startIndex || Self.marks.contains(self[index(before: place)])
  }

  fileprivate func hasName(_ start: Index, _ names: [String: String]) -> Bool {
    endOfName(from: start, names) != nil
  }

  /// Where the longest name ends that begins at a place; names may have blanks in them.
  fileprivate func endOfName(from start: Index, _ names: [String: String]) -> Index? {
    let ends = self[start...].indices.filter { Self.marks.contains(self[$0]) } + [endIndex]
    return ends.last { names[String(self[start..<$0])] != nil }
  }
}
