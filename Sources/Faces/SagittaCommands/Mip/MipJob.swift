import Sagitta

/// One volume's projections: cameras, values, files.
struct MipJob {
  let command: MipCommand
  let volume: Volume
  let plan: VolumePlan
  let slab: ClosedRange<Double>?
  /// Where depths go, if they are wanted.
  let depthTarget: OutputTarget?
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let context = command.common.context()
    let overlay =
      try target.isShown
      ? command.overlay.layer(
        over: volume, plan, command.input, command.common, stopwatch) : nil
    let style = try target.isShown ? style(overlay, context) : nil
    let findings = plan.findings + (overlay.map(findings) ?? [])
    let frames = try frames()
    var depths = try depthTarget.map {
      try DepthFiles(
        $0, volume.attributes, count: frames.count, force: command.force, context, stopwatch)
    }
    let renderer = Renderer(volume)
    try stopwatch.time(.compute) { try renderer.prepare(context: context) }
    let overlaid = try overlay.map { try OverlayRays($0, context) }
    var writer = FrameWriter(
      kind: "mip", count: frames.count, force: command.force,
      quality: command.picture.encoding.quality,
      stopwatch: stopwatch)
    writer.framesPerSecond = command.picture.encoding.fps?.value ?? FrameWriter.usualFramesPerSecond
    // The picture of a frame's values, with what lies over it and its marks.
    func finished(_ values: PlaneImage, _ n: Int) throws -> Raster {
      guard let style else { preconditionFailure("pictures have a style") }
      let second = try overlaid.flatMap { rays in
        try rays.frame(frames[n], of: volume.geometry).map {
          filled(try projection($0, rays.renderer, context: context).image)
        }
      }
      return stopwatch.time(.compute) {
        style.image(
          of: values, overlay: second, annotation: marks(of: frames[n], n, frames.count, style))
      }
    }
    // A frame's values; its depths are kept on the way.
    func values(_ n: Int) throws -> PlaneImage {
      let found = try projection(
        frames[n], renderer, wantsDepths: depths != nil, context: context)
      depths?.add(found)
      return filled(found.image)
    }
    var planes: [PlaneGeometry] = []
    let paths: [String]
    switch target {
    case .dicom:
      let images = try frames.indices.map(values)
      let pictures =
        try command.dicom.asPicture ? images.indices.map { try finished(images[$0], $0) } : []
      let outputs = try write(images, pictures, to: target, style, context)
      return outputs + (try depths?.write() ?? [])
    case .picture, .pictures:
      paths = try writer.writePictures(to: target) { n in
        let image = try values(n)
        planes.append(image.geometry)
        return try finished(image, n)
      }
    case .values, .valueFiles:
      paths = try writer.writeValues(to: target, volume.attributes, context) { n in
        let image = try values(n)
        planes.append(image.geometry)
        return image
      }
    }
    return zip(paths, planes).map { path, plane in
      PlaneOutput(path: path, plane, style?.window, findings)
    } + (try depths?.write() ?? [])
  }

  private func projection(
    _ frame: RayFrame, _ renderer: Renderer, wantsDepths: Bool = false, context: WorkContext
  ) throws -> Projection {
    try stopwatch.time(.compute) {
      try renderer.projection(frame, command.blend, wantsDepths: wantsDepths, context: context)
    }
  }

  /// The values with what `--outside` says where there are none.
  private func filled(_ image: PlaneImage) -> PlaneImage {
    guard let outside = command.outside.outside?.value else { return image }
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

  /// What is known of both volumes; the user is told if their boxes do not meet.
  private func findings(_ overlay: OverlayLayer) -> [Finding] {
    let (one, other) = (volume.geometry.patientBounds, overlay.volume.geometry.patientBounds)
    let meets = (0..<3).allSatisfy {
      one.lower.coordinates[$0] <= other.upper.coordinates[$0]
        && other.lower.coordinates[$0] <= one.upper.coordinates[$0]
    }
    guard !meets else { return overlay.findings }
    let finding = Finding.nothingThere("the second volume lies beside the first")
    command.common.note("warning: overlay: \(finding.message)")
    return overlay.findings + [finding]
  }

  private func style(
    _ overlay: OverlayLayer?, _ context: WorkContext
  ) throws -> ImageStyle {
    try stopwatch.time(.compute) {
      var style = try ImageStyle(
        try command.display.request(), for: volume, context: context)
      style.overlay = overlay?.overlay
      style.annotator = ImageAnnotator(
        command.picture.annotation(), of: volume.attributes,
        identity: command.picture.marks.identity(of: plan, command.input, command.common),
        footing: [
          FootingText.projection(command.blend, slab: slab),
          FootingText.window(of: style, volume.attributes),
        ] + (overlay?.lines ?? []))
      return style
    }
  }

  /// Writes frames as DICOM: planes of values, or the finished pictures as one object.
  private func write(
    _ images: [PlaneImage], _ pictures: [Raster], to target: OutputTarget, _ style: ImageStyle?,
    _ context: WorkContext
  ) throws -> [PlaneOutput] {
    let writer = DICOMWriter(
      target, command.dicom, force: command.force, source: source, volume.attributes, context,
      stopwatch)
    let derivation = Derivation(
      projections: command.blend, command.camera, slab: slab.map(limitedSlab))
    let isParallel = command.camera.projection == .orthographic
    if command.dicom.asPicture {
      guard let style else { preconditionFailure("pictures have a style") }
      var details = SecondaryCapture.Details()
      details.isToScale = isParallel
      details.plane = isParallel ? images.first?.geometry : nil
      let series = DICOMWriter.Pictures(
        kind: "mip", index: 0, frames: pictures, derivation: derivation, details: details)
      return try writer.write([series]).map {
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

  private func marks(
    of frame: RayFrame, _ n: Int, _ count: Int, _ style: ImageStyle
  ) -> Annotation? {
    style.annotator?.annotation(
      of: frame.plane, texts: FrameText.lines(n, of: count, from: command.camera.views[n]),
      hasScale: !frame.camera.isPerspective)
  }
}
