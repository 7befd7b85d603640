import Sagitta

/// One volume's projections: cameras, values, files.
struct MipJob {
  let command: MipCommand
  let volume: Volume
  let plan: VolumePlan
  let slab: ClosedRange<Double>?
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let scheduler = command.common.scheduler()
    let style = try target.isPicture ? style(scheduler) : nil
    let frames = try frames()
    let renderer = try stopwatch.time(.compute) { try Renderer(volume, scheduler: scheduler) }
    let writer = FrameWriter(
      kind: "mip", count: frames.count, force: command.force, quality: command.picture.quality,
      stopwatch: stopwatch)
    var planes: [PlaneGeometry] = []
    let paths: [String]
    switch target {
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
}
