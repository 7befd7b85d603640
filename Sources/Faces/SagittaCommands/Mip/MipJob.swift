import Sagitta

/// Writes one volume's projections where they are wanted.
struct MipJob {
  let command: MipCommand
  let frames: ProjectionFrames
  let plan: VolumePlan
  /// Where depths go, if they are wanted.
  let depthTarget: OutputTarget?
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let context: WorkContext
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let writer = FrameWriter(
      kind: "mip", count: frames.count, force: command.force, encoding: command.picture.encoding,
      context: context, stopwatch: stopwatch)
    var depths = try depthTarget.map {
      try DepthFiles($0, of: frames, writer: writer.named("depth"))
    }
    let outputs =
      try target.isDICOM
      ? writeObjects(to: target, depths: &depths)
      : writeFiles(to: target, writer: writer, depths: &depths)
    return (outputs + (try depths?.write() ?? [])).map { $0.adding(frames.shown.findings) }
  }

  /// A frame's values; its depths are kept on the way.
  private func frame(_ n: Int, depths: inout DepthFiles?) throws -> ProjectionFrames.Frame {
    let frame = try stopwatch.time(.compute) { try frames.frame(n, context: context) }
    depths?.add(frame)
    return frame
  }

  private func image(of frame: ProjectionFrames.Frame) throws -> Raster {
    try stopwatch.time(.compute) { try frames.image(of: frame, context: context) }
  }

  private func writeFiles(
    to target: OutputTarget, writer: FrameWriter, depths: inout DepthFiles?
  ) throws -> [PlaneOutput] {
    let paths =
      target.isShown
      ? try writer.writePictures(to: target) { try image(of: frame($0, depths: &depths)) }
      : try writer.writeValues(to: target, attributes: frames.shown.volume.attributes) {
        try frame($0, depths: &depths).values
      }
    return zip(paths, frames.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: frames.style?.window,
        findings: plan.findings + frames.overlayFindings)
    }
  }

  /// Writes frames as DICOM: planes of values, or the finished pictures as one object.
  private func writeObjects(
    to target: OutputTarget, depths: inout DepthFiles?
  ) throws -> [PlaneOutput] {
    let made = try (0..<frames.count).map { try frame($0, depths: &depths) }
    let writer = DICOMWriter(
      target, dicom: command.dicom, force: command.force, source: source,
      attributes: frames.shown.volume.attributes, context: context, stopwatch: stopwatch)
    let paths =
      command.dicom.asPicture
      ? try writer.write([
        DICOMWriter.Pictures(
          kind: "mip", index: 0, frames: try made.map(image), derivation: frames.derivation,
          details: frames.captureDetails)
      ])
      : try writer.write(
        [
          DICOMWriter.Series(
            kind: "mip", indices: Array(made.indices),
            planes: try frames.calibratedPlanes(made.map(\.values)),
            derivation: frames.derivation)
        ], window: frames.style?.window)
    return zip(paths, frames.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: frames.style?.window, findings: plan.findings)
    }
  }
}

extension FrameWriter {
  /// The same for files of another kind.
  fileprivate func named(_ kind: String) -> FrameWriter {
    FrameWriter(
      kind: kind, count: count, force: force, encoding: encoding, context: context,
      stopwatch: stopwatch)
  }
}
