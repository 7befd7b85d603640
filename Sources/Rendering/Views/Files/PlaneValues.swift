import Locks
import VolumeModel
import WorkScheduling

/// The values of all planes of a request, made a few at a time when they are asked for in order.
final class PlaneValues: Sendable {
  /// Where the planes lie.
  let geometries: [PlaneGeometry]

  private struct Made {
    var planes: [PlaneImage] = []
    var first = 0
  }

  private let images: PlaneImages
  private let sweep: PlaneSweep
  private let together: Int
  private let stopwatch: Stopwatch
  private let context: WorkContext
  private let made = Locked(Made())

  init(_ images: PlaneImages, stopwatch: Stopwatch, context: WorkContext) throws {
    self.images = images
    self.stopwatch = stopwatch
    self.context = images.memory.context(context)
    sweep = PlaneSweep(images.plan.items)
    geometries = try sweep.geometries(in: images.volume.geometry)
    together = images.memory.togetherInSweep(context.limits, of: images.volume)
  }

  /// The values of a plane, and of those behind it on the way.
  func plane(_ index: Int) throws -> PlaneImage {
    try made.withLock { made in
      if !(made.first..<made.first + made.planes.count).contains(index) {
        // What is there gives its memory back first.
        made.planes = []
        made.planes = try next(index)
        made.first = index
      }
      return made.planes[index - made.first]
    }
  }

  private func next(_ index: Int) throws -> [PlaneImage] {
    let part = index..<min(sweep.items.count, index + together)
    return try stopwatch.time(.compute, within: .write) {
      try images.source.images(sweep, part: part, context: context)
    }
  }
}
