import Sagitta

extension PlaneWriter {
  /// Makes the planes of sheets and writes each sheet as a picture.
  ///
  /// - Throws: ``UsageError`` for values, which have no sheets, and for several sheets in one file.
  func write(_ sheets: [Sheet], to target: OutputTarget) throws -> [PlaneOutput] {
    switch target {
    case .picture(let path, let format):
      guard !format.isSequence else {
        throw UsageError("\(path): a sheet is one picture; write .png, .gif or .jpg")
      }
      guard sheets.count == 1 else {
        throw UsageError(
          "\(sheets.count) sheets do not go into one picture; name a folder: -o DIR/")
      }
      return [try write(sheets[0], to: OutputFolder.File(path: path, stagedPath: path), format)]
    case .pictures(let path, let format):
      let ending = format.extensions[0]
      let (folder, files) = try OutputFolder.prepared(
        path, for: sheets.enumerated().map { ($0.element.kind, $0.offset) }, fileExtension: ending,
        force: force)
      let outputs = try zip(sheets, files).map { try write($0, to: $1, format) }
      try folder.finish()
      return outputs
    case .values, .valueFiles, .dicom:
      throw UsageError(
        "--montage and --panels make pictures; values and DICOM go into files of planes")
    }
  }

  private func write(
    _ sheet: Sheet, to file: OutputFolder.File, _ format: ImageFileFormat
  ) throws -> PlaneOutput {
    var tiles: [Raster.Tile] = []
    var outputs: [PlaneOutput.Tile] = []
    for start in stride(from: 0, to: sheet.places.count, by: Self.batch) {
      let range = start..<min(sheet.places.count, start + Self.batch)
      let planes = try made(sheet.places[range].map(\.item))
      tiles += try stopwatch.time(.compute) { try drawn(planes, sheet, from: start) }
      outputs += planes.enumerated().map { n, plane in
        let origin = sheet.places[start + n].origin
        return PlaneOutput.Tile(
          plane: PlaneOutput.Plane(plane.image.geometry), origin: [origin.x, origin.y])
      }
    }
    let style = pictureStyle
    try stopwatch.time(.write) {
      try Raster(tiles: tiles, width: sheet.width, height: sheet.height)
        .write(to: file.stagedPath, as: ImageEncoding(format, quality: quality))
    }
    return PlaneOutput(path: file.path, tiles: outputs, style.window, findings)
  }

  /// The pictures of planes, side by side.
  private func drawn(
    _ planes: [MadePlane], _ sheet: Sheet, from start: Int
  ) throws -> [Raster.Tile] {
    let (style, gaps) = (pictureStyle, source.marks)
    let marks = SheetMarks(marks: style.annotator, sheet: sheet)
    return try context.map(planes.count) { n in
      let plane = planes[n]
      let annotation = marks.annotation(start + n, plane.image.geometry)
      let picture = style.image(
        of: plane.image, overlay: plane.overlay, annotation: annotation, gaps: gaps)
      return Raster.Tile(picture, at: sheet.places[start + n].origin)
    }
  }
}
