import ArgumentParser
import DICOMNetwork
import Files
import Locks
import MessageExchange
import Places
import RemotePlaces
import SagittaCommands

/// What `sagitta` asks for where an input is a place: the instances, through a pipe (`InstancePipe`).
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream", abstract: "Hands instances of a place to another program.",
    shouldDisplay: false)

  @Argument var place: String

  @OptionGroup var options: PlaceOptions

  func run() throws {
    let pipe = InstancePipeEnd()
    do {
      let origin = try options.origin(place)
      guard origin.target.study != nil else {
        throw UsageError("an input on a network is a study or a series: PLACE/STUDY[/SERIES]")
      }
      try AwaitedWork.value { try await origin.getAll(into: pipe) }
      try pipe.end()
    } catch {
      try pipe.fail(error)
    }
  }
}

/// Takes instances and writes them to standard output, each behind its length.
private final class InstancePipeEnd: ServiceProvider {
  /// Instances may come on several associations at once.
  private let isWriting = Locked(())

  /// Memory of instances that were handed over, for those that come: new pages cost more than the bytes in
  /// them.
  private let free = Locked<[[UInt8]]>([])

  /// As many as come at once on usual days.
  private static let mostFree = 4

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    var bytes = free.withLock { $0.popLast() } ?? []
    bytes.removeAll(keepingCapacity: true)
    bytes += try instance.fileBeginning()
    return HeldInstance(bytes) { try self.write($0) }
  }

  private func write(_ bytes: [UInt8]) throws {
    try write(UInt64(bytes.count), bytes)
    free.withLock { free in
      if free.count < Self.mostFree { free.append(bytes) }
    }
  }

  /// All instances were written.
  func end() throws { try write(0, []) }

  /// Says why there are no more.
  func fail(_ error: any Error) throws {
    let text = Array(try CommandJSON.text(RemoteFault(error)).utf8)
    try write(UInt64(text.count) | InstancePipe.faultBit, text)
  }

  private func write(_ head: UInt64, _ bytes: [UInt8]) throws {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: head >> (8 * $0)) }
    try isWriting.withLock { _ in
      var output = try OutputFile(at: OutputFile.standardOutput)
      try output.write(length)
      try output.write(bytes)
      try output.finish()
    }
  }
}

/// One instance, until it is whole.
private final class HeldInstance: InstanceReceiver {
  private var bytes: [UInt8]
  private let write: ([UInt8]) throws -> Void

  init(_ bytes: [UInt8], write: @escaping ([UInt8]) throws -> Void) {
    self.bytes = bytes
    self.write = write
  }

  func take(_ piece: UnsafeRawBufferPointer) { unsafe bytes.append(contentsOf: piece) }

  func finish() throws -> OperationStatus {
    let whole = bytes
    bytes = []
    try write(whole)
    return .success
  }
}
