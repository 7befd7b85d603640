import Dispatch
import VolumeFiles
public import VolumeModel
public import WorkScheduling

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Every volume of an input, with the report that explains them.
public struct Study: Sendable {
  /// The volumes, by number; of a volume with phases the first.
  public let volumes: [Volume]

  /// What was found, used and skipped.
  public let report: SeriesReport
}

extension VolumeLoader {
  /// Loads every volume below a folder, or of one file.
  ///
  /// Work runs on the cores in the background; cancelling the task stops it between two
  /// files.
  ///
  /// - Parameters:
  ///   - url: The folder or file.
  ///   - context: What the call may use.
  /// - Returns: At least one volume.
  /// - Throws: ``LoadError`` (``LoadError/noVolume(summary:)`` if there is none),
  ///   `OutOfMemory` or `WorkCancelled`.
  public func load(
    from url: URL, context: WorkContext = WorkContext()
  ) async throws -> Study {
    let path = url.path(percentEncoded: false)
    let cancellation = Cancellation(following: context.cancellation)
    let context = context.cancelled(by: cancellation)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async {
          continuation.resume(with: Result { try loadAll([path], context: context) })
        }
      }
    } onCancel: {
      cancellation.request()
    }
  }

  /// Loads every volume of some files and folders, and waits for it.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - context: What the call may use.
  /// - Returns: At least one volume.
  /// - Throws: As ``load(from:context:)``.
  public func loadAll(
    _ paths: [String], context: WorkContext = WorkContext()
  ) throws -> Study {
    var report = try scan(paths, context: context)
    var volumes: [Volume] = []
    while volumes.count < report.volumes.count {
      do {
        volumes.append(try load(report.volumes[volumes.count], context: context))
      } catch LoadError.damagedPixels(let frames) {
        // Volumes keep their order, so that those loaded already stay in their places.
        report = try report.leavingOut(frames, context: context)
      } catch let error as VolumeFileError {
        guard let file = report.volumes[volumes.count].volumeFile else { throw error }
        report = try report.leavingOut(file, because: error, context: context)
      }
    }
    guard !volumes.isEmpty else { throw LoadError.noVolume(summary: report.skippedSummary) }
    return Study(volumes: volumes, report: report)
  }
}
