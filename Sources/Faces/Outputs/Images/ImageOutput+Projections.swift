package import SagittaEngine
import Locks

extension ImageOutput where Images == ProjectionFrames {
  /// Makes and writes the frames, and their depths to a place of their own if that is wanted; returns
  /// what lies in each file.
  package func write(depths depthTarget: OutputTarget?) throws -> [PlaneOutput] {
    let target = item.place
    let writer = FrameWriter(kind: "mip", count: images.count, options: options)
    var depths = try depthTarget.map {
      try DepthFiles($0, of: images, writer: writer)
    }
    let outputs =
      try target.isDICOM
      ? writeObjects(to: target, depths: &depths)
      : writeFiles(to: target, writer: writer, depths: &depths)
    return (outputs + (try depths?.finish() ?? [])).map { $0.adding(images.shown.findings) }
  }

  /// A frame's values; its depths are kept on the way.
  private func frame(_ n: Int, depths: inout DepthFiles?) throws -> ProjectionFrames.Frame {
    let frame = try stopwatch.time(.compute) { try images.frame(n, context: context) }
    try depths?.add(frame)
    return frame
  }

  private func image(of frame: ProjectionFrames.Frame) throws -> Raster {
    try stopwatch.time(.compute) { try images.image(of: frame, context: context) }
  }

  private func writeFiles(
    to target: OutputTarget, writer: FrameWriter, depths: inout DepthFiles?
  ) throws -> [PlaneOutput] {
    let paths =
      target.isShown
      ? try writer.writePictures(to: target) { try image(of: frame($0, depths: &depths)) }
      : try writer.writeValues(
        to: target, attributes: images.shown.volume.attributes,
        writer: images.request.marks.valueWriter
      ) {
        try frame($0, depths: &depths).values
      }
    return zip(paths, images.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: images.style?.window,
        findings: item.plan.findings + images.overlayFindings)
    }
  }

  /// Writes frames as DICOM: planes of values, or the finished pictures as one object.
  private func writeObjects(
    to target: OutputTarget, depths: inout DepthFiles?
  ) throws -> [PlaneOutput] {
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: images.shown.volume.attributes)
    let paths =
      try options.dicom.asPicture
      ? writePictures(by: writer, depths: &depths) : writeValues(by: writer, depths: &depths)
    return zip(paths, images.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: images.style?.window, findings: item.plan.findings)
    }
  }

  private func writeValues(
    by writer: DICOMWriter, depths: inout DepthFiles?
  ) throws -> [String] {
    let kept = Locked(depths)
    let planes = try stopwatch.time(.compute) {
      try images.calibratedPlanes(context: context) { [images, context] number in
        let frame = try images.frame(number, context: context)
        try kept.withLock { try $0?.add(frame) }
        return frame.values
      }
    }
    let paths = try writer.write(
      [
        DICOMWriter.Series(
          kind: "mip", indices: Array(0..<images.count), planes: planes,
          derivation: images.derivation)
      ], window: images.style?.window)
    depths = kept.withLock { $0 }
    return paths
  }

  /// One picture at a time is in memory.
  private func writePictures(
    by writer: DICOMWriter, depths: inout DepthFiles?
  ) throws -> [String] {
    let kept = Locked(depths)
    let sequence = DerivedSeriesMaker.Pictures(
      images.count, by: images.derivation, details: images.captureDetails
    ) { [images, context, stopwatch] number in
      try stopwatch.time(.compute, within: .write) {
        let frame = try images.frame(number, context: context)
        try kept.withLock { try $0?.add(frame) }
        return try images.image(of: frame, context: context)
      }
    }
    let paths = try writer.write([
      DICOMWriter.Pictures(kind: "mip", index: 0, sequence: sequence)
    ])
    depths = kept.withLock { $0 }
    return paths
  }
}
