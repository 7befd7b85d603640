import Sagitta

/// Writes one volume's ray casts where they are wanted.
struct RenderJob {
  let command: RenderCommand
  let frames: RenderFrames
  let plan: VolumePlan
  /// The images behind the volume, if DICOM is written.
  let source: SourceImages?
  let context: WorkContext
  let stopwatch: Stopwatch

  /// Makes and writes the frames.
  func run(_ target: OutputTarget) throws -> [PlaneOutput] {
    let paths = try target.isDICOM ? writeObject(to: target) : writeFiles(to: target)
    return zip(paths, frames.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: nil,
        findings: plan.findings + frames.shown.findings)
    }
  }

  private func image(_ n: Int) throws -> Raster {
    try stopwatch.time(.compute) { try frames.image(n, context: context) }
  }

  private func writeFiles(to target: OutputTarget) throws -> [String] {
    let writer = FrameWriter(
      kind: "render", count: frames.count, force: command.force,
      encoding: command.picture.encoding, context: context, stopwatch: stopwatch)
    return try writer.writePictures(to: target, frame: image)
  }

  /// Writes frames as one secondary capture.
  private func writeObject(to target: OutputTarget) throws -> [String] {
    let writer = DICOMWriter(
      target, dicom: command.dicom, force: command.force, source: source,
      attributes: frames.shown.volume.attributes, context: context, stopwatch: stopwatch)
    return try writer.write([
      DICOMWriter.Pictures(
        kind: "render", index: 0, frames: try (0..<frames.count).map(image),
        derivation: frames.derivation, details: frames.captureDetails)
    ])
  }
}
