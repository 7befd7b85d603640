import Sagitta

/// One volume's ray casts.
struct RenderJob {
  let command: RenderCommand
  let volume: Volume
  let plan: VolumePlan
  /// The look that was asked for; nil lets the modality choose.
  let chosen: TransferFunction?
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let scheduler = command.common.scheduler()
    let function = try chosen ?? defaultPreset()
    let look = try command.look.look(function)
    let frames = try frames()
    let renderer = try stopwatch.time(.compute) { try Renderer(volume, scheduler: scheduler) }
    let writer = FrameWriter(
      kind: "render", count: frames.count, force: command.force,
      quality: command.picture.quality, stopwatch: stopwatch)
    let paths = try writer.writePictures(to: target) { n in
      try stopwatch.time(.compute) { try renderer.picture(frames[n], look) }
    }
    return zip(paths, frames).map { path, frame in
      PlaneOutput(path: path, frame.plane, nil, plan.findings)
    }
  }

  private func defaultPreset() throws -> TransferFunction {
    let name =
      switch volume.attributes.modality {
      case "CT": "ct-bone"
      case "PT", "NM": "pet"
      default: "mr-default"
      }
    if command.look.iso == nil { command.common.note("looks as preset \(name); --preset chooses") }
    return try TransferFunction(preset: name)
  }

  private func frames() throws -> [RayFrame] {
    let (cameras, width, height) = try command.camera.cameras(
      volume.geometry, command.picture.layout)
    return try cameras.map { camera in
      try RayFrame(
        camera, width: width, height: height, of: volume.geometry,
        step: command.clipping.step?.value, samples: command.samples,
        clipping: command.clipping.clipping())
    }
  }
}
