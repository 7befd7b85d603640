import ArgumentParser
import Sagitta

/// What to read, and which volume of it.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Folders (searched recursively for DICOM), files, and volume files.",
      discussion: "Volume files: .nii .nii.gz .hdr/.img .nrrd .nhdr .mha .mhd .npy .npz"))
  var inputs: [String]

  @Option(help: "The volume to use: its number or Series Instance UID as `info` prints it.")
  var volume: String?

  @Option(
    help: ArgumentHelp(
      "The phase to use of a volume that has several, from 0; default 0.",
      discussion: "convert and resample also know 'all', which is convert's default.",
      valueName: "n|all"))
  var phase: PhaseArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stack images that do not say where they lie, with these spacings in mm.",
      discussion: "Only what a file does not say is assumed; without positions, names order them.",
      valueName: "dx,dy,dz"))
  var assumeSpacing: SpacingArgument?

  @Option(
    help: ArgumentHelp(
      "Set a tolerance of the loader, as even-limit=8; may be repeated. `report` lists those used.",
      discussion: ToleranceArgument.list, valueName: "name=value"),
    transform: ToleranceArgument.init)
  var tolerance: [ToleranceArgument] = []

  @OptionGroup var kind: ValueKindOptions

  /// A loader set up by the options.
  func loader() -> VolumeLoader {
    var loader = VolumeLoader()
    loader.assumedSpacing = assumeSpacing?.spacing
    for argument in tolerance { argument.apply(to: &loader.tolerances) }
    loader.values = kind.values
    return loader
  }

  /// Looks at the inputs; fails if they hold no volume.
  func scan(_ loader: VolumeLoader, _ common: CommonOptions) throws -> SeriesReport {
    let report = try loader.scan(inputs, context: common.context())
    guard !report.volumes.isEmpty else {
      throw LoadError.noVolume(summary: report.skippedSummary + PictureAdvice.text(report.skipped))
    }
    let unexpected = report.unexpectedlySkipped
    if !unexpected.isEmpty {
      let count = unexpected.count
      let summary = SeriesReport.summary(of: unexpected)
      common.note(
        "warning: \(count) file\(count == 1 ? "" : "s") skipped: \(summary); "
          + "`sagitta info` lists them")
    }
    for file in report.skipped {
      let reason = RemedyWords.commandLine.message(of: file)
      common.detail("skipped \(file.path): \(file.code.rawValue): \(reason)")
    }
    return report
  }

  /// The plans that `--volume` picks: one, or all.
  func plans(in report: SeriesReport, _ common: CommonOptions) throws -> [VolumePlan] {
    let plans = try chosen(from: report, common)
    for plan in plans {
      common.detail(
        "volume \(plan.id): \(plan.shortText), \(plan.geometry.regularity.rawValue), "
          + "\(plan.paths.count) files, \(common.context().workers) workers")
      for finding in plan.findings { tell(finding, of: plan, common) }
    }
    return plans
  }

  /// Warnings reach everyone who does not want quiet, notes only the curious.
  func tell(_ finding: Finding, of plan: VolumePlan, _ common: CommonOptions) {
    let text = "volume \(plan.id): \(finding.code.rawValue): \(finding.message)"
    switch finding.severity {
    case .warning: common.note("warning: \(text)")
    case .note: common.detail("note: \(text)")
    }
  }

  private func chosen(
    from report: SeriesReport, _ common: CommonOptions
  ) throws -> [VolumePlan] {
    if volume == "all" { return report.volumes }
    if let volume {
      guard let plan = report.volume(named: volume) else {
        throw LoadError.noSuchVolume(id: volume, count: report.volumes.count)
      }
      return [plan]
    }
    guard let plan = report.largest else { return [] }
    if report.volumes.count > 1 {
      let others = report.volumes.count - 1
      common.note(
        "using volume \(plan.id), \(plan.shortText), the one with the most voxels; "
          + "\(others) other\(others == 1 ? "" : "s"): choose with --volume")
    }
    return [plan]
  }

  /// The phase that `--phase` picks, else the first, which a note then says.
  func chosenPhase(of plan: VolumePlan, _ common: CommonOptions) throws -> Int {
    guard let phase else {
      if plan.phases > 1 {
        common.note("using phase 0 of \(plan.phases): choose with --phase")
      }
      return 0
    }
    guard case .number(let index) = phase else {
      throw UsageError("--phase all is for convert and resample; pick one phase")
    }
    guard (0..<plan.phases).contains(index) else {
      throw LoadError.noSuchPhase(index: index, count: plan.phases)
    }
    return index
  }

  /// The phases that `--phase` picks where several may be written: one, or all.
  func chosenPhases(
    of plan: VolumePlan, default usual: PhaseArgument, _ common: CommonOptions
  ) throws -> [Int] {
    if (phase ?? usual) == .all { return Array(0..<plan.phases) }
    return [try chosenPhase(of: plan, common)]
  }

  /// Looks at the inputs, picks one volume and loads it.
  func loadOne(
    _ common: CommonOptions, _ stopwatch: Stopwatch
  ) throws -> (volume: Volume, plan: VolumePlan, choice: VolumeChoice) {
    try stopwatch.time(.load) {
      let chosen = try ChosenVolumes(self, common)
      guard chosen.plans.count == 1, let plan = chosen.plans.first else {
        throw UsageError("--volume all is not for this command; pick one volume")
      }
      let (volume, left, _) = try chosen.load(plan)
      return (volume, left, chosen.choice)
    }
  }
}

extension VolumePlan {
  /// The volume in a few words: "CT 512×512×69, Chest".
  var shortText: String {
    let size = geometry.dimensions.ijk.map(String.init).joined(separator: "×")
    let words = [attributes.modality, size].compactMap(\.self).joined(separator: " ")
    return attributes.description.map { "\(words), \($0)" } ?? words
  }
}
