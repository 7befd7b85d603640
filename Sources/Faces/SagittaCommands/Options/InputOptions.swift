import ArgumentParser
import SagittaEngine

/// What to read, and which volume of it.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Folders (searched recursively for DICOM), files, and volume files.",
      discussion: "Volume files: .nii .nii.gz .hdr/.img .nrrd .nhdr .mha .mhd .npy .npz .ome.zarr"))
  var inputs: [String]

  @OptionGroup var reading: ReadingOptions

  /// Which volumes are meant, and how files are read.
  var selection: VolumeSelection { reading.selection }

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
      let (volume, left, _) = try chosen.load(try chosen.onlyPlan)
      return (volume, left, chosen.choice)
    }
  }
}
