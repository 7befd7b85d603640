package import SagittaEngine
import SharedInputs

extension OutputRun {
  /// One volume, loaded, and where its files go.
  package struct ImageItem {
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

  /// What was written of all volumes.
  package struct WrittenImages {
    /// What lies in each file.
    package fileprivate(set) var outputs: [PlaneOutput] = []
    /// The volumes, for a record of provenance; empty if none is wanted.
    package fileprivate(set) var sources: [ProvenanceSource] = []
  }

  /// Loads one volume after the other, and has its images or planes of values written.
  ///
  /// - Parameter write: Writes the files of one volume.
  /// - Returns: What was written, and of what.
  /// - Throws: ``OutputError``, what `SelectedVolumes` throws, and what `write` throws.
  package func images(
    _ write: (ImageItem) throws -> [PlaneOutput]
  ) throws -> WrittenImages {
    var result = WrittenImages()
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

  private func load(_ plan: VolumePlan, to place: OutputTarget) throws -> ImageItem {
    let (volume, plan, phase) = try options.stopwatch.time(.load) {
      try SharedInputs.load(plan, of: chosen) ?? chosen.load(plan)
    }
    return ImageItem(
      plan: plan, volume: volume, phase: phase, place: place,
      source: try place.source(of: plan, phase: phase, loader: chosen.loader))
  }
}
