package import SagittaEngine

/// Writes whole volumes on another grid: as value files, or as DICOM series.
package struct ResampledFiles {
  private let run: OutputRun
  private let request: ResampledVolumeRequest
  private let note: (ProvenanceSource?) throws -> String?
  private let tell: (VolumeNotice) -> Void

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - run: The run that they belong to.
  ///   - request: The grid, and how values are stored.
  ///   - note: Makes the text about a volume's origin that its file carries.
  ///   - tell: Hears what is to be known.
  package init(
    of run: OutputRun, request: ResampledVolumeRequest,
    note: @escaping (ProvenanceSource?) throws -> String?, tell: @escaping (VolumeNotice) -> Void
  ) {
    self.run = run
    self.request = request
    self.note = note
    self.tell = tell
  }

  /// Resamples and writes the phases of one volume.
  package func write(_ item: OutputRun.VolumeItem) throws -> OutputRun.WrittenVolume {
    let stored = try run.phases(item, default: .number(0))
    let context = run.options.context
    let grid = try request.resampling.grid(
      for: stored.plan.geometry, limits: context.limits)
    let working = context.holding(request.writingBytes(on: grid, workers: context.workers))
    let made = ResampledValues()
    let phases = stored.changed { [request, stopwatch = run.options.stopwatch] volume in
      try stopwatch.time(.compute, within: .write) {
        made.noting(try request.resampling.run(on: volume, to: grid, context: working))
      }
    }
    let source = try run.source(phases)
    let path = try run.options.stopwatch.time(.write) {
      try write(phases, grid: grid, note: note(source), item: item)
    }
    let findings: [Finding] =
      made.isEmpty ? [.nothingThere("the new grid lies beside the volume's values")] : []
    for finding in findings { tell(.result(finding)) }
    let output = ConvertedVolume(
      path: item.place.path ?? path, grid: grid, phases: phases.numbers.count,
      plan: run.chosen.finished(stored.plan), findings: findings)
    return OutputRun.WrittenVolume(output: output, source: source)
  }

  /// Writes the volumes of phases; returns the path of the file or folder.
  private func write(
    _ phases: SelectedPhases, grid: GridGeometry, note: String?, item: OutputRun.VolumeItem
  ) throws -> String {
    let target = item.place.target
    if case .values(let path, let format) = target {
      try request.write(
        phases, on: grid, to: path, as: format, note: note, loader: run.chosen.loader,
        context: run.options.context)
      return path
    }
    let writer = DICOMVolumes(options: run.options, kind: "resampled", batch: item.batch)
    return try writer.write(
      phases.numbers.count, by: Derivation(resampledWith: request.resampling.interpolation),
      to: target
    ) { (try phases.volume($0), try run.images(phases, phase: $0, to: target)) }
  }
}
