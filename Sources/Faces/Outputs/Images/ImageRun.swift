package import SagittaEngine

/// A run over the chosen volumes of an input, each of which becomes images or planes of values at a
/// place of its own.
package struct ImageRun {
  /// One volume, loaded, and where its files go.
  package struct Item {
    /// What is known of it, after files whose pixels are damaged were left out.
    package let plan: VolumePlan
    package let volume: Volume
    /// The phase that its voxels are.
    package let phase: Int
    /// Where its files go.
    package let place: OutputTarget
    /// The images behind it, if DICOM is written.
    package let source: SourceImages?
  }

  /// What a run wrote.
  package struct Result {
    /// What lies in each file.
    package fileprivate(set) var outputs: [PlaneOutput] = []
    /// The volumes, for a record of provenance; empty if none is wanted.
    package fileprivate(set) var sources: [ProvenanceSource] = []
  }

  private let chosen: SelectedVolumes
  private let target: OutputTarget
  private let options: WritingOptions
  private let namesSources: Bool

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

  /// Loads one volume after the other, and has its files written.
  ///
  /// - Parameter write: Writes the files of one volume.
  /// - Returns: What was written, and of what.
  /// - Throws: ``OutputError``, what `SelectedVolumes` throws, and what `write` throws.
  package func run(_ write: (Item) throws -> [PlaneOutput]) throws -> Result {
    var result = Result()
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      try place.checkInputs()
      try place.prepareFile(of: target, force: options.force)
      let item = try load(plan, to: place)
      result.outputs += try write(item)
      if namesSources {
        result.sources.append(try ProvenanceSource(of: item.plan, phases: [item.phase]))
      }
    }
    return result
  }

  private func load(_ plan: VolumePlan, to place: OutputTarget) throws -> Item {
    let (volume, plan, phase) = try options.stopwatch.time(.load) { try chosen.load(plan) }
    return Item(
      plan: plan, volume: volume, phase: phase, place: place,
      source: try place.source(of: plan, phase: phase, loader: chosen.loader))
  }
}
