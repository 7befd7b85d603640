import Files
import FoundationEssentials
package import SagittaEngine

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

  private let process: ChildProcess
  private let descriptor: Int32
  private let place: String
  private var isComplete = false

  /// Starts the program.
  init(from program: String, place: String) throws {
    self.place = place
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Self.failure(place, errno) }
    // The other program is to have the one end alone, or it would never see this side go.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
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
  /// - Parameter limit: The most bytes that it may have.
  /// - Returns: Its bytes.
  /// - Throws: ``RemoteFault`` for what the other program says, and if it breaks off.
  func next(atMost limit: Int) throws -> [UInt8]? {
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
    guard length <= UInt64(max(0, limit)) else {
      throw RemoteFault(
        code: "over-limit", kind: .overLimit,
        description: "\(place): the instances need more memory than is allowed; "
          + (Remedy.raiseMemoryLimit.commandPhrase ?? ""))
    }
    return try read(Int(length))
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      // SAFETY: `count - done` bytes follow `done`.
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + done }, count - done)
      }
      if got > 0 {
        done += got
      } else if got == 0 {
        throw Self.failure(place, EPIPE)
      } else if errno != EINTR {
        throw Self.failure(place, errno)
      }
    }
    return bytes
  }

  private static func failure(_ place: String, _ code: Int32) -> RemoteFault {
    RemoteFault(
      code: "connection-lost", kind: .ioFailed,
      description: "\(place): the program sagitta-network broke off "
        + "(\(FileReadingError.system(code).description))")
  }
}

/// What another program says of an input.
package struct RemoteFault: Fault, Codable {
  /// A stable word.
  package let code: FaultCode
  /// Whose fault it is.
  package let kind: FaultKind
  /// One line.
  package let description: String

  private enum CodingKeys: String, CodingKey { case code, kind, message }

  package init(code: FaultCode, kind: FaultKind, description: String) {
    self.code = code
    self.kind = kind
    self.description = description
  }

  /// Says of an error what a fault says of itself.
  package init(_ error: any Error) {
    let fault = error as? any Fault
    self.init(
      code: fault?.code ?? "bad-input", kind: fault?.kind ?? .badInput,
      description: fault?.description ?? "\(error)")
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Words of another program are not trusted to be such words.
    kind = FaultKind(rawValue: try container.decode(String.self, forKey: .kind)) ?? .badInput
    code = FaultCode(rawValue: kind.rawValue)
    description = try container.decode(String.self, forKey: .message)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(code.rawValue, forKey: .code)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode(description, forKey: .message)
  }
}
