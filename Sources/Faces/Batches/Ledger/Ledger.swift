import CBatches
import Files
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The ledger of one part of a batch: a line for each attempt, appended in one piece.
///
/// Whoever has it open is alone at it.
package final class Ledger {
  private let path: String
  private let descriptor: Int32
  private var written = ContinuousClock.now
  private var isDirty = false

  /// How long a line may lie in the system's memory alone.
  private static let patience: Duration = .seconds(1)

  /// Opens a ledger, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - folder: The results of the batch.
  ///   - shard: Which part.
  /// - Throws: ``BatchError/isRunning(path:)``; `FileWritingError`.
  package init(in folder: String, shard: Int) throws {
    path = "\(folder)/\(Self.name(of: shard))"
    descriptor = Descriptors.open(path, flags: O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileWritingError(.cannotCreate, reason: .system(errno), path: path)
    }
    guard sagitta_batch_lock(descriptor, 1) == 0 else { throw BatchError.isRunning(path: folder) }
    try closeTornLine()
  }

  deinit { close(descriptor) }

  /// `ledger-0.jsonl`.
  static func name(of shard: Int) -> String { "ledger-\(shard).jsonl" }

  /// Whether a name is that of a ledger.
  static func isName(_ name: String) -> Bool {
    name.hasPrefix("ledger-") && name.hasSuffix(".jsonl")
  }

  /// Appends a line.
  ///
  /// - Throws: `FileWritingError`.
  package func append(_ row: LedgerRow) throws { try append(line: try JSONLines.line(row)) }

  private func append(line: String) throws {
    let bytes = Array((line + "\n").utf8)
    // One call, so that nobody ever sees a part of a line but the end of the machine.
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else {
      let code = count < 0 ? errno : ENOSPC
      if count > 0 { try closeTornLine() }
      throw FileWritingError(
        .failedMidway, reason: code == ENOSPC ? .diskFull : .system(code), path: path)
    }
    isDirty = true
    if ContinuousClock.now - written > Self.patience { synchronize() }
  }

  /// Has the disk take what was appended.
  package func synchronize() {
    guard isDirty else { return }
    fdatasync(descriptor)
    written = ContinuousClock.now
    isDirty = false
  }

  /// A line that was not written to its end gets one, so that the next begins a line.
  private func closeTornLine() throws {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { return }
    var last: UInt8 = 0
    // SAFETY: one byte is read into one byte.
    guard unsafe pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") else {
      return
    }
    var end = UInt8(ascii: "\n")
    guard unsafe write(descriptor, &end, 1) == 1 else {
      throw FileWritingError(.failedMidway, reason: .system(errno), path: path)
    }
  }
}

/// Calls of the system with names of files.
enum Descriptors {
  static func open(_ path: String, flags: Int32) -> Int32 {
    unsafe FileNameText.withPath(path) { unsafe Glibc.open($0, flags, 0o666) }
  }
}
