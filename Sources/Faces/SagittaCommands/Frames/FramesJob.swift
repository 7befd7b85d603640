import Sagitta

/// Writes the pictures of frames where they are wanted.
struct FramesJob {
  let command: FramesCommand
  let images: FrameImages
  let context: WorkContext
  let stopwatch: Stopwatch

  /// Writes everything.
  func run(_ target: OutputTarget) throws -> FramesReport {
    let report: FramesReport
    switch target {
    case .picture(let path, let format):
      report = FramesReport(outputs: [try writePicture(path, format: format)])
    case .pictures(let names, let format):
      report =
        command.view.montage == nil
        ? try writeFolder(names, format: format)
        : FramesReport(outputs: [try writeSheet(named: names, format: format)])
    case .values, .valueFiles, .dicom: preconditionFailure("frames are pictures")
    }
    tell(report)
    return report
  }

  // MARK: One file

  private func writePicture(
    _ path: String, format: ImageFileFormat
  ) throws -> FramesReport.Output {
    if command.view.montage != nil { return try writeSheet(path, format: format) }
    let items = images.items
    guard items.count > 1 else {
      let made = try stopwatch.time(.compute) { try images.image(of: items[0]) }
      try stopwatch.time(.write) { try made.raster.write(to: path, as: encoding(format)) }
      return FramesReport.Output(path: path, shown: [made.shown])
    }
    guard format.holdsSequences else {
      throw UsageError(
        "\(items.count) frames do not go into \(path): \(format.rawValue.uppercased()) holds one "
          + "picture; write .png, .gif or a folder: -o DIR/")
    }
    let shown = try images.writeSequence(
      to: path, as: format, framesPerSecond: command.encoding.fps?.value, stopwatch: stopwatch,
      context: context)
    return FramesReport.Output(path: path, shown: shown)
  }

  private func encoding(_ format: ImageFileFormat) -> ImageEncoding {
    ImageEncoding(format, quality: command.encoding.quality)
  }

  // MARK: Folders

  /// Every frame for itself; damaged ones are left out as long as others are there.
  private func writeFolder(
    _ names: OutputNames, format: ImageFileFormat
  ) throws -> FramesReport {
    let images = images
    let encoding = encoding(format)
    let items = images.items
    let (folder, files) = try OutputFolder.prepared(
      names, for: items.map { ($0.name.kind, $0.name.number) },
      fileExtension: format.extensions[0], force: command.force)
    let results = try stopwatch.time(.compute) {
      try context.map(items.count, stage: "frames") { n in
        let file = files[n]
        do {
          let made = try images.image(of: items[n])
          try made.raster.write(to: file.stagedPath, as: encoding)
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
      throw RefusedError(
        .badInput, description: "no frame can be shown: \(report.skipped[0].message)")
    }
    try folder.finish()
    return report
  }

  // MARK: Sheets

  private func writeSheet(
    named names: OutputNames, format: ImageFileFormat
  ) throws -> FramesReport.Output {
    let (folder, files) = try OutputFolder.prepared(
      names, for: [("montage", 0)], fileExtension: format.extensions[0], force: command.force)
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
    try stopwatch.time(.write) { try sheet.raster.write(to: path, as: encoding(format)) }
    return FramesReport.Output(path: path, shown: sheet.shown)
  }

  // MARK: Messages

  /// Warnings for everyone: what is said of many frames is said once.
  private func tell(_ report: FramesReport) {
    for skipped in report.skipped { command.common.note("warning: skipped \(skipped.message)") }
    var seen: Set<String> = []
    for frame in report.outputs.flatMap(\.frames) {
      for note in frame.notes where seen.insert(note.code).inserted {
        let text = "\(frame.source): \(note.code): \(note.message)"
        if FramesJob.quietCodes.contains(note.code) {
          command.common.detail("note: \(text)")
        } else {
          command.common.note("warning: \(text)")
        }
      }
    }
  }

  /// What is usual, and no reason to look twice.
  private static let quietCodes: Set<String> = Set(
    [
      StoredImageNote.Code.lossyCompression, .windowFromValues, .detectorSpacing,
      .frameTimeUnknown, .colourReduced,
    ].map(\.rawValue))
}
