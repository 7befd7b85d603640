import DICOMNetwork
import MessageExchange

/// Takes instances, each when it is whole: its file, with preamble and meta group.
final class WholeInstances: ServiceProvider {
  /// What is known of an instance before its bytes.
  typealias Take = @Sendable (IncomingInstance, [UInt8]) throws -> Void

  private let take: Take
  private let room: @Sendable (Int) throws -> Void

  /// Hands instances on.
  ///
  /// - Parameters:
  ///   - room: Is asked before so many more bytes are held; throws if there is no room.
  ///   - take: Gets each instance; may be called by several tasks at once.
  init(room: @escaping @Sendable (Int) throws -> Void, take: @escaping Take) {
    self.room = room
    self.take = take
  }

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    Receiver(instance, beginning: try instance.fileBeginning(), room: room, take: take)
  }

  private final class Receiver: InstanceReceiver {
    private let instance: IncomingInstance
    private var bytes: [UInt8]
    private var granted = 0
    private let room: (Int) throws -> Void
    private let take: Take

    init(
      _ instance: IncomingInstance, beginning: [UInt8], room: @escaping (Int) throws -> Void,
      take: @escaping Take
    ) {
      self.instance = instance
      bytes = beginning
      self.room = room
      self.take = take
    }

    func take(_ piece: UnsafeRawBufferPointer) throws {
      if bytes.count + piece.count > granted {
        granted = bytes.count + piece.count + (1 << 20)
        try room(bytes.count + piece.count)
      }
      unsafe bytes.append(contentsOf: piece)
    }

    func finish() throws -> OperationStatus {
      try take(instance, bytes)
      return .success
    }
  }
}
