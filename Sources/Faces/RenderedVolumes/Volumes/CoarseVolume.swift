import SagittaEngine

/// Every n-th slice of a volume, for pictures while the others are still read.
struct CoarseVolume: Sendable {
  /// How many slices are read, of how many.
  let count: Int
  let total: Int
  /// The files of the slices that are read.
  let files: [InstanceFile]
  private let size: GridDimensions

  /// Enough to see what is shown, and few enough to be read in a fraction of a second.
  private static let mostSlices = 40

  /// The slices are none that a smaller volume can be made of.
  struct Unsuitable: Error {}

  /// Chooses slices; nil where the volume is read as fast, or a file holds several of them.
  ///
  /// - Parameters:
  ///   - pick: The volume.
  ///   - listing: Its files.
  ///   - least: Bytes of a volume that is worth its while.
  init?(of pick: VolumePick, listing: TargetVolumes.Listing, from least: Int) {
    size = pick.plan.geometry.dimensions
    total = size.slices
    let references = pick.plan.sourceReferences(phase: pick.phase)
    let step = (total + Self.mostSlices - 1) / Self.mostSlices
    guard pick.frames == nil, pick.plan.memoryBytes >= least, references.count == total, step > 1
    else { return nil }
    let known = Dictionary(
      listing.files.map { ($0.sopInstance, $0) }, uniquingKeysWith: { first, _ in first })
    // Half of what is left over lies at either end.
    files = stride(from: (total - 1) % step / 2, to: total, by: step).compactMap {
      known[references[$0].sopInstanceUID]
    }
    count = files.count
    guard count > 1 else { return nil }
  }

  /// Reads the slices.
  ///
  /// - Throws: ``Unsuitable``, `WorkCancelled`.
  func load(_ context: WorkContext) throws -> KeptVolume {
    do {
      let loader = VolumeLoader()
      let report = try loader.scan(files.map(\.bytes), context: context)
      guard report.volumes.count == 1, let plan = report.volumes.first, plan.phases == 1,
        plan.geometry.dimensions.columns == size.columns,
        plan.geometry.dimensions.rows == size.rows, plan.geometry.dimensions.slices == count
      else { throw Unsuitable() }
      let volume = try loader.load(plan, context: context)
      return KeptVolume(volume, plan: plan, phase: 0, loader: loader)
    } catch let error as WorkCancelled {
      throw error
    } catch {
      // The whole volume says what is wrong, and may do without what is damaged.
      throw Unsuitable()
    }
  }
}
