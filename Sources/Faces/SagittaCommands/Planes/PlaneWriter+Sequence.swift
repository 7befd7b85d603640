import Sagitta

extension PlaneWriter {
  /// Writes the pictures of planes one after the other into one animated file.
  ///
  /// A batch of planes is in memory at a time, however many there are.
  ///
  /// - Throws: ``UsageError`` if the planes are not alike.
  func writeSequence(
    _ items: [PlaneItem], _ path: String, _ format: ImageFileFormat
  ) throws -> PlaneOutput {
    try check(items, path)
    let raster = rasters(among: items)
    var sequence: SequenceFile?
    var planes: [PlaneGeometry] = []
    for start in stride(from: 0, to: items.count, by: Self.batch) {
      let made = try made(Array(items[start..<min(items.count, start + Self.batch)]))
      let pictures = try stopwatch.time(.compute) {
        try context.map(made.count, stage: "drawing") { raster(made[$0]) }
      }
      planes += made.map(\.image.geometry)
      try stopwatch.time(.write) {
        let file =
          try sequence
          ?? SequenceFile(
            at: path, format, like: pictures[0], total: items.count,
            framesPerSecond: framesPerSecond)
        sequence = file
        for picture in pictures { try file.add(picture) }
      }
    }
    try stopwatch.time(.write) { try sequence?.finish() }
    return PlaneOutput(
      path: path, sequence: planes, framesPerSecond, pictureStyle.window, findings)
  }

  /// A sequence shows one stack of planes: all of one direction and size.
  private func check(_ items: [PlaneItem], _ path: String) throws {
    guard !items.isEmpty else { throw UsageError("\(path): there are no planes to show") }
    guard Set(items.map(\.kind)).count == 1 else {
      throw UsageError(
        "\(path): planes of several directions make no sequence; choose one with --plane")
    }
    let sizes = Set(items.map { source.size(of: $0) })
    guard sizes.count == 1 else {
      throw UsageError("\(path): planes of several sizes make no sequence; give --size or --fov")
    }
  }
}

extension PlaneSource {
  /// Columns and rows of a plane's picture.
  fileprivate func size(of item: PlaneItem) -> SIMD2<Int> {
    switch item.source {
    case .plane(let plane): SIMD2(plane.width, plane.height)
    case .storedSlice: SIMD2(volume.dimensions.columns, volume.dimensions.rows)
    }
  }
}
