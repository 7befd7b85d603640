import CBatches
import Files
import Forks
import SagittaEngine
import SeriesLoading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A copy of this process that does one thing, says what came of it and ends.
///
/// Nothing that it does reaches this one: not a crash, not memory, not an end by the system.
///
/// The process that makes copies may have one thread only.
final class SplitProcess {
  /// How a process ended.
  enum End: Equatable {
    /// By itself, with this status.
    case exit(Int32)
    /// By a signal.
    case signal(Int32)
  }

  /// What comes out of it; readable as long as it lives.
  let descriptor: Int32
  private let number: pid_t
  private let complaints: TemporaryFile?
  private var answer: [UInt8] = []
  private var isOver = false

  /// The longest answer that is read; a process that goes on writing is out of its mind.
  private static let longestAnswer = 64 << 20

  /// Starts a process.
  ///
  /// - Parameters:
  ///   - isHeard: Whether it complains where this process does; else its complaints are kept.
  ///   - body: What it does; what it returns is its answer.
  /// - Throws: `FileReadingError` if the system has no room for another process.
  init(isHeard: Bool = false, _ body: () -> [UInt8]) throws {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw FileReadingError.system(errno) }
    // Programs that are started have no part in it.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    complaints = isHeard ? nil : try? TemporaryFile()
    number = sagitta_batch_split(complaints?.descriptor ?? STDERR_FILENO)
    guard number != 0 else {
      close(ends[0])
      var bytes: [UInt8] = []
      let (remote, protected) = (RemoteInputs.current, ProtectedFiles.current)
      SoundThread.run {
        bytes = RemoteInputs.$current.withValue(remote) {
          ProtectedFiles.$current.withValue(protected, operation: body)
        }
      }
      let code = unsafe bytes.withUnsafeBytes { unsafe writeAll($0, to: ends[1]) }
      _exit(code == 0 ? 0 : 1)
    }
    let code = errno
    close(ends[1])
    descriptor = ends[0]
    guard number > 0 else {
      isOver = true
      close(descriptor)
      throw FileReadingError.system(code)
    }
  }

  deinit {
    guard !isOver else { return }
    kill()
    _ = wait()
  }

  /// Ends it at once, with all that it started.
  func kill() { sagitta_batch_kill(number) }

  /// Asks it to end.
  func terminate() { sagitta_batch_terminate(number) }

  /// Takes what came out of it.
  ///
  /// - Returns: Whether that was the last.
  func receive() -> Bool {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(descriptor, &piece, piece.count)
    if count > 0 {
      answer += piece[..<count]
      if answer.count > Self.longestAnswer { kill() }
      return false
    }
    return count == 0 || errno != EINTR
  }

  /// Waits for its end.
  func wait() -> (end: End, answer: [UInt8], peakBytes: Int) {
    precondition(!isOver, "a process ends once")
    isOver = true
    close(descriptor)
    var peak: Int64 = 0
    let status = unsafe sagitta_batch_wait(number, &peak)
    let signal = status & 0x7F
    let end: End = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    return (end, answer, Int(peak))
  }

  /// The last line that it complained with; nil if it did not.
  var lastComplaint: String? {
    guard let complaints else { return nil }
    let size = Int(lseek(complaints.descriptor, 0, SEEK_END))
    let start = max(0, size - 4096)
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = unsafe pread(complaints.descriptor, &bytes, bytes.count, off_t(start))
    guard count > 0 else { return nil }
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last { !$0.isEmpty }.map { String($0.prefix(500)) }
  }

  /// Runs something in a process of its own and waits for its answer.
  ///
  /// - Returns: The answer; nil if it did not come to its end.
  static func answer(of body: () -> [UInt8]) throws -> [UInt8]? {
    let process = try SplitProcess(isHeard: true, body)
    while !process.receive() {}
    let (end, answer, _) = process.wait()
    return end == .exit(0) ? answer : nil
  }
}
