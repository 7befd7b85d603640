import Files
import FoundationEssentials
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Instances that another program hands over.
///
/// Each stands behind eight bytes, its length, little-endian. A length of 0 ends them all; the highest
/// bit marks a ``RemoteFault``, as JSON, in place of an instance.
package final class InstancePipe {
  /// Marks a length as that of a fault.
  package static let faultBit: UInt64 = 1 << 63

  /// `F_SETPIPE_SZ`, which the C library's header shows to some only.
  private static let setPipeSize: Int32 = 1031

  private let process: ChildProcess
  private let descriptor: Int32
  private let place: String
  private let context: WorkContext
  private var isComplete = false

  /// Starts the program.
  init(from program: String, place: String, context: WorkContext) throws {
    self.place = place
    self.context = context
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Self.failure(place, errno) }
    // The other program is to have the one end alone, or it would never see this side go.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // So that both work at once; a system that gives less has its reasons.
    _ = fcntl(ends[0], Self.setPipeSize, 1 << 20)
    descriptor = ends[0]
    defer { close(ends[1]) }
    do {
      process = try ChildProcess(
        program, arguments: ["stream", place], output: ends[1], complaints: STDERR_FILENO)
    } catch {
      close(ends[0])
      throw error
    }
  }

  deinit {
    close(descriptor)
    if !isComplete { process.terminate() }
    _ = process.wait()
  }

  /// The next instance; nil behind the last.
  ///
  /// - Parameters:
  ///   - memory: Where its bytes are to be.
  ///   - limit: The most bytes that it may have.
  ///   - name: What it is called.
  /// - Returns: Its bytes, in that memory.
  /// - Throws: ``RemoteFault`` for what the other program says, and if it breaks off.
  func next(
    in memory: InstanceMemory, atMost limit: Int, named name: String
  ) throws -> ByteSource? {
    let head = try read(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard head != 0 else {
      isComplete = true
      return nil
    }
    let length = head & ~Self.faultBit
    if head != length {
      let text = Data(try read(Int(min(length, 1 << 16))))
      throw try JSONDecoder().decode(RemoteFault.self, from: text)
    }
    guard length <= UInt64(max(0, limit)),
      let room = unsafe memory.room(for: Int(length))
    else {
      throw RemoteFault(
        code: "over-limit", kind: .overLimit,
        description: "\(place): the instances need more memory than is allowed",
        remedies: [.raiseMemoryLimit])
    }
    try unsafe read(into: room.bytes)
    // SAFETY: nobody writes to this room any more, and its owner is held.
    return unsafe .memory(
      adopting: UnsafeRawBufferPointer(room.bytes), owner: room.owner, name: name)
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try unsafe bytes.withUnsafeMutableBytes { try unsafe read(into: $0) }
    return bytes
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < buffer.count {
      try waitForMore()
      // SAFETY: `buffer.count - done` bytes follow `done`.
      let got = unsafe Glibc.read(
        descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      if got > 0 {
        done += got
      } else if got == 0 {
        throw Self.failure(place, EPIPE)
      } else if errno != EINTR {
        throw Self.failure(place, errno)
      }
    }
  }

  /// Waits for bytes, or the end of them, and looks now and then whether they are still wanted.
  private func waitForMore() throws {
    var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // SAFETY: there is one entry.
    while unsafe poll(&one, 1, 200) == 0 { try context.check() }
  }

  private static func failure(_ place: String, _ code: Int32) -> RemoteFault {
    RemoteFault(
      code: "connection-lost", kind: .ioFailed,
      description: "\(place): the program sagitta-network broke off "
        + "(\(FileReadingError.system(code).description))")
  }
}
