package import SagittaEngine

/// Writes the pictures of frames where they are wanted.
package struct StoredFrameFiles {
  private let images: FrameImages
  private let options: WritingOptions

  /// Prepares the files of stored images.
  package init(_ images: FrameImages, options: WritingOptions) {
    self.images = images
    self.options = options
  }

  private var context: WorkContext { options.context }
  private var stopwatch: Stopwatch { options.stopwatch }

  /// Writes everything; returns what lies in each file, and what was left out.
  package func write(to target: OutputTarget) throws -> FramesReport {
    try target.checkInputs()
    switch target {
    case .picture(let path, let format):
      return FramesReport(outputs: [try writePicture(path, format: format)])
    case .pictures(let names, let format):
      return images.request.montage == nil
        ? try writeFolder(names, format: format)
        : FramesReport(outputs: [try writeSheet(named: names, format: format)])
    case .values, .valueFiles, .dicom: preconditionFailure("frames are pictures")
    }
  }

  // MARK: One file

  private func writePicture(
    _ path: String, format: ImageFileFormat
  ) throws -> FramesReport.Output {
    if images.request.montage != nil { return try writeSheet(path, format: format) }
    let items = images.items
    guard items.count > 1 else {
      let made = try stopwatch.time(.compute) {
        try images.image(of: items[0], context: context)
      }
      try stopwatch.time(.write) {
        try made.raster.write(to: path, as: options.encoding(format), context: context)
      }
      return FramesReport.Output(path: path, shown: [made.shown])
    }
    guard format.holdsSequences else {
      throw OutputError { [count = items.count] name in
        "\(count) frames do not go into \(path): \(format.rawValue.uppercased()) holds one "
          + "picture; write .png, .gif or a folder: \(name("output")) DIR/"
      }
    }
    let shown = try images.writeSequence(
      to: path, as: format, framesPerSecond: options.framesPerSecond, stopwatch: stopwatch,
      context: context)
    return FramesReport.Output(path: path, shown: shown)
  }

  // MARK: Folders

  /// Every frame for itself; damaged ones are left out as long as others are there.
  private func writeFolder(
    _ names: OutputNames, format: ImageFileFormat
  ) throws -> FramesReport {
    let images = images
    let encoding = options.encoding(format)
    let items = images.items
    let (folder, files) = try OutputFolder.prepared(
      names, for: items.map { ($0.name.kind, $0.name.number) },
      fileExtension: format.extensions[0], force: options.force)
    let results = try stopwatch.time(.compute) {
      try context.map(items.count, stage: "frames") { n in
        let file = files[n]
        do {
          let made = try images.image(of: items[n], context: context)
          try made.raster.write(to: file.stagedPath, as: encoding, context: context)
          return Result<FramesReport.Output, StoredImageError>.success(
            FramesReport.Output(path: file.path, shown: [made.shown]))
        } catch let error as StoredImageError {
          return .failure(error)
        }
      }
    }
    var report = FramesReport()
    for result in results {
      switch result {
      case .success(let output): report.outputs.append(output)
      case .failure(let error) where report.outputs.isEmpty && results.count == 1: throw error
      case .failure(let error): report.skipped.append(FramesReport.Skipped(error))
      }
    }
    guard !report.outputs.isEmpty else {
      folder.discard()
      throw OutputError(.badInput) { [reason = report.skipped[0].message] _ in
        "no frame can be shown: \(reason)"
      }
    }
    try folder.finish()
    return report
  }

  // MARK: Sheets

  private func writeSheet(
    named names: OutputNames, format: ImageFileFormat
  ) throws -> FramesReport.Output {
    let (folder, files) = try OutputFolder.prepared(
      names, for: [("montage", 0)], fileExtension: format.extensions[0], force: options.force)
    let file = files[0]
    let output = try writeSheet(file.stagedPath, format: format)
    try folder.finish()
    return FramesReport.Output(path: file.path, frames: output.frames)
  }

  private func writeSheet(
    _ path: String, format: ImageFileFormat
  ) throws -> FramesReport.Output {
    guard let places = images.request.montage else { preconditionFailure("a sheet is asked for") }
    let sheet = try stopwatch.time(.compute) {
      try images.sheet(places: places, context: context)
    }
    try stopwatch.time(.write) {
      try sheet.raster.write(to: path, as: options.encoding(format), context: context)
    }
    return FramesReport.Output(path: path, shown: sheet.shown)
  }
}
