import ArgumentParser
import Sagitta

/// What to read, for a command that can also answer questions without input.
struct OptionalInputOptions: ParsableArguments {
  @Argument(help: "Folders (searched recursively) and files.")
  var inputs: [String] = []

  @Option(help: "The volume to use: its number or Series Instance UID as `info` prints it.")
  var volume: String?

  @Option(
    help: ArgumentHelp(
      "The phase to use of a volume that has several, from 0; default 0.", valueName: "n"))
  var phase: PhaseSelection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stack images that do not say where they lie, with these spacings in mm.",
      valueName: "dx,dy,dz"))
  var assumeSpacing: SpacingArgument?

  @Option(
    help: ArgumentHelp(
      "Set a tolerance of the loader, as even-limit=8; may be repeated.", valueName: "name=value"),
    transform: ToleranceArgument.init)
  var tolerance: [ToleranceArgument] = []

  @OptionGroup var kind: ValueKindOptions

  /// The same options once there is input.
  var required: InputOptions {
    var options = InputOptions()
    options.inputs = inputs
    options.volume = volume
    options.assumeSpacing = assumeSpacing
    options.tolerance = tolerance
    options.phase = phase
    options.kind = kind
    return options
  }
}
