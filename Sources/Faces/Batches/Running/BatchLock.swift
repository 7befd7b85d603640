import CBatches
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps runs out of a folder that part their items in other ways than those at work there.
final class BatchLock {
  private let descriptor: Int32

  /// Takes a place among the runs at work in a folder.
  ///
  /// - Throws: ``BatchError/isRunning(path:)``; `FileWritingError`.
  init(in folder: String, parts: Int) throws {
    let path = "\(folder)/.sagitta-batch.lock"
    descriptor = Descriptors.open(path, flags: O_RDWR | O_CREAT | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileWritingError(.cannotCreate, reason: .system(errno), path: path)
    }
    // The first one says how many parts there are.
    if sagitta_batch_lock(descriptor, 1) == 0 {
      let text = Array("\(parts)\n".utf8)
      _ = ftruncate(descriptor, 0)
      _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
    guard sagitta_batch_lock(descriptor, 0) == 0, stated == parts else {
      throw BatchError.isRunning(path: folder)
    }
  }

  deinit { close(descriptor) }

  private var stated: Int? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    return Int(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmed)
  }
}
