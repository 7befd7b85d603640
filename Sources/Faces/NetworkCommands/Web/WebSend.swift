import DICOMNetwork
import DICOMWebClient
import Locks
import Schemas

extension ReachableWeb {
  /// Stores files.
  ///
  /// - Parameters:
  ///   - files: The files.
  ///   - progress: Learns how far it has come.
  /// - Returns: What became of each, in their order.
  /// - Throws: `WebClientError`.
  func send(_ files: FilesToSend, telling progress: TransferProgress) async throws -> SendReport {
    let answers = Locked<[String: WebStoreAnswer]>([:])
    let start = ContinuousClock.now
    try await with { client in
      try await client.store(files.items) { answer in
        progress.add(bytes: answer.byteCount)
        answers.withLock { $0[answer.path] = answer }
      }
    }
    let told = answers.withLock { $0 }
    let sorted = files.items.compactMap { told[$0.path] }
    return SendReport(
      place: name,
      answers: files.unreadable.map { SendReport.File($0) } + sorted.map { SendReport.File($0) },
      of: files, bytes: sorted.reduce(0) { $0 + $1.byteCount },
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

extension SendReport.File {
  fileprivate init(_ answer: WebStoreAnswer) {
    let status = answer.reason ?? (answer.isStored ? 0 : nil)
    self.init(
      path: answer.path, stored: answer.isStored, status: status.map(Self.digits),
      comment: answer.comment,
      code: answer.isStored ? nil : Failure.Code.operationFailed.rawValue)
  }

  private static func digits(_ status: Int) -> String {
    let text = String(status & 0xFFFF, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - text.count) + text
  }
}
