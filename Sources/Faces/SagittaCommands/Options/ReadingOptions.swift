import ArgumentParser
import SagittaEngine

/// Which volume of an input is meant, and how its files are read.
struct ReadingOptions: ParsableArguments {
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

  @Flag(
    help: ArgumentHelp(
      "Let volume files name data files that do not lie below their own folder.",
      discussion: "Such a header (.mhd .nhdr .hdr) makes a volume of any file that you may read."))
  var allowOutside = false

  @Option(
    help: ArgumentHelp(
      "Keep voxels as float, or compact: as the stored 16-bit integers; default: auto.",
      discussion: "Results are the same. auto is compact from 16 million voxels on, where stored "
        + "values are only shifted.",
      valueName: "float|compact|auto"))
  var storage = StorageChoice.automatic

  @OptionGroup var kind: ValueKindOptions

  /// The same as a request.
  var selection: VolumeSelection {
    var selection = VolumeSelection(
      volume: volume, phase: phase,
      assumedSpacing: assumeSpacing?.list,
      tolerances: Dictionary(tolerance.map { ($0.key, $0.value) }) { $1 }, values: kind.values,
      outsideData: allowOutside ? true : nil)
    selection.storage = storage
    return selection
  }
}
