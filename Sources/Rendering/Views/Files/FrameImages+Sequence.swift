public import ImageFiles
import StoredImages
public import VolumeModel
public import WorkScheduling

extension FrameImages {
  /// Writes all frames into one animated file, each shown as long as its file says.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - format: A format that holds sequences.
  ///   - framesPerSecond: How fast it plays; nil for the files' own speed, else
  ///     ``FrameFile/defaultFramesPerSecond``.
  ///   - stopwatch: Gets the time of computing and writing.
  ///   - context: The workers.
  /// - Returns: What was written.
  /// - Throws: `StoredImageError`, ``RequestError`` for frames of different sizes or kinds,
  ///   `ImageFileError`, `FileWritingError`, `WorkCancelled`.
  public func writeSequence(
    to path: String, as format: ImageFileFormat, framesPerSecond: Double? = nil,
    stopwatch: Stopwatch = Stopwatch(), context: WorkContext = WorkContext()
  ) throws -> [ShownFrame] {
    let first = try image(of: items[0], context: context).raster
    let sequence = try SequenceFile(
      at: path, format: format, like: first, total: items.count,
      framesPerSecond: framesPerSecond ?? items[0].seconds.map { 1 / $0 }
        ?? FrameFile.defaultFramesPerSecond)
    var shown: [ShownFrame] = []
    let together = batch(context)
    for start in stride(from: 0, to: items.count, by: together) {
      let batch = Array(items[start..<min(items.count, start + together)])
      let made = try stopwatch.time(.compute) {
        try context.map(batch.count, stage: "frames") {
          try image(of: batch[$0], context: context)
        }
      }
      for frame in made {
        guard frame.raster.isLike(first) else { throw RequestError.unlike(frame.shown.item) }
        let seconds = framesPerSecond.map { 1 / $0 } ?? frame.shown.item.seconds
        try stopwatch.time(.write) {
          try sequence.add(frame.raster, seconds: seconds, context: context)
        }
        shown.append(frame.shown)
      }
    }
    try stopwatch.time(.write) { try sequence.finish() }
    return shown
  }

  /// Makes a contact sheet.
  ///
  /// - Parameters:
  ///   - places: Its columns and rows.
  ///   - context: The workers.
  /// - Returns: The sheet, and what it shows.
  /// - Throws: `StoredImageError`, `ReslicingError` for too many pixels, `WorkCancelled`.
  public func sheet(
    places: SIMD2<Int>, context: WorkContext = WorkContext()
  ) throws -> (raster: Raster, shown: [ShownFrame]) {
    let sheet = FrameSheet(places: places, of: items)
    let made = try context.map(sheet.items.count, stage: "frames") { number in
      try image(of: sheet.items[number], reducedBy: sheet.factor, context: context)
    }
    return (try sheet.image(of: made.map(\.raster), limits: context.limits), made.map(\.shown))
  }
}

extension RequestError {
  /// A frame does not fit into an animation.
  fileprivate static func unlike(_ item: FrameItem) -> RequestError {
    RequestError(
      .unsuitable, field: "frames",
      sentence:
        "\(item.image.path), frame \(item.frame) has another size or kind than the first frame: an "
        + "animation cannot hold both; write each frame into a file of its own")
  }
}

extension Raster {
  /// Whether two images can follow each other in an animation.
  fileprivate func isLike(_ other: Raster) -> Bool {
    guard width == other.width, height == other.height else { return false }
    switch (samples, other.samples) {
    case (.gray8, .gray8), (.gray16, .gray16), (.rgb8, .rgb8): return true
    default: return false
    }
  }
}
