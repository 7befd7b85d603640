package import SagittaEngine

/// A run over the chosen volumes of an input, the results of each of which go to a place of its own.
package struct OutputRun {
  /// The volumes.
  let chosen: SelectedVolumes
  /// Where the results of all of them go.
  let target: OutputTarget
  /// How they are written.
  let options: WritingOptions
  /// Whether the result tells what the volumes were made of.
  let namesSources: Bool

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - chosen: The volumes.
  ///   - target: Where the results of all of them go.
  ///   - options: How they are written.
  ///   - namesSources: Whether the result tells what the volumes were made of.
  package init(
    over chosen: SelectedVolumes, to target: OutputTarget, options: WritingOptions,
    namesSources: Bool
  ) {
    self.chosen = chosen
    self.target = target
    self.options = options
    self.namesSources = namesSources
  }
}
