package import SagittaEngine

/// Writes one volume's ray casts where they are wanted.
package struct RenderFiles {
  private let frames: RenderFrames
  private let item: ImageRun.Item
  private let options: WritingOptions

  /// Prepares the files of one volume.
  ///
  /// - Parameters:
  ///   - frames: Its ray casts.
  ///   - item: The volume, and where its files go.
  ///   - options: How files are written.
  package init(_ frames: RenderFrames, of item: ImageRun.Item, options: WritingOptions) {
    self.frames = frames
    self.item = item
    self.options = options
  }

  /// Makes and writes the frames; returns what lies in each file.
  package func write() throws -> [PlaneOutput] {
    let target = item.place
    let paths = try target.isDICOM ? writeObject(to: target) : writeFiles(to: target)
    return zip(paths, frames.rays).map {
      PlaneOutput(
        path: $0, plane: $1.plane, window: nil,
        findings: item.plan.findings + frames.shown.findings)
    }
  }

  private func image(_ n: Int) throws -> Raster {
    try options.stopwatch.time(.compute) { try frames.image(n, context: options.context) }
  }

  private func writeFiles(to target: OutputTarget) throws -> [String] {
    try FrameWriter(kind: "render", count: frames.count, options: options)
      .writePictures(to: target, frame: image)
  }

  /// Writes frames as one secondary capture.
  private func writeObject(to target: OutputTarget) throws -> [String] {
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: frames.shown.volume.attributes)
    return try writer.write([
      DICOMWriter.Pictures(
        kind: "render", index: 0,
        sequence: DerivedSeriesMaker.Pictures(
          frames.count, by: frames.derivation, details: frames.captureDetails
        ) { [frames, options] number in
          try options.stopwatch.time(.compute, within: .write) {
            try frames.image(number, context: options.context)
          }
        })
    ])
  }
}
