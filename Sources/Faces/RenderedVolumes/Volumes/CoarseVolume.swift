import SagittaEngine

/// Every n-th slice of a volume, for pictures while the others are still read.
struct CoarseVolume: Sendable {
  /// How many slices are read, of how many.
  let count: Int
  let total: Int
  /// The files of the slices that are read.
  let files: [InstanceFile]
  /// Of the whole volume; nil where that is not known yet.
  private let size: GridDimensions?

  /// Enough to see what is shown, and few enough to be read in a fraction of a second.
  static let mostSlices = 40

  /// The slices are none that a smaller volume can be made of.
  struct Unsuitable: Error {}

  /// Chooses slices; nil where the volume is read as fast, or a file holds several of them.
  ///
  /// - Parameters:
  ///   - pick: The volume.
  ///   - listing: Its files.
  ///   - least: Bytes of a volume that is worth its while.
  init?(of pick: VolumePick, listing: TargetVolumes.Listing, from least: Int) {
    let size = pick.plan.geometry.dimensions
    self.size = size
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

  /// Slices of a series whose other instances are not there yet; nil if they are none of a smaller volume.
  init?(_ sample: InstanceSample) {
    files = sample.files
    count = files.count
    total = sample.total
    size = nil
    guard count > 1, count < total else { return nil }
  }

  /// The volume of the slices, before it is read.
  ///
  /// - Throws: ``Unsuitable``, `WorkCancelled`; what scanning throws.
  func plan(_ loader: VolumeLoader, context: WorkContext) throws -> VolumePlan {
    let report = try loader.scan(files.map(\.bytes), context: context)
    guard report.volumes.count == 1, let plan = report.volumes.first, plan.phases == 1,
      plan.geometry.dimensions.slices == count, size.map({ $0.isAcross(plan) }) ?? true
    else { throw Unsuitable() }
    return plan
  }

  /// Reads the slices.
  ///
  /// - Throws: ``Unsuitable``, `WorkCancelled`.
  func load(_ context: WorkContext) throws -> KeptVolume {
    do {
      let loader = VolumeLoader()
      let plan = try plan(loader, context: context)
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

extension GridDimensions {
  /// Whether slices of a plan have this size.
  fileprivate func isAcross(_ plan: VolumePlan) -> Bool {
    plan.geometry.dimensions.columns == columns && plan.geometry.dimensions.rows == rows
  }
}
