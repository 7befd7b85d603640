import ArgumentParser
import SagittaEngine

/// Which of the values that files define are read.
struct ValueKindOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "PET values as standardised uptake values: bw, by body weight.", valueName: "bw"))
  var suv: SUVArgument?

  @Flag(help: "Values of the files' Real World Value Mapping instead of modality values.")
  var realWorld = false

  func validate() throws {
    guard suv == nil || !realWorld else {
      throw ValidationError("--suv and --real-world are two kinds of values; choose one")
    }
  }

  /// The kind as a loader knows it.
  var values: ValueKind {
    suv != nil ? .suvBodyWeight : realWorld ? .realWorld : .modality
  }
}
