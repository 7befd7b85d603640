import ArgumentParser
import SagittaEngine

/// Marks drawn on pictures; value files never carry any.
struct MarkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Marks on pictures: none; labels: sides, scale, position, window; full: also the series. "
        + "Default: none; labels on sheets.",
      valueName: "detail"))
  var annotate: AnnotationDetail?

  @Flag(
    help: ArgumentHelp(
      "With --annotate full: the patient's name, number and date on the picture.",
      discussion: "Value files carry texts and UIDs of the series."))
  var showIdentity = false

  /// Refuses pictures that are to say who the patient is, and nothing else.
  func checkIdentity() throws {
    guard !showIdentity || annotate == .full else {
      throw UsageError("--show-identity on pictures belongs to --annotate full")
    }
  }

  /// Who the patient is, if pictures are to say it.
  ///
  /// - Returns: No lines where the input states none, which the user is told.
  func identity(
    of plan: VolumePlan, input: InputOptions, common: CommonOptions
  ) -> [String] {
    guard showIdentity else { return [] }
    let found = IdentityText.found(by: input.loader(), in: plan, context: common.context())
    if let problem = found.problem { common.note("warning: --show-identity: \(problem)") }
    return found.lines
  }
}
