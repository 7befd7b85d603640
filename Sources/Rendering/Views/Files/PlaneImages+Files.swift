public import ImageFiles
import VolumeModel
public import WorkScheduling

extension PlaneImages {
  /// How fast a sequence of planes plays where nobody chose: slow enough to see each plane.
  public static var defaultFramesPerSecond: Double { 10 }

  /// Writes every image into a file of its own, several at a time.
  ///
  /// - Parameters:
  ///   - paths: The file of each image.
  ///   - encoding: The kind of file and its quality.
  ///   - stopwatch: Gets the time of computing and writing.
  ///   - context: The workers; the bytes do not depend on their number.
  /// - Returns: Where the pixels of each file lie.
  /// - Throws: As ``images(_:stopwatch:context:)``; `ImageFileError`, `FileWritingError`.
  ///   ``RequestError`` unless images were asked for, and there are as many paths.
  @discardableResult
  public func write(
    to paths: [String], as encoding: ImageEncoding, stopwatch: Stopwatch = Stopwatch(),
    context: WorkContext = WorkContext()
  ) throws -> [ImagePlace] {
    guard paths.count == count else { throw RequestError.paths(paths.count, of: count) }
    guard !encoding.format.isSequence else { throw ImageFileError.needsFrames(encoding.format) }
    var places: [ImagePlace] = []
    try forEachImages(stopwatch: stopwatch, context: context) { images, first in
      try stopwatch.time(.write) {
        try context.forEach(images.count, stage: "writing") { number in
          try images[number].raster.write(
            to: paths[first + number], as: encoding, context: context)
        }
      }
      places += images.map(\.place)
    }
    return places
  }

  /// Writes the images of planes one after the other into one animated file.
  ///
  /// A batch of images is in memory at a time, however many there are.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - format: A format that holds sequences.
  ///   - framesPerSecond: How fast it plays.
  ///   - stopwatch: Gets the time of computing and writing.
  ///   - context: The workers; the bytes do not depend on their number.
  /// - Returns: Where the pixels of each frame lie.
  /// - Throws: ``RequestError`` if the planes are not alike; as for files of their own.
  ///   ``RequestError`` unless images were asked for.
  @discardableResult
  public func writeSequence(
    to path: String, as format: ImageFileFormat,
    framesPerSecond: Double = Self.defaultFramesPerSecond, stopwatch: Stopwatch = Stopwatch(),
    context: WorkContext = WorkContext()
  ) throws -> [ImagePlace] {
    try checkAlike()
    var sequence: SequenceFile?
    var places: [ImagePlace] = []
    try forEachImages(stopwatch: stopwatch, context: context) { images, _ in
      try stopwatch.time(.write) {
        let file =
          try sequence
          ?? SequenceFile(
            at: path, format: format, like: images[0].raster, total: count,
            framesPerSecond: framesPerSecond)
        sequence = file
        for image in images { try file.add(image.raster, context: context) }
      }
      places += images.map(\.place)
    }
    try stopwatch.time(.write) { try sequence?.finish() }
    return places
  }

  /// A sequence shows one stack of planes: all of one direction and size.
  private func checkAlike() throws(RequestError) {
    guard plan.curve == nil, plan.sheets.isEmpty else {
      throw RequestError(
        .unsuitable, field: "planes",
        sentence: "a sheet, or an image along a curve, is one image and no sequence")
    }
    guard Set(plan.items.map(\.kind)).count == 1 else {
      throw RequestError(
        .unsuitable, field: "planes.plane",
        sentence: "planes of several directions make no sequence; choose one with `planes.plane`")
    }
    guard Set(plan.items.map(plan.size)).count == 1 else {
      throw RequestError(
        .unsuitable, field: "layout.size",
        sentence: "planes of several sizes make no sequence; give `layout.size` or `layout.fov`")
    }
  }
}
