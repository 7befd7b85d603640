package import SagittaEngine
import Locks

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
      try DepthFiles($0, of: frames, writer: writer)
    }
    let outputs =
      try target.isDICOM
      ? writeObjects(to: target, depths: &depths)
      : writeFiles(to: target, writer: writer, depths: &depths)
    return (outputs + (try depths?.finish() ?? [])).map { $0.adding(frames.shown.findings) }
  }

  /// A frame's values; its depths are kept on the way.
  private func frame(_ n: Int, depths: inout DepthFiles?) throws -> ProjectionFrames.Frame {
    let frame = try stopwatch.time(.compute) { try frames.frame(n, context: options.context) }
    try depths?.add(frame)
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
      : try writer.writeValues(
        to: target, attributes: frames.shown.volume.attributes,
        writer: frames.request.marks.valueWriter
      ) {
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
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: frames.shown.volume.attributes)
    let paths =
      try options.dicom.asPicture
      ? writePictures(by: writer, depths: &depths) : writeValues(by: writer, depths: &depths)
    return zip(paths, frames.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: frames.style?.window, findings: item.plan.findings)
    }
  }

  private func writeValues(
    by writer: DICOMWriter, depths: inout DepthFiles?
  ) throws -> [String] {
    let kept = Locked(depths)
    let planes = try options.stopwatch.time(.compute) {
      try frames.calibratedPlanes(context: options.context) { [frames, options] number in
        let frame = try frames.frame(number, context: options.context)
        try kept.withLock { try $0?.add(frame) }
        return frame.values
      }
    }
    let paths = try writer.write(
      [
        DICOMWriter.Series(
          kind: "mip", indices: Array(0..<frames.count), planes: planes,
          derivation: frames.derivation)
      ], window: frames.style?.window)
    depths = kept.withLock { $0 }
    return paths
  }

  /// One picture at a time is in memory.
  private func writePictures(
    by writer: DICOMWriter, depths: inout DepthFiles?
  ) throws -> [String] {
    let kept = Locked(depths)
    let sequence = DerivedSeriesMaker.Pictures(
      frames.count, by: frames.derivation, details: frames.captureDetails
    ) { [frames, options] number in
      try options.stopwatch.time(.compute, within: .write) {
        let frame = try frames.frame(number, context: options.context)
        try kept.withLock { try $0?.add(frame) }
        return try frames.image(of: frame, context: options.context)
      }
    }
    let paths = try writer.write([
      DICOMWriter.Pictures(kind: "mip", index: 0, sequence: sequence)
    ])
    depths = kept.withLock { $0 }
    return paths
  }
}
