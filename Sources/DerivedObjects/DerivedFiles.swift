import FileWriting
import Synchronization
public import WorkScheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writing derived objects to files.
public enum DerivedFiles {
  /// Makes objects and writes them, several at a time; all of them or none.
  ///
  /// Every file appears whole under its name. If one cannot be made or written, those written
  /// before are removed.
  ///
  /// - Parameters:
  ///   - paths: The file of each object; their folders are there.
  ///   - scheduler: The workers; the bytes do not depend on their number.
  ///   - object: Makes the object of a number, from 0.
  /// - Throws: `FileWritingError`, `WriteError`, `WorkCancelled`, and what `object` throws.
  public static func write(
    to paths: [String], scheduler: WorkScheduler = WorkScheduler(),
    _ object: @Sendable (Int) throws -> DerivedObject
  ) throws {
    let written = Mutex<[String]>([])
    do {
      try scheduler.forEach(paths.count, stage: "writing") { n in
        try writeFile(try object(n).fileBytes(), to: paths[n])
        written.withLock { $0.append(paths[n]) }
      }
    } catch {
      for path in written.withLock(\.self) { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
  }
}
