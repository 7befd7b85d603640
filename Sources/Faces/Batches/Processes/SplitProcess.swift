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

/// A copy of this process that does something apart, and says what came of it.
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

  /// What comes out of it, and goes to it.
  let descriptor: Int32
  private let number: pid_t
  private let complaints: TemporaryFile?
  private var complaintsBefore = 0
  private var isOver = false

  /// Starts a process.
  ///
  /// - Parameters:
  ///   - isHeard: Whether it complains where this process does; else its complaints are kept.
  ///   - body: What it does, with its end of the line to this process; returns whether that went well.
  /// - Throws: `FileReadingError` if the system has no room for another process.
  init(isHeard: Bool = false, _ body: (_ line: Int32) -> Bool) throws {
    var ends: [Int32] = [0, 0]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0 else {
      throw FileReadingError.system(errno)
    }
    // Programs that are started have no part in it.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    complaints = isHeard ? nil : try? TemporaryFile()
    number = sagitta_batch_split(complaints?.descriptor ?? STDERR_FILENO)
    guard number != 0 else {
      close(ends[0])
      var isWell = false
      let (remote, protected) = (RemoteInputs.current, ProtectedFiles.current)
      SoundThread.run {
        isWell = RemoteInputs.$current.withValue(remote) {
          ProtectedFiles.$current.withValue(protected) { body(ends[1]) }
        }
      }
      _exit(isWell ? 0 : 1)
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
    if !isOver { end() }
  }

  /// Ends it at once, with all that it started.
  func kill() { sagitta_batch_kill(number) }

  /// Ends it at once, and waits for that.
  func end() {
    kill()
    _ = wait()
  }

  /// Tells one end of a line something.
  ///
  /// - Returns: Whether all of it was taken; not if nobody is at the other end.
  static func tell(_ text: String, to line: Int32) -> Bool {
    let code = unsafe Array((text + "\n").utf8).withUnsafeBytes { bytes in
      // SAFETY: what is asked for lies within the buffer.
      unsafe writeAll(bytes, to: line) { start, count, _ in
        unsafe send(line, start, count, Int32(MSG_NOSIGNAL))
      }
    }
    return code == 0
  }

  /// Waits for its end.
  func wait() -> (end: End, peakBytes: Int) {
    precondition(!isOver, "a process ends once")
    isOver = true
    close(descriptor)
    var peak: Int64 = 0
    let status = unsafe sagitta_batch_wait(number, &peak)
    let signal = status & 0x7F
    let end: End = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    return (end, Int(peak))
  }

  /// Leaves out what it has complained of so far.
  func forgetComplaints() { complaintsBefore = sizeOfComplaints }

  private var sizeOfComplaints: Int {
    complaints.map { Int(lseek($0.descriptor, 0, SEEK_END)) } ?? 0
  }

  /// The last line that it complained with; nil if it did not.
  var lastComplaint: String? {
    guard let complaints else { return nil }
    let size = sizeOfComplaints
    let start = max(complaintsBefore, size - 4096)
    guard size > start else { return nil }
    var bytes = [UInt8](repeating: 0, count: size - start)
    let count = unsafe pread(complaints.descriptor, &bytes, bytes.count, off_t(start))
    guard count > 0 else { return nil }
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.last { !$0.isEmpty }.map { String($0.prefix(500)) }
  }

  /// Runs something in a process of its own and waits for its answer.
  ///
  /// - Parameter body: What it does; returns one line.
  /// - Returns: The answer; nil if it did not come to its end.
  /// - Throws: `FileReadingError` if the system has no room for another process.
  static func answer(of body: () -> String) throws -> [UInt8]? {
    let process = try SplitProcess(isHeard: true) { tell(body(), to: $0) }
    var lines = InputLines(from: process.descriptor)
    lines.awaitOne()
    if lines.isEmpty { process.kill() }
    let answer = lines.next()
    return process.wait().end == .exit(0) ? answer : nil
  }
}
