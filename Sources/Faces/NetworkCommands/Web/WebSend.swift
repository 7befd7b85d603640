import DICOMNetwork
import DICOMWebClient
import Locks

extension ReachableWeb {
  /// Stores files.
  ///
  /// - Parameters:
  ///   - items: The files.
  ///   - others: Files that are none of DICOM.
  /// - Returns: What became of each.
  func send(_ items: [StoreUser.Item], others: Int) async throws -> SendReport {
    let answers = Locked<[WebStoreAnswer]>([])
    let start = ContinuousClock.now
    try await with { client in
      try await client.store(items) { answer in answers.withLock { $0.append(answer) } }
    }
    let order = Dictionary(
      items.enumerated().map { ($0.element.path, $0.offset) }, uniquingKeysWith: { $1 })
    let sorted = answers.withLock { $0 }.sorted { order[$0.path] ?? 0 < order[$1.path] ?? 0 }
    return SendReport(
      place: name, files: sorted.map(SendReport.File.init), others: others,
      bytes: sorted.reduce(0) { $0 + $1.byteCount },
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

extension SendReport.File {
  fileprivate init(_ answer: WebStoreAnswer) {
    let status = answer.reason ?? (answer.isStored ? 0 : nil)
    self.init(
      path: answer.path, stored: answer.isStored, status: status.map(Self.digits),
      comment: answer.comment)
  }

  private static func digits(_ status: Int) -> String {
    let text = String(status & 0xFFFF, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}
