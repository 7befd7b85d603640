import MessageExchange
import UpperLayer

/// Answers more than C-ECHO and C-STORE.
protocol ArchiveAnswering: ServiceProvider {
  /// Answers a request, whose data set has not been read.
  ///
  /// - Returns: Whether the operation is known.
  func answer(
    _ command: Command, contextID: UInt8, on association: Association
  ) async throws -> Bool
}

/// What a node does with requests.
struct ArchiveProvider: ArchiveAnswering {
  let archive: ArchiveServices
  let folder: StoreFolder?
  let tell: @Sendable (ServedOperation) -> Void

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    let counter = StoreCounter(tell)
    return try counter.counting {
      guard let folder else { throw Refusal(.notAuthorized, comment: "nothing is taken here") }
      return CountedInstance(try folder.receive(instance), counter)
    }
  }

  func answer(
    _ command: Command, contextID: UInt8, on association: Association
  ) async throws -> Bool {
    guard [.findRequest, .moveRequest, .getRequest].contains(command.field) else { return false }
    let start = ContinuousClock.now
    guard let request = try await association.archiveRequest(command, contextID: contextID) else {
      return true
    }
    let tally =
      switch command.field {
      case .findRequest: try await association.answerFind(request, from: archive)
      case .moveRequest: try await association.answerMove(request, from: archive)
      default: try await association.answerGet(request, from: archive)
      }
    tell(ServedOperation(command.field.name, tally, since: start))
    return true
  }
}

/// Tells of an instance that is taken or refused.
private struct StoreCounter {
  private let start = ContinuousClock.now
  private let tell: @Sendable (ServedOperation) -> Void

  init(_ tell: @escaping @Sendable (ServedOperation) -> Void) { self.tell = tell }

  func tell(_ status: OperationStatus, byteCount: Int) {
    let count = status.category == .failure ? 0 : 1
    tell(
      ServedOperation(
        "C-STORE", Tally(status: status, count: count, byteCount: byteCount), since: start))
  }

  /// What `body` returns; a refusal is told of.
  func counting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let refusal as Refusal {
      tell(refusal.status, byteCount: 0)
      throw refusal
    }
  }
}

/// An instance whose bytes are counted.
private final class CountedInstance: InstanceReceiver {
  private let receiver: any InstanceReceiver
  private let counter: StoreCounter
  private var byteCount = 0

  init(_ receiver: any InstanceReceiver, _ counter: StoreCounter) {
    self.receiver = receiver
    self.counter = counter
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws {
    byteCount += bytes.count
    try counter.counting { try unsafe receiver.take(bytes) }
  }

  func finish() throws -> OperationStatus {
    let status = try counter.counting { try receiver.finish() }
    counter.tell(status, byteCount: byteCount)
    return status
  }
}

extension ServedOperation {
  init(_ name: String, _ tally: Tally, since start: ContinuousClock.Instant) {
    self.init(
      name: name, status: tally.status, count: tally.count, byteCount: tally.byteCount,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
