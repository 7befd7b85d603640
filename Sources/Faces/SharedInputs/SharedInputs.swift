import Geometry
import Locks
package import SeriesLoading
package import VolumeModel
package import VolumeRequests
package import WorkScheduling

/// What pieces of work on one input that follow each other share: it is looked at once, and its volume is read
/// once.
///
/// Results are those of work that shares nothing: a volume is kept only if it came as it was planned. Where files
/// are damaged, or voxels are lost, each piece of work reads for itself, and tells of it.
package final class SharedInputs: Sendable {
  /// What is shared by the work of this task; nil where nothing is.
  @TaskLocal package static var current: SharedInputs?

  /// What a look at an input depends on.
  private struct Look: Hashable {
    let inputs: [String]
    let selection: VolumeSelection
    let volumeBytes: Int
  }

  private struct State {
    var reports: [Look: SeriesReport] = [:]
    var kept: KeptVolume?
    /// Whether the work at hand asks for a phase by its number, which it may have to be refused.
    var asksForPhase = false
  }

  private let state = Locked(State())

  package init() {}

  /// Looks at an input, unless that was done.
  ///
  /// - Parameters:
  ///   - inputs: Files and folders.
  ///   - selection: How they are read.
  ///   - loader: What reads them so; nil for that of the selection.
  ///   - context: The workers and limits.
  /// - Returns: What `VolumeLoader.scan` returns.
  /// - Throws: What `VolumeLoader.scan` throws.
  package static func report(
    of inputs: [String], selection: VolumeSelection, by loader: VolumeLoader? = nil,
    context: WorkContext
  ) throws -> SeriesReport {
    let loader = loader ?? selection.loader()
    guard let current else { return try loader.scan(inputs, context: context) }
    var how = selection
    how.volume = nil
    how.phase = nil
    let look = Look(inputs: inputs, selection: how, volumeBytes: context.limits.volumeBytes)
    let known = current.state.withLock { state in
      state.asksForPhase = selection.phase != nil
      return state.reports[look]
    }
    if let known { return known }
    let report = try loader.scan(inputs, context: context)
    current.state.withLock { $0.reports[look] = report }
    return report
  }

  /// Loads a volume that has one phase, unless that was done.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - chosen: Where it was chosen.
  /// - Returns: What `SelectedVolumes.load` returns; nil if it is not to be shared.
  /// - Throws: What `SelectedVolumes.load` throws.
  package static func load(
    _ plan: VolumePlan, of chosen: SelectedVolumes
  ) throws -> (volume: Volume, plan: VolumePlan, phase: Int)? {
    if let volume = volume(of: plan, loader: chosen.loader) {
      chosen.noteStorage(of: [volume], plan: plan)
      return (volume, plan, 0)
    }
    forget()
    guard let current, plan.phases == 1, plan.volumeFile == nil,
      !current.state.withLock({ $0.asksForPhase })
    else { return nil }
    let loaded = try chosen.load(plan)
    current.keep(loaded.volume, of: loaded.plan, asPlanned: plan, loader: chosen.loader)
    return loaded
  }

  /// The volume of a plan, if it was loaded and is still there.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - loader: What would read it.
  /// - Returns: The volume; nil if it has to be read.
  package static func volume(of plan: VolumePlan, loader: VolumeLoader) -> Volume? {
    current?.state.withLock { state in
      guard let kept = state.kept, !state.asksForPhase, kept.isOf(plan, loader: loader) else {
        return nil
      }
      return kept.volume
    }
  }

  /// Lets go of a volume, before another one is read.
  package static func forget() { current?.state.withLock { $0.kept = nil } }

  private func keep(
    _ volume: Volume, of left: VolumePlan, asPlanned plan: VolumePlan, loader: VolumeLoader
  ) {
    guard left.isAs(plan), volume.losses.isEmpty else { return }
    let kept = KeptVolume(volume, plan: plan, loader: loader)
    state.withLock { $0.kept = kept }
  }
}

/// A volume, and what it is the volume of.
private struct KeptVolume: Sendable {
  let volume: Volume
  private let plan: VolumePlan
  private let loader: VolumeLoader

  init(_ volume: Volume, plan: VolumePlan, loader: VolumeLoader) {
    self.volume = volume
    self.plan = plan
    self.loader = loader
  }

  func isOf(_ other: VolumePlan, loader otherLoader: VolumeLoader) -> Bool {
    plan.isAs(other) && loader.values == otherLoader.values
      && loader.assumedSpacing == otherLoader.assumedSpacing
      && loader.storage == otherLoader.storage
  }
}

extension VolumePlan {
  /// Whether it has the same place, the same files and the same findings.
  fileprivate func isAs(_ other: VolumePlan) -> Bool {
    id == other.id && geometry == other.geometry && paths == other.paths && phases == other.phases
      && findings == other.findings
  }
}
