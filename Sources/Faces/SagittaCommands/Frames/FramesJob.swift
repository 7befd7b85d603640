import Sagitta

/// Makes the pictures of frames and writes them, a few at a time.
struct FramesJob {
  let command: FramesCommand
  let items: [FrameItem]
  let stopwatch: Stopwatch
  private let maker: FrameMaker
  private let context: WorkContext

  /// Prepares the frames: images whose window depends on their values are read once.
  init(command: FramesCommand, items: [FrameItem], stopwatch: Stopwatch) throws {
    self.command = command
    self.items = items
    self.stopwatch = stopwatch
    context = command.common.context()
    maker = try FrameMaker(command, items)
  }

  /// Writes everything.
  func run(_ target: OutputTarget) throws -> FramesReport {
    let report: FramesReport
    switch target {
    case .picture(let path, let format):
      report = FramesReport(outputs: [try writePicture(path, format)])
    case .pictures(let names, let format):
      report =
        command.montage == nil
        ? try writeFolder(names, format)
        : FramesReport(outputs: [try writeSheet(named: names, format)])
    case .values, .valueFiles, .dicom: preconditionFailure("frames are pictures")
    }
    tell(report)
    return report
  }

  // MARK: One file

  private func writePicture(
    _ path: String, _ format: ImageFileFormat
  ) throws -> FramesReport.Output {
    if command.montage != nil { return try writeSheet(path, format) }
    guard items.count > 1 else {
      let made = try stopwatch.time(.compute) { try maker.make(items[0]) }
      try stopwatch.time(.write) {
        try made.raster.write(
          to: path, as: ImageEncoding(format, quality: command.encoding.quality))
      }
      return FramesReport.Output(path: path, frames: [made.frame])
    }
    guard format != .jpeg else {
      throw UsageError(
        "\(items.count) frames do not go into \(path): JPEG holds one picture; "
          + "write .png, .gif or a folder: -o DIR/")
    }
    return try writeAnimation(path, format)
  }

  private func writeAnimation(
    _ path: String, _ format: ImageFileFormat
  ) throws -> FramesReport.Output {
    let maker = maker
    let first = try maker.make(items[0])
    let sequence = try SequenceFile(
      at: path, format, like: first.raster, total: items.count,
      framesPerSecond: command.encoding.fps?.value ?? items[0].seconds.map { 1 / $0 }
        ?? Self.usualRate)
    var frames: [FramesReport.Frame] = []
    for start in stride(from: 0, to: items.count, by: PlaneWriter.batch) {
      let batch = Array(items[start..<min(items.count, start + PlaneWriter.batch)])
      let made = try stopwatch.time(.compute) {
        try context.map(batch.count, stage: "frames") { try maker.make(batch[$0]) }
      }
      for (item, made) in zip(batch, made) {
        guard made.raster.isLike(first.raster) else {
          throw UsageError(
            "\(item.image.path), frame \(item.frame) has another size or kind than the first "
              + "frame: an animation cannot hold both; name a folder: -o DIR/")
        }
        let seconds = command.encoding.fps.map { 1 / $0.value } ?? item.seconds
        try stopwatch.time(.write) { try sequence.add(made.raster, seconds: seconds) }
        frames.append(made.frame)
      }
    }
    try stopwatch.time(.write) { try sequence.finish() }
    return FramesReport.Output(path: path, frames: frames)
  }

  /// Frames per second where neither the file nor the user names a speed.
  private static let usualRate = 12.5

  // MARK: Folders

  /// Every frame for itself; damaged ones are left out as long as others are there.
  private func writeFolder(
    _ names: OutputNames, _ format: ImageFileFormat
  ) throws -> FramesReport {
    let (folder, files) = try OutputFolder.prepared(
      names, for: items.map { ($0.name.kind, $0.name.number) },
      fileExtension: format.extensions[0], force: command.force)
    let encoding = ImageEncoding(format, quality: command.encoding.quality)
    let (items, maker) = (items, maker)
    let results = try stopwatch.time(.compute) {
      try context.map(items.count, stage: "frames") { n in
        let file = files[n]
        do {
          let made = try maker.make(items[n])
          try made.raster.write(to: file.stagedPath, as: encoding)
          return Result<FramesReport.Output, StoredImageError>.success(
            FramesReport.Output(path: file.path, frames: [made.frame]))
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
      throw RefusedError(.badInput, "no frame can be shown: \(report.skipped[0].message)")
    }
    try folder.finish()
    return report
  }

  // MARK: Sheets

  private func writeSheet(
    named names: OutputNames, _ format: ImageFileFormat
  ) throws -> FramesReport.Output {
    let (folder, files) = try OutputFolder.prepared(
      names, for: [("montage", 0)], fileExtension: format.extensions[0], force: command.force)
    let file = files[0]
    let output = try writeSheet(file.stagedPath, format)
    try folder.finish()
    return FramesReport.Output(path: file.path, frames: output.frames)
  }

  private func writeSheet(
    _ path: String, _ format: ImageFileFormat
  ) throws -> FramesReport.Output {
    guard let montage = command.montage else { preconditionFailure("a sheet is asked for") }
    let sheet = try FrameSheet(montage, items)
    let (shown, factor, maker) = (sheet.items, sheet.factor, maker)
    let made = try stopwatch.time(.compute) {
      try context.map(shown.count, stage: "frames") { n in
        try maker.make(shown[n], reducedBy: factor)
      }
    }
    try stopwatch.time(.write) {
      try sheet.raster(made.map(\.raster))
        .write(to: path, as: ImageEncoding(format, quality: command.encoding.quality))
    }
    return FramesReport.Output(path: path, frames: made.map(\.frame))
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

extension FramesReport.Skipped {
  init(_ error: StoredImageError) {
    path = error.path
    frame = error.frame
    code = error.code.rawValue
    message = error.description
  }
}

extension Raster {
  /// Whether two pictures can follow each other in an animation.
  fileprivate func isLike(_ other: Raster) -> Bool {
    guard width == other.width, height == other.height else { return false }
    switch (samples, other.samples) {
    case (.gray8, .gray8), (.gray16, .gray16), (.rgb8, .rgb8): return true
    default: return false
    }
  }
}
