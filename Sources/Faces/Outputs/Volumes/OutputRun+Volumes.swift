package import SagittaEngine
import SharedInputs

extension OutputRun {
  /// A volume, where it goes, and what gives its files their places.
  package struct VolumeItem {
    package let plan: VolumePlan
    let place: VolumePlace
    let batch: OutputBatch
  }

  /// What was written of one volume, and of what.
  package struct WrittenVolume {
    let output: ConvertedVolume
    let source: ProvenanceSource?
  }

  /// Writes one whole volume after the other; their files get their places together, and one that
  /// cannot be written stops no other.
  ///
  /// - Parameters:
  ///   - failure: Tells why one of several volumes was not written; returns what scripts are told.
  ///   - write: Writes one volume.
  /// - Returns: What was written, and what the volumes were made of, if that is wanted.
  /// - Throws: ``OutputError``, and what `write` throws of all volumes.
  package func volumes(
    failure: (any Error, VolumePlan) -> FailureJSON, write: (VolumeItem) throws -> WrittenVolume
  ) throws -> (report: VolumesReport, sources: [ProvenanceSource]) {
    var report = VolumesReport(volume: chosen.choice)
    var sources: [ProvenanceSource] = []
    let batch = OutputBatch()
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      do {
        try place.checkInputs()
        let own = OutputBatch()
        let place = try place.place(of: target, force: options.force, batch: own)
        let written = try write(VolumeItem(plan: plan, place: place, batch: own))
        batch.adopt(own)
        report.outputs.append(written.output)
        sources += [written.source].compactMap(\.self)
      } catch  where chosen.plans.count > 1 && Self.isOfOneVolume(error) {
        report.add(failure(error, plan), of: plan)
      }
    }
    try batch.finish()
    // Another volume may have taken the place of one that could not be read.
    report.volume = chosen.choice
    return (report, sources)
  }

  /// Whether others of several volumes may fare better: not where the disk is full or the user
  /// wants to stop.
  private static func isOfOneVolume(_ error: any Error) -> Bool {
    switch (error as? any Fault)?.kind ?? .badInput {
    case .badInput, .noInput, .wrongRequest, .overLimit: true
    case .notInstalled, .cannotCreate, .ioFailed, .cancelled: false
    }
  }

  /// The phases of a volume that are used; those of a series fit into memory together.
  func phases(_ item: VolumeItem, default standard: PhaseSelection) throws -> SelectedPhases {
    let limits = options.context.limits
    let stopwatch = options.stopwatch
    let phases = try stopwatch.time(.load) {
      if let (volume, plan, phase) = try SharedInputs.load(item.plan, of: chosen) {
        return SelectedPhases(plan: plan, numbers: [phase]) { _ in volume }
      }
      return try chosen.phases(of: item.plan) { plan in
        let phases = try chosen.phases(of: plan, default: standard)
        try VolumeSelection.checkMemory(
          phases: phases, of: plan, storage: chosen.loader.storage, limits: limits)
        return phases
      }
    }
    return phases.reading { volume in try stopwatch.time(.load, within: .write) { try volume() } }
  }

  /// What a volume was made of, if that is wanted.
  func source(_ phases: SelectedPhases) throws -> ProvenanceSource? {
    namesSources ? try ProvenanceSource(of: phases.plan, phases: phases.numbers) : nil
  }

  /// The images behind a phase, if DICOM is written.
  func images(_ phases: SelectedPhases, phase: Int, to target: OutputTarget) throws -> SourceImages?
  {
    try target.source(of: phases.plan, phase: phases.numbers[phase], loader: chosen.loader)
  }
}
