package import SagittaEngine

/// Writes whole volumes as they are: as value files, or as DICOM series.
package struct ConvertedFiles {
  private let run: OutputRun
  private let note: (ProvenanceSource?) throws -> String?
  private let tell: (VolumeNotice) -> Void

  /// Prepares the files.
  ///
  /// - Parameters:
  ///   - run: The run that they belong to.
  ///   - note: Makes the text about a volume's origin that its file carries.
  ///   - tell: Hears what is to be known.
  package init(
    of run: OutputRun, note: @escaping (ProvenanceSource?) throws -> String?,
    tell: @escaping (VolumeNotice) -> Void
  ) {
    self.run = run
    self.note = note
    self.tell = tell
  }

  /// Writes one volume into its value file.
  package func write(
    _ item: OutputRun.VolumeItem, as request: ConvertRequest
  ) throws -> OutputRun.WrittenVolume {
    guard case .values(let path, _) = item.place.target else {
      preconditionFailure("a volume has one value file")
    }
    let phases = try run.phases(item, default: .all)
    let source = try run.source(phases)
    let note = try note(source)
    let written = try run.options.stopwatch.time(.write) {
      try request.run(
        on: phases, to: path, note: note, software: .sagitta, loader: run.chosen.loader,
        context: run.options.context)
    }
    for notice in written.notices { tell(notice) }
    let output = ConvertedVolume(
      path: item.place.path ?? path, grid: written.grid, phases: phases.numbers.count,
      plan: run.chosen.finished(phases.plan), findings: written.findings)
    return OutputRun.WrittenVolume(output: output, source: source)
  }

  /// Writes the slices of a volume as a DICOM series, of each phase as one of its own.
  package func writeDICOM(_ item: OutputRun.VolumeItem) throws -> OutputRun.WrittenVolume {
    let phases = try run.phases(item, default: .all)
    let target = item.place.target
    let writer = DICOMVolumes(options: run.options, kind: "slice", batch: item.batch)
    let path = try writer.write(phases.numbers.count, by: .storedSlices, to: target) { n in
      try run.options.stopwatch.time(.write) {
        (try phases.volume(n), try run.images(phases, phase: n, to: target))
      }
    }
    let output = ConvertedVolume(
      path: path, grid: phases.plan.geometry, phases: phases.numbers.count,
      plan: run.chosen.finished(phases.plan))
    return OutputRun.WrittenVolume(output: output, source: try run.source(phases))
  }
}

extension SoftwareName {
  /// This program, as side-cars name it.
  package static let sagitta = SoftwareName(name: "Sagitta", version: Engine.version)
}
