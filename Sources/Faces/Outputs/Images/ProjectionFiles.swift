package import Sagitta

/// Writes one volume's projections where they are wanted.
package struct ProjectionFiles {
  private let frames: ProjectionFrames
  private let item: ImageRun.Item
  private let depthTarget: OutputTarget?
  private let options: WritingOptions

  /// Prepares the files of one volume.
  ///
  /// - Parameters:
  ///   - frames: Its projections.
  ///   - item: The volume, and where its files go.
  ///   - depths: Where depths go; nil if they are not wanted.
  ///   - options: How files are written.
  package init(
    _ frames: ProjectionFrames, of item: ImageRun.Item, depths: OutputTarget?,
    options: WritingOptions
  ) {
    self.frames = frames
    self.item = item
    depthTarget = depths
    self.options = options
  }

  private var stopwatch: Stopwatch { options.stopwatch }

  /// Makes and writes the frames; returns what lies in each file.
  package func write() throws -> [PlaneOutput] {
    let target = item.place
    let writer = FrameWriter(kind: "mip", count: frames.count, options: options)
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
    let frame = try stopwatch.time(.compute) { try frames.frame(n, context: options.context) }
    depths?.add(frame)
    return frame
  }

  private func image(of frame: ProjectionFrames.Frame) throws -> Raster {
    try stopwatch.time(.compute) { try frames.image(of: frame, context: options.context) }
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
        findings: item.plan.findings + frames.overlayFindings)
    }
  }

  /// Writes frames as DICOM: planes of values, or the finished pictures as one object.
  private func writeObjects(
    to target: OutputTarget, depths: inout DepthFiles?
  ) throws -> [PlaneOutput] {
    let made = try (0..<frames.count).map { try frame($0, depths: &depths) }
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: frames.shown.volume.attributes)
    let paths =
      options.dicom.asPicture
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
        path: $0, plane: $1.plane, window: frames.style?.window, findings: item.plan.findings)
    }
  }
}

extension FrameWriter {
  /// The same for files of another kind.
  fileprivate func named(_ kind: String) -> FrameWriter {
    FrameWriter(kind: kind, count: count, options: options)
  }
}
