import Sagitta

/// One volume's projections: cameras, values, files.
struct MipJob {
  let command: MipCommand
  let volume: Volume
  let plan: VolumePlan
  let slab: ClosedRange<Double>?
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let scheduler = command.common.scheduler()
    let style = try target.isShown ? style(scheduler) : nil
    let frames = try frames()
    let renderer = try stopwatch.time(.compute) { try Renderer(volume, scheduler: scheduler) }
    let writer = FrameWriter(
      kind: "mip", count: frames.count, force: command.force, quality: command.picture.quality,
      stopwatch: stopwatch)
    var planes: [PlaneGeometry] = []
    let paths: [String]
    switch target {
    case .dicom:
      let images = try frames.map { try image($0, renderer) }
      return try write(images, to: target, style, scheduler)
    case .picture, .pictures:
      paths = try writer.writePictures(to: target) { n in
        let image = try image(frames[n], renderer)
        planes.append(image.geometry)
        guard let style else { preconditionFailure("pictures have a style") }
        return stopwatch.time(.compute) { style.raster(image) }
      }
    case .values, .valueFiles:
      paths = try writer.writeValues(to: target, volume.attributes, scheduler) { n in
        let image = try image(frames[n], renderer)
        planes.append(image.geometry)
        return image
      }
    }
    return zip(paths, planes).map { path, plane in
      PlaneOutput(path: path, plane, style?.window, plan.findings)
    }
  }

  private func image(_ frame: RayFrame, _ renderer: Renderer) throws -> PlaneImage {
    let image = try stopwatch.time(.compute) {
      try renderer.projection(frame, command.blend).image
    }
    guard let outside = command.picture.outside?.value else { return image }
    return PlaneImage(
      geometry: image.geometry, values: image.values.map { $0.isNaN ? Float(outside) : $0 })
  }

  private func frames() throws -> [RayFrame] {
    let (cameras, width, height) = try command.camera.cameras(
      volume.geometry, command.picture.layout)
    return try cameras.map { camera in
      try RayFrame(
        camera, width: width, height: height, of: volume.geometry,
        step: command.clipping.step?.value, clipping: command.clipping.clipping(slab: slab))
    }
  }

  private func style(_ scheduler: WorkScheduler) throws -> PictureStyle {
    try stopwatch.time(.compute) {
      try PictureStyle(volume, command.picture, command.window, scheduler)
    }
  }

  /// Writes frames as DICOM: planes of values, or the finished pictures as one object.
  private func write(
    _ images: [PlaneImage], to target: OutputTarget, _ style: PictureStyle?,
    _ scheduler: WorkScheduler
  ) throws -> [PlaneOutput] {
    let writer = DICOMWriter(
      target, command.dicom, force: command.force, source: source, volume.attributes, scheduler,
      stopwatch)
    let derivation = Derivation(
      projections: command.blend, command.camera, slab: slab.map(limitedSlab))
    let isParallel = command.camera.projection == .orthographic
    if command.dicom.asPicture {
      guard let style else { preconditionFailure("pictures have a style") }
      var details = SecondaryCapture.Details()
      details.isToScale = isParallel
      details.plane = isParallel ? images.first?.geometry : nil
      let rasters = stopwatch.time(.compute) { images.map(style.raster) }
      let pictures = DICOMWriter.Pictures(
        kind: "mip", index: 0, frames: rasters, derivation: derivation, details: details)
      return try writer.write([pictures]).map {
        PlaneOutput(path: $0, images[0].geometry, style.window, plan.findings)
      }
    }
    guard isParallel else {
      throw UsageError(
        "the pixels of a perspective lie on no plane, which a calibrated image needs: add --picture"
      )
    }
    let normal = images[0].geometry.normal
    let depth = volume.geometry.depth(along: normal)
    let series = DICOMWriter.Series(
      kind: "mip", indices: Array(images.indices),
      planes: CalibratedPlanes(
        images, thickness: slab.map { min(depth, $0.upperBound - $0.lowerBound) } ?? depth),
      derivation: derivation)
    let paths = try writer.write([series], window: style?.window)
    return zip(paths, images).map {
      PlaneOutput(path: $0, $1.geometry, style?.window, plan.findings)
    }
  }

  /// The slab without the far limits that stand for none.
  private func limitedSlab(_ slab: ClosedRange<Double>) -> ClosedRange<Double> {
    let reach = volume.geometry.diameter
    return max(
      slab.lowerBound, -reach)...max(max(slab.lowerBound, -reach), min(slab.upperBound, reach))
  }
}
