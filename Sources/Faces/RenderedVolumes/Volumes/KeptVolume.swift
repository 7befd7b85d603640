import SagittaEngine

/// A volume that is kept, with what serves all of its pictures.
final class KeptVolume: Sendable {
  /// The volume as it was loaded.
  let volume: Volume
  /// What is known of it.
  let plan: VolumePlan
  /// Which phase it is.
  let phase: Int
  /// What read it.
  let loader: VolumeLoader
  let reslicer: Reslicer
  let renderer: Renderer
  /// The volume with the window that nobody chose, under the only key.
  private let windowed = SharedResults<Bool, Volume>()
  /// The last styles over this volume's values.
  private let resolved = SharedResults<TransferFunction, TransferFunction>(mostValues: 8)

  init(_ volume: Volume, plan: VolumePlan, phase: Int, loader: VolumeLoader) {
    self.volume = volume
    self.plan = plan
    self.phase = phase
    self.loader = loader
    reslicer = Reslicer(volume)
    renderer = Renderer(volume)
  }

  /// The bytes that it takes at the most: voxels, mask, and what rays step over empty space by.
  var bytes: Int { volume.memoryBytes + volume.memoryBytes / 10 }

  /// The volume, whose first window is the one in which it is shown if nobody chooses another: where
  /// that follows from the voxels, they are looked at once.
  ///
  /// - Throws: `WorkCancelled`.
  func withWindow(_ context: WorkContext) throws -> Volume {
    try windowed.value(for: true, bytes: { _ in 0 }, context: context) {
      let window = try WindowChoice.automatic.resolve(
        for: volume, function: volume.attributes.windows.first?.function, context: context)
      var shown = volume
      shown.attributes.windows = [window]
      return shown
    }
  }

  /// A transfer function over this volume's values, as other volumes of the same values take it over.
  ///
  /// - Throws: `WorkCancelled`.
  func resolved(
    _ function: TransferFunction, context: WorkContext
  ) throws -> TransferFunction {
    try resolved.value(for: function, bytes: { _ in 0 }, context: context) {
      try function.resolved(for: volume, context: context)
    }
  }

  /// The volume to be laid over another.
  ///
  /// - Throws: `WorkCancelled`; what looking at the two series throws.
  func overlay(on base: KeptVolume, context: WorkContext) throws -> SecondVolume {
    SecondVolume(
      try withWindow(context), name: "overlay",
      findings: try loader.findings(of: plan, over: base.plan, context: context),
      origin: SecondVolume.Origin(plan, phase: phase))
  }

  /// What objects derived from the volume take over from its images; nil for a volume file.
  ///
  /// - Throws: `LoadError`.
  func sourceImages() throws -> SourceImages? {
    plan.volumeFile == nil ? try loader.sourceImages(of: plan, phase: phase) : nil
  }

  /// Who the patient is, for pictures that are to say it.
  func identity(_ context: WorkContext) -> [String] {
    IdentityText.found(by: loader, in: plan, context: context).lines
  }
}
