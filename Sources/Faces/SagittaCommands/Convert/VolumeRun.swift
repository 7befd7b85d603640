import Sagitta

/// A run of a verb that writes whole volumes: each volume of the input goes to its place, and one
/// that cannot be written stops no other.
struct VolumeRun {
  /// A volume, where it goes, and what gives its files their places.
  struct Item {
    let plan: VolumePlan
    let chosen: SelectedVolumes
    let place: VolumePlace
    let batch: OutputBatch
  }

  let input: InputOptions
  let target: OutputTarget
  let force: Bool
  let origin: ProvenanceOptions
  let common: CommonOptions
  let stopwatch = Stopwatch()

  /// Writes the volumes by `write`, then what is known of them.
  ///
  /// - Parameters:
  ///   - verb: The verb, for provenance.
  ///   - request: The request that it runs, for provenance.
  ///   - write: Writes one volume; returns what was written, and of what.
  /// - Throws: ``UsageError``, ``RefusedError``, and what `write` throws of all volumes.
  func run(
    _ verb: String, request: any Encodable,
    write: (Item) throws -> (output: ConvertedVolume, sources: [ProvenanceSource])
  ) throws {
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(input, common: common) }
    var report = VolumesReport(volume: chosen.choice)
    var sources: [ProvenanceSource] = []
    let batch = OutputBatch()
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      do {
        let own = OutputBatch()
        let place = try place.place(of: target, force: force, batch: own)
        let written = try write(Item(plan: plan, chosen: chosen, place: place, batch: own))
        batch.adopt(own)
        report.outputs.append(written.output)
        sources += written.sources
      } catch  where chosen.plans.count > 1 && Failure(error).isOfOneVolume {
        report.add(error, plan: plan)
      }
    }
    try batch.finish()
    try origin.write(
      Provenance(verb: verb, input: input, request: request, sources: sources),
      outputs: report.outputs,
      paths: report.outputs.map(\.path))
    try report.finish(stopwatch, common: common)
  }

  /// The phases of a volume that are used; those of a series fit into memory together.
  func phases(_ item: Item, default standard: PhaseSelection) throws -> SelectedPhases {
    let phases = try stopwatch.time(.load) {
      try item.chosen.phases(of: item.plan) { plan in
        let phases = try item.chosen.phases(of: plan, default: standard)
        try VolumeSelection.checkMemory(phases: phases, of: plan, limit: common.memoryLimit)
        return phases
      }
    }
    return phases.reading { [stopwatch] volume in
      try stopwatch.time(.load, within: .write) { try volume() }
    }
  }
}
