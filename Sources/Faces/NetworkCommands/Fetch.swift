import DICOMNetwork
import Faults
import FoundationEssentials

/// One place's instances on their way into a folder.
struct Fetch: Sendable {
  private let origin: any InstanceOrigin
  private let folder: String

  init(_ origin: any InstanceOrigin, into folder: String) {
    self.origin = origin
    self.folder = folder
  }

  /// Fetches what is missing.
  ///
  /// - Parameter isQuiet: Whether nothing is said of how far it has come.
  /// - Returns: What came of it.
  /// - Throws: What keeps the place from answering.
  func run(quietly isQuiet: Bool) async throws -> FetchReport {
    let start = ContinuousClock.now
    let all = try await origin.instances()
    let missing = all.filter { !isThere($0) }
    let progress = TransferProgress(of: missing.count, isQuiet: isQuiet)
    let store = StoreFolder(folder) { progress.add(bytes: $0.byteCount) }
    defer { progress.end() }
    try await origin.get(missing, whole: missing.count == all.count, into: store)
    // What counts is what is there, whatever the other side says of it.
    let failed = missing.filter { !isThere($0) }.map(\.uid)
    return FetchReport(
      place: origin.name, found: all.count, there: all.count - missing.count,
      fetched: missing.count - failed.count, bytes: progress.byteCount,
      seconds: (ContinuousClock.now - start) / .seconds(1), failed: failed)
  }

  /// Whether a file of an instance is there; what has no proper UID never is.
  private func isThere(_ instance: InstanceFetcher.Instance) -> Bool {
    let uids = [instance.study, instance.series, instance.uid]
    guard uids.allSatisfy({ SafeUID($0) != nil }) else { return false }
    return FileManager.default.fileExists(
      atPath: "\(folder)/\(uids.joined(separator: "/")).dcm")
  }
}

/// What came of a fetch.
struct FetchReport: Codable, Hashable, Sendable {
  /// The place.
  let place: String
  /// Instances that the place has.
  let found: Int
  /// Those that were there already.
  let there: Int
  /// Those that came.
  let fetched: Int
  /// Their bytes.
  let bytes: Int
  /// How long it took.
  let seconds: Double
  /// The UIDs of those that did not come.
  let failed: [String]

  var text: String {
    let rate = seconds > 0 ? Int(Double(bytes) / seconds) : 0
    return "\(fetched) of \(found) instances came from \(place), \(there) were there already; "
      + "\(ByteAmount(bytes)) at \(ByteAmount(rate))/s"
  }
}

/// Some instances did not come.
struct FetchIncomplete: Fault {
  let report: FetchReport

  var code: FaultCode { "fetch-incomplete" }
  var kind: FaultKind { .ioFailed }
  var isCodePromised: Bool { true }
  var description: String {
    "\(report.failed.count) of \(report.found) instances did not come from \(report.place); "
      + "the same command again asks for them only"
  }
}
