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
      on: &report, loader: VolumeLoader(), context: context)
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
    case .text(let text): .text(names[text] ?? text)
    case .list(let values): .list(values.map { $0.replacingTexts(names) })
    case .object(let fields): .object(fields.mapValues { $0.replacingTexts(names) })
    default: self
    }
  }
}
