import ArgumentParser
import SagittaEngine

/// What to read, for a command that can also answer questions without input.
struct OptionalInputOptions: ParsableArguments {
  @Argument(help: "Folders (searched recursively) and files.")
  var inputs: [String] = []

  @OptionGroup var reading: ReadingOptions

  /// The same options once there is input.
  var required: InputOptions {
    var options = InputOptions()
    options.inputs = inputs
    options.reading = reading
    return options
  }
}
