package import SagittaEngine

extension ImageOutput where Images == RenderFrames {
  /// Makes and writes the frames; returns what lies in each file.
  package func write() throws -> [PlaneOutput] {
    let target = item.place
    let paths = try target.isDICOM ? writeObject(to: target) : writeFiles(to: target)
    return zip(paths, images.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: nil,
        findings: item.plan.findings + images.shown.findings + images.overlayFindings)
    }
  }

  private func image(_ n: Int) throws -> Raster {
    try stopwatch.time(.compute) { try images.image(n, context: context) }
  }

  private func writeFiles(to target: OutputTarget) throws -> [String] {
    try FrameWriter(kind: "render", count: images.count, options: options)
      .writePictures(to: target, frame: image)
  }

  /// Writes frames as one secondary capture.
  private func writeObject(to target: OutputTarget) throws -> [String] {
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: images.shown.volume.attributes)
    return try writer.write([
      DICOMWriter.Pictures(
        kind: "render", index: 0,
        sequence: DerivedSeriesMaker.Pictures(
          images.count, by: images.derivation, details: images.captureDetails
        ) { [images, context, stopwatch] number in
          try stopwatch.time(.compute, within: .write) {
            try images.image(number, context: context)
          }
        })
    ])
  }
}
