import Sagitta

/// Makes planes of one volume and writes them where they are wanted.
struct PlaneWriter {
  let source: PlaneSource
  var findings: [Finding]
  let style: ImageStyle?
  /// What is laid over the pictures.
  var overlay: OverlayLayer?
  let force: Bool
  /// Of JPEG files.
  let quality: Int
  let context: WorkContext
  let stopwatch: Stopwatch
  /// Bytes that planes may take which have to be in memory together; nil sets no limit.
  var memoryLimit: Int?

  /// How fast a sequence plays.
  var framesPerSecond = Self.usualFramesPerSecond

  /// Slow enough to see each plane.
  static let usualFramesPerSecond = 10.0

  /// Planes held in memory at a time.
  static let batch = 16

  /// Makes the planes and writes them, in the order of their files.
  func write(
    _ items: [PlaneItem], to target: OutputTarget, _ dicom: DICOMOptions, _ images: SourceImages?
  ) throws -> [PlaneOutput] {
    switch target {
    case .dicom:
      let writer = DICOMWriter(
        target, dicom, force: force, source: images, source.volume.attributes, context,
        stopwatch)
      return dicom.asPicture ? try writePictures(items, writer) : try writeSeries(items, writer)
    case .picture(let path, let format)
    where format.isSequence || (format == .gif && items.count > 1):
      return [try writeSequence(items, path, format)]
    case .picture(let path, let format):
      guard items.count == 1 else {
        throw UsageError(
          "\(items.count) planes do not go into one picture; name a folder, -o DIR/, or write them "
            + "as a sequence: .gif, .apng, .mp4")
      }
      let file = OutputFolder.File(path: path, stagedPath: path)
      return try write(items, to: [file], pictureWriter(format, among: items))
    case .values(let path, let format):
      return [try writeArray(items, path, format)]
    case .pictures(let folder, let format):
      return try writeFolder(
        items, folder, format.extensions[0], pictureWriter(format, among: items))
    case .valueFiles(let folder, let format):
      let (writer, source, context) = (valueWriter, source, context)
      return try writeFolder(items, folder, format.extensions[0]) { plane, path in
        try writer.write(
          [plane.image], source.volume.attributes, source.marks, to: path, as: format,
          context: context)
      }
    }
  }

  /// Makes and writes one picture along a curve.
  ///
  /// Its pixels lie on no plane: value files say so, and `--json` has the place of each row.
  func write(
    _ curved: CurvedPicture, to target: OutputTarget, _ dicom: DICOMOptions,
    _ images: SourceImages?
  ) throws -> PlaneOutput {
    let flat = try stopwatch.time(.compute) { try source.flat(curved) }
    let marks = source.marks?.along(curved)
    switch target {
    case .dicom:
      guard dicom.asPicture else {
        throw UsageError(
          "the pixels along a curve lie on no plane, which a calibrated image needs: add --picture")
      }
      let writer = DICOMWriter(
        target, dicom, force: force, source: images, source.volume.attributes, context,
        stopwatch)
      return PlaneOutput(
        path: try write(flat, along: curved, writer), curved, style?.window, findings)
    case .picture(let path, let format):
      guard !format.isSequence else { throw ImageFileError.needsFrames(format) }
      let style = pictureStyle
      try stopwatch.time(.write) {
        try style.image(
          of: flat, annotation: style.annotator?.annotation(ofCurve: curved), gaps: marks
        )
        .write(to: path, as: ImageEncoding(format, quality: quality))
      }
      return PlaneOutput(path: path, curved, style.window, findings)
    case .values(let path, let format):
      var attributes = source.volume.attributes
      attributes.hasPatientFrame = false
      try stopwatch.time(.write) {
        try valueWriter.write(
          [flat], attributes, marks, to: path, as: format, context: context)
      }
      return PlaneOutput(path: path, curved, nil, findings)
    case .pictures, .valueFiles:
      throw UsageError("a picture along a curve is one file; name it with its extension")
    }
  }

  private func writeFolder(
    _ items: [PlaneItem], _ names: OutputNames, _ fileExtension: String,
    _ writeFile: @Sendable (MadePlane, String) throws -> Void
  ) throws -> [PlaneOutput] {
    let (folder, files) = try OutputFolder.prepared(
      names, for: items.map { ($0.kind, $0.index) }, fileExtension: fileExtension, force: force)
    let outputs = try write(items, to: files, writeFile)
    try folder.finish()
    return outputs
  }

  /// Batches of planes: first all values, then all files, each side by side.
  private func write(
    _ items: [PlaneItem], to files: [OutputFolder.File],
    _ writeFile: @Sendable (MadePlane, String) throws -> Void
  ) throws -> [PlaneOutput] {
    var outputs: [PlaneOutput] = []
    for start in stride(from: 0, to: items.count, by: Self.batch) {
      let range = start..<min(items.count, start + Self.batch)
      let batch = Array(items[range])
      let planes = try made(batch)
      let batchFiles = Array(files[range])
      try stopwatch.time(.write) {
        try context.forEach(planes.count, stage: "writing") { n in
          try writeFile(planes[n], batchFiles[n].stagedPath)
        }
      }
      outputs += zip(planes, batchFiles).map { plane, file in
        PlaneOutput(path: file.path, plane.image.geometry, style?.window, findings)
      }
    }
    return outputs
  }

  /// Several parallel planes as one three-dimensional array.
  private func writeArray(
    _ items: [PlaneItem], _ path: String, _ format: VolumeFileFormat
  ) throws -> PlaneOutput {
    guard Set(items.map(\.kind)).count == 1 else {
      throw UsageError("planes of several directions do not go into one file; name a folder")
    }
    let images = try images(items)
    try stopwatch.time(.write) {
      try valueWriter.write(
        images, source.volume.attributes, source.marks, to: path, as: format, context: context)
    }
    return PlaneOutput(path: path, images[0].geometry, nil, findings)
  }

  /// The values of planes, and of what lies over them if pictures are made.
  func made(_ items: [PlaneItem]) throws -> [MadePlane] {
    let images = try images(items)
    let overlays = try stopwatch.time(.compute) {
      style == nil
        ? nil
        : try overlay?.images(
          in: images.map(\.geometry), context: context)
    }
    return items.indices.map { n in
      MadePlane(item: items[n], image: images[n], overlay: overlays?[n])
    }
  }

  /// Planes that have to be in memory together, made in batches.
  ///
  /// - Throws: ``LoadError/overMemoryLimit(needed:limit:)``, before they are made.
  func batchedPlanes(_ items: [PlaneItem]) throws -> [MadePlane] {
    try checkMemory(items)
    return try stride(from: 0, to: items.count, by: Self.batch).flatMap { start in
      try made(Array(items[start..<min(items.count, start + Self.batch)]))
    }
  }

  /// The values of planes, in order.
  ///
  /// - Throws: ``LoadError/overMemoryLimit(needed:limit:)``, before they are made.
  func images(_ items: [PlaneItem]) throws -> [PlaneImage] {
    try checkMemory(items)
    return try stopwatch.time(.compute) { try source.images(items) }
  }

  /// Refuses planes whose values do not fit in memory together.
  private func checkMemory(_ items: [PlaneItem]) throws {
    let pixels = items.reduce(0) { $0 + source.pixelCount(of: $1) }
    let needed = pixels * MemoryLayout<Float>.stride
    if let memoryLimit, needed > memoryLimit {
      throw LoadError.overMemoryLimit(needed: needed, limit: memoryLimit)
    }
  }

  /// Makes finished pictures of planes; `others` are all planes of the run.
  func rasters(among others: [PlaneItem]) -> @Sendable (MadePlane) -> Raster {
    let (style, gaps) = (pictureStyle, source.marks)
    return { plane in
      let marks = style.annotator?.annotation(of: plane.item, plane.image.geometry, among: others)
      return style.image(
        of: plane.image, overlay: plane.overlay, annotation: marks, gaps: gaps)
    }
  }

  /// Writes pictures with their marks; `others` are all planes of the run.
  private func pictureWriter(
    _ format: ImageFileFormat, among others: [PlaneItem]
  ) -> @Sendable (MadePlane, String) throws -> Void {
    let (raster, quality) = (rasters(among: others), quality)
    return { plane, path in
      try raster(plane).write(to: path, as: ImageEncoding(format, quality: quality))
    }
  }

  var pictureStyle: ImageStyle {
    guard let style else { preconditionFailure("pictures have a style") }
    return style
  }

  private var valueWriter: VolumeFileWriter { VolumeFileWriter() }
}

extension VolumeFileWriter {
  /// Writes planes of a volume, and the mask of its gaps beside them if that is wanted.
  func write(
    _ planes: [PlaneImage], _ attributes: VolumeAttributes, _ marks: GapMarks?, to path: String,
    as format: VolumeFileFormat, context: WorkContext
  ) throws {
    try write(planes: planes, attributes: attributes, to: path, as: format, context: context)
    guard let marks else { return }
    try write(
      planes: planes.map { marks.mask($0) },
      attributes: VolumeAttributes(hasPatientFrame: attributes.hasPatientFrame),
      to: GapMarks.maskPath(beside: path, format), as: format, context: context)
  }
}
