import Locks
import VolumeModel
import WorkScheduling

/// The finished images of planes of one kind, made a few at a time when they are asked for in order.
final class CapturePictures: Sendable {
  private struct Made {
    var pictures: [Raster] = []
    var first = 0
  }

  private let images: PlaneImages
  private let items: [PlaneItem]
  private let stopwatch: Stopwatch
  private let context: WorkContext
  private let made = Locked(Made())

  init(
    _ images: PlaneImages, items: [PlaneItem], stopwatch: Stopwatch, context: WorkContext
  ) {
    self.images = images
    self.items = items
    self.stopwatch = stopwatch
    self.context = context
  }

  /// The image of a plane.
  func picture(_ index: Int) throws -> Raster {
    try made.withLock { made in
      if !(made.first..<made.first + made.pictures.count).contains(index) {
        // What is there gives its memory back first.
        made = Made()
        made = try next(index)
      }
      return made.pictures[index - made.first]
    }
  }

  private func next(_ index: Int) throws -> Made {
    try stopwatch.time(.compute, within: .write) {
      let part = images.parts(of: items, context: context).part(of: index)
      let planes = try images.made(part, context: context)
      let pictures = try context.map(planes.count, stage: "drawing") {
        try images.image(of: planes[$0])
      }
      return Made(pictures: pictures, first: part.first)
    }
  }
}
