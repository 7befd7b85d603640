import Locks
import SagittaEngine
import WebServices

/// What came ahead of series of which not all instances have come yet.
final class SampledSeries: Sendable {
  /// Nil is kept, too: the series has none.
  private let samples = SharedResults<String, Sampled?>(mostValues: 8)
  private let whole = Locked<Set<String>>([])

  /// More than there are listings that are kept: who has none waits for all of a series.
  private static let most = 1024

  /// What came ahead of a series.
  ///
  /// - Parameters:
  ///   - key: The series, and a word for its state.
  ///   - context: The caller's.
  ///   - make: Gets it.
  /// - Returns: Nil if all instances have come, or there is nothing of use.
  /// - Throws: What `make` throws.
  func sample(
    for key: String, context: WorkContext, _ make: () throws -> Sampled?
  ) throws -> Sampled? {
    guard !whole.withLock({ $0.contains(key) }) else { return nil }
    return try samples.value(for: key, bytes: { _ in 0 }, context: context, make: make)
  }

  /// All instances of a series have come.
  func allCame(_ key: String) {
    whole.withLock { whole in
      if whole.count >= Self.most { whole = [] }
      whole.insert(key)
    }
  }
}

/// Some slices of a series, and the memory that they take.
struct Sampled: Sendable {
  let coarse: CoarseVolume
  let bytes: Int

  /// Gets them; nil if they make no volume.
  ///
  /// - Throws: `WorkCancelled`.
  init?(
    of series: ResourcePath, from source: any InstanceSource, worth least: Int,
    _ context: WorkContext
  ) throws {
    do {
      let sample = try source.sample(
        of: series, atMost: CoarseVolume.mostSlices, worth: least, context: context)
      guard let coarse = sample.flatMap(CoarseVolume.init) else { return nil }
      let loader = VolumeLoader()
      bytes = try source.withBytes(of: coarse.files, context: context) {
        loader.memoryNeeded(
          for: try coarse.plan(loader, context: context), phase: 0, workers: context.workers)
      }
      self.coarse = coarse
    } catch let error as WorkCancelled {
      throw error
    } catch {
      // All of the series says what is wrong.
      return nil
    }
  }
}
