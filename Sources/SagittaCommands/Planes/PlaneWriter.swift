import Sagitta

/// Makes planes of one volume and writes them where they are wanted.
struct PlaneWriter {
  let source: PlaneSource
  let findings: [Finding]
  let style: PictureStyle?
  let force: Bool
  let scheduler: WorkScheduler
  let stopwatch: Stopwatch

  /// Planes held in memory at a time.
  private static let batch = 16

  /// Makes the planes and writes them, in the order of their files.
  func write(
    _ items: [PlaneItem], to target: OutputTarget, _ dicom: DICOMOptions, _ images: SourceImages?
  ) throws -> [PlaneOutput] {
    switch target {
    case .dicom:
      let writer = DICOMWriter(
        target, dicom, force: force, source: images, source.volume.attributes, scheduler,
        stopwatch)
      return dicom.asPicture ? try writePictures(items, writer) : try writeSeries(items, writer)
    case .picture(let path, let format):
      guard items.count == 1 else {
        throw UsageError("\(items.count) planes do not go into one picture; name a folder: -o DIR/")
      }
      return try write(items, paths: [path], pictureWriter(format, marks: source.marks))
    case .values(let path, let format):
      return [try writeArray(items, path, format)]
    case .pictures(let folder, let format):
      return try writeFolder(
        items, folder, format.extensions[0], pictureWriter(format, marks: source.marks))
    case .valueFiles(let folder, let format):
      let (writer, source) = (valueWriter, source)
      return try writeFolder(items, folder, format.extensions[0]) { image, path in
        try writer.write([image], of: source, to: path, as: format)
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
    let image = try stopwatch.time(.compute) {
      try source.reslicer.curve(curved, slab: source.slab, interpolation: source.interpolation)
    }
    let flat = try PlaneImage(flattening: image)
    switch target {
    case .dicom:
      guard dicom.asPicture else {
        throw UsageError(
          "the pixels along a curve lie on no plane, which a calibrated image needs: add --picture")
      }
      let writer = DICOMWriter(
        target, dicom, force: force, source: images, source.volume.attributes, scheduler,
        stopwatch)
      return PlaneOutput(
        path: try write(flat, along: curved, writer), curved, style?.window, findings)
    case .picture(let path, let format):
      try stopwatch.time(.write) { try pictureWriter(format, marks: nil)(flat, path) }
      return PlaneOutput(path: path, curved, style?.window, findings)
    case .values(let path, let format):
      var attributes = source.volume.attributes
      attributes.hasPatientFrame = false
      try stopwatch.time(.write) {
        try valueWriter.write(planes: [flat], attributes: attributes, to: path, as: format)
      }
      return PlaneOutput(path: path, curved, nil, findings)
    case .pictures, .valueFiles:
      throw UsageError("a picture along a curve is one file; name it with its extension")
    }
  }

  private func writeFolder(
    _ items: [PlaneItem], _ path: String, _ fileExtension: String,
    _ writeFile: @Sendable (PlaneImage, String) throws -> Void
  ) throws -> [PlaneOutput] {
    let folder = try OutputFolder(
      path, kinds: Array(Set(items.map(\.kind))), fileExtension: fileExtension, force: force)
    let paths = items.map { folder.file($0.name + fileExtension) }
    let outputs = try write(items, paths: paths, writeFile)
    try folder.removeLeftovers(written: paths)
    return outputs
  }

  /// Batches of planes: first all values, then all files, each side by side.
  private func write(
    _ items: [PlaneItem], paths: [String],
    _ writeFile: @Sendable (PlaneImage, String) throws -> Void
  ) throws -> [PlaneOutput] {
    var outputs: [PlaneOutput] = []
    for start in stride(from: 0, to: items.count, by: Self.batch) {
      let range = start..<min(items.count, start + Self.batch)
      let images = try images(Array(items[range]))
      let batchPaths = Array(paths[range])
      try stopwatch.time(.write) {
        try scheduler.forEach(images.count, stage: "writing") { n in
          try writeFile(images[n], batchPaths[n])
        }
      }
      outputs += zip(images, batchPaths).map { image, path in
        PlaneOutput(path: path, image.geometry, style?.window, findings)
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
      try valueWriter.write(images, of: source, to: path, as: format)
    }
    return PlaneOutput(path: path, images[0].geometry, nil, findings)
  }

  /// The values of planes, in order.
  func images(_ items: [PlaneItem]) throws -> [PlaneImage] {
    try stopwatch.time(.compute) { try source.images(items) }
  }

  /// Makes finished pictures of planes.
  func rasters(marks: GapMarks?) -> @Sendable (PlaneImage) -> Raster {
    guard let style else { preconditionFailure("pictures have a style") }
    return { image in
      let raster = style.raster(image)
      return marks?.hatched(raster, image.geometry) ?? raster
    }
  }

  private func pictureWriter(
    _ format: ImageFileFormat, marks: GapMarks?
  ) -> @Sendable (PlaneImage, String) throws -> Void {
    let (raster, quality) = (rasters(marks: marks), style?.quality ?? 90)
    return { image, path in
      try raster(image).write(to: path, as: ImageEncoding(format, quality: quality))
    }
  }

  private var valueWriter: VolumeFileWriter { VolumeFileWriter(scheduler: scheduler) }
}

extension VolumeFileWriter {
  /// Writes planes of a volume, and the mask of its gaps beside them if that is wanted.
  func write(
    _ planes: [PlaneImage], of source: PlaneSource, to path: String, as format: VolumeFileFormat
  ) throws {
    try write(planes: planes, attributes: source.volume.attributes, to: path, as: format)
    guard let marks = source.marks else { return }
    try write(
      planes: planes.map { marks.mask($0.geometry) }, to: GapMarks.maskPath(beside: path, format),
      as: format)
  }
}

/// How values become a picture.
struct PictureStyle: Sendable {
  let window: DisplayWindow
  let depth: GreyDepth
  let isInverted: Bool
  let quality: Int

  /// The style that the options ask for: one window for all pictures of a volume.
  init(
    _ volume: Volume, _ picture: PictureOptions, _ window: WindowOptions,
    _ scheduler: WorkScheduler
  ) throws {
    self.window = try window.resolve(for: volume, scheduler)
    depth = picture.bits
    isInverted = volume.attributes.isInverted
    quality = picture.quality
  }

  func raster(_ image: PlaneImage) -> Raster {
    image.displayed(with: window, depth: depth, inverted: isInverted)
  }
}
