import DICOMCoding
import DICOMModel
import MessageExchange
import UpperLayer

/// A retrieval that is under way: sends instances one by one, and says how far it has come.
final class Retrieval {
  let request: ArchiveRequest
  private let asker: Association
  private let archive: ArchiveServices
  private var counts = SubOperations()
  private var failed: [String] = []
  private(set) var tally = Tally()
  private var told = ContinuousClock.now - Retrieval.pause

  /// How long nothing more is told, so that telling costs nothing.
  private static let pause = Duration.milliseconds(100)

  /// So many UIDs fit a value whose length has 16 bits.
  private static let mostNamed = 1000

  init(_ request: ArchiveRequest, asker: Association, archive: ArchiveServices) {
    self.request = request
    self.asker = asker
    self.archive = archive
  }

  /// Looks at what is meant, page by page.
  ///
  /// - Throws: ``Refusal`` if the index does not answer; what `body` throws.
  func forEachInstance(_ body: (IndexedInstance) async throws -> Void) async throws {
    var position: IndexPosition?
    repeat {
      let page = try await page(after: position)
      for instance in page.elements { try await body(instance) }
      position = page.next
    } while position != nil
  }

  private func page(after position: IndexPosition?) async throws -> IndexPage<IndexedInstance> {
    do {
      return try await Association.elsewhere {
        try await archive.index.instances(
          of: request.query, after: position, atMost: ArchiveServices.pageSize)
      }
    } catch {
      throw Refusal(.unableToProcess, comment: "the index cannot answer")
    }
  }

  /// Counts what there is to send.
  ///
  /// - Returns: The kinds of instances that there are, in order.
  func survey() async throws -> [StoredForm] {
    var forms: [StoredForm] = []
    var seen: Set<StoredForm> = []
    try await forEachInstance { instance in
      counts.remaining += 1
      if seen.insert(instance.form).inserted { forms.append(instance.form) }
    }
    return forms
  }

  /// Whether the one who asked has given up.
  var isCancelled: Bool { asker.isCancelled(request) }

  /// Sends an instance, and tells the one who asked.
  ///
  /// - Parameters:
  ///   - instance: The instance.
  ///   - store: Sends its file.
  /// - Throws: What `store` throws; ``AskerIsGone``.
  func send(
    _ instance: IndexedInstance, by store: (StoredHead) async throws -> StoreUser.Answer
  ) async throws {
    guard let head = StoredHead(path: instance.path) else { return try await fail(instance) }
    let answer: StoreUser.Answer
    do {
      answer = try await store(head)
    } catch {
      try await fail(instance)
      throw error
    }
    guard answer.isStored else { return try await fail(instance) }
    if answer.status?.category == .warning { counts.warning += 1 } else { counts.completed += 1 }
    tally.count += 1
    tally.byteCount += answer.byteCount
    try await finish()
  }

  /// Counts an instance that cannot be sent.
  func fail(_ instance: IndexedInstance) async throws {
    counts.failed += 1
    if failed.count < Self.mostNamed { failed.append(instance.sopInstance) }
    try await finish()
  }

  private func finish() async throws {
    // What was added since the survey was not counted.
    counts.remaining = max(0, counts.remaining - 1)
    guard ContinuousClock.now - told >= Self.pause else { return }
    told = .now
    guard let answer = request.command.answer(.pending, subOperations: counts) else { return }
    do {
      try await asker.send(answer, contextID: request.contextID)
    } catch {
      throw AskerIsGone(reason: error)
    }
  }

  /// Says how it went as a whole (PS3.4 C.4.2.1.5 and C.4.3.1.4).
  func conclude() async throws {
    tally.status = status
    let identifier = try failedInstances()
    guard
      let answer = request.command.answer(
        tally.status, hasDataSet: identifier != nil, subOperations: counts)
    else { return }
    guard let identifier else {
      return try await asker.send(answer, contextID: request.contextID)
    }
    try await asker.send(answer, with: identifier, contextID: request.contextID)
  }

  private var status: OperationStatus {
    if isCancelled, counts.remaining > 0 { return .cancelled }
    if counts.failed == 0, counts.warning == 0 { return .success }
    return counts.completed + counts.warning > 0
      ? .someSubOperationsFailed : .unableToPerformSubOperations
  }

  private func failedInstances() throws -> [UInt8]? {
    guard !failed.isEmpty else { return nil }
    var identifier = DataSet()
    identifier.set(.failedSOPInstanceUIDList, strings: failed)
    return try Part10Writer().dataSet(
      identifier, transferSyntax: TransferSyntax(uid: request.syntax))
  }
}

/// The one who asked for a retrieval is not there any more.
struct AskerIsGone: Error {
  let reason: any Error
}

extension IndexedInstance {
  /// Its class and syntax.
  var form: StoredForm { StoredForm(sopClass: sopClass, transferSyntax: transferSyntax) }
}
