import Sagitta

/// One volume's ray casts.
struct RenderJob {
  let command: RenderCommand
  let volume: Volume
  let plan: VolumePlan
  /// The look that was asked for; nil lets the modality choose.
  let chosen: TransferFunction?
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let context = command.common.context()
    let isPreset = command.look.transferFunction == nil
    let wanted = try chosen ?? defaultPreset()
    let function = isPreset ? wanted.suiting(volume.geometry) : wanted
    let look = try command.look.look(function)
    let frames = try frames()
    let renderer = Renderer(volume)
    try stopwatch.time(.compute) { try renderer.prepare(context: context) }
    var writer = FrameWriter(
      kind: "render", count: frames.count, force: command.force,
      quality: command.picture.encoding.quality, stopwatch: stopwatch)
    writer.framesPerSecond = command.picture.encoding.fps?.value ?? FrameWriter.usualFramesPerSecond
    let marks = try marks(look)
    func picture(_ n: Int) throws -> Raster {
      let picture = try stopwatch.time(.compute) {
        try renderer.picture(frames[n], look, context: context)
      }
      let annotation = marks?.annotation(
        of: frames[n].plane,
        texts: FrameText.lines(
          n, of: frames.count, from: command.camera.views[n]),
        hasScale: !frames[n].camera.isPerspective)
      return annotation.map { picture.annotated(with: $0) } ?? picture
    }
    if case .dicom = target {
      let pictures = try frames.indices.map(picture)
      return try write(pictures, of: frames[0], function, to: target, context)
    }
    let paths = try writer.writePictures(to: target, picture)
    return zip(paths, frames).map { path, frame in
      PlaneOutput(path: path, frame.plane, nil, plan.findings)
    }
  }

  private func defaultPreset() throws -> TransferFunction {
    let name = volume.attributes.usualPreset
    if command.look.iso == nil { command.common.note("looks as preset \(name); --preset chooses") }
    return try TransferFunction(preset: name)
  }

  private func marks(_ look: Look) throws -> ImageAnnotator? {
    var footing = look.transferFunction.name ?? "own transfer function"
    if case .isosurface(let value, _) = look.mode { footing = "surface at \(value.measureText)" }
    return ImageAnnotator(
      command.picture.annotation(), of: volume.attributes,
      identity: command.picture.marks.identity(of: plan, command.input.required, command.common),
      footing: [footing])
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

  /// Writes frames as one secondary capture.
  private func write(
    _ pictures: [Raster], of frame: RayFrame, _ function: TransferFunction,
    to target: OutputTarget, _ context: WorkContext
  ) throws -> [PlaneOutput] {
    let writer = DICOMWriter(
      target, command.dicom, force: command.force, source: source, volume.attributes, context,
      stopwatch)
    let isParallel = command.camera.projection == .orthographic
    var details = SecondaryCapture.Details()
    details.isToScale = isParallel
    details.plane = isParallel ? frame.plane : nil
    let surface = command.look.iso.map { "Surface at \($0.value.displayText)" }
    let derivation = Derivation(
      [surface == nil ? .volumeRendering : .surfaceRendering],
      (surface ?? "Volume rendering, \(function.name ?? "own transfer function")")
        + ", \(command.camera.projection.rawValue) rays")
    let series = DICOMWriter.Pictures(
      kind: "render", index: 0, frames: pictures, derivation: derivation, details: details)
    return try writer.write([series]).map { PlaneOutput(path: $0, frame.plane, nil, plan.findings) }
  }
}
