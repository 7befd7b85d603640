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
  var phase: PhaseSelection?

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

  /// Which volumes are meant, and how files are read.
  var selection: VolumeSelection {
    VolumeSelection(
      volume: volume, phase: phase,
      assumedSpacing: assumeSpacing.map { [$0.spacing.x, $0.spacing.y, $0.spacing.z] },
      tolerances: Dictionary(tolerance.map { ($0.key, $0.value) }) { $1 }, values: kind.values)
  }

  /// A loader set up by the options.
  func loader() -> VolumeLoader { selection.loader() }

  /// The plans that `--volume` picks: one, or all.
  func plans(in report: SeriesReport, common: CommonOptions) throws -> [VolumePlan] {
    let chosen = try selection.chosen(from: report)
    for notice in chosen.notices { common.tell(notice) }
    return chosen.plans
  }

  /// Looks at the inputs, picks one volume and loads it.
  func loadOne(
    _ common: CommonOptions, stopwatch: Stopwatch
  ) throws -> (volume: Volume, plan: VolumePlan, choice: VolumeChoice) {
    try stopwatch.time(.load) {
      let chosen = try SelectedVolumes(self, common: common)
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
