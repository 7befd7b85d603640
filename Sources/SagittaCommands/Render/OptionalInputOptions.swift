import ArgumentParser

/// What to read, for a command that can also answer questions without input.
struct OptionalInputOptions: ParsableArguments {
  @Argument(help: "Folders (searched recursively) and files.")
  var inputs: [String] = []

  @Option(help: "The volume to use: its number or Series Instance UID as `info` prints it.")
  var volume: String?

  @Option(
    help: ArgumentHelp(
      "The phase to use of a volume that has several, from 0; default 0.", valueName: "n"))
  var phase: PhaseArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stack images without position by name, with these spacings in mm.",
      valueName: "dx,dy,dz"))
  var assumeSpacing: SpacingArgument?

  @OptionGroup var kind: ValueKindOptions

  /// The same options once there is input.
  var required: InputOptions {
    var options = InputOptions()
    options.inputs = inputs
    options.volume = volume
    options.assumeSpacing = assumeSpacing
    options.phase = phase
    options.kind = kind
    return options
  }
}
