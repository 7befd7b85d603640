import DICOMImaging
public import VolumeFiles
public import WorkScheduling

/// What a report was planned from: enough to plan again without some of it.
struct PlannedInput: Sendable {
  /// The images, without duplicates.
  let images: [ScannedImage]
  /// Volume files, which are volumes already.
  let volumeFiles: [VolumeFile]
  /// The files that are no image or not this one.
  let skipped: [SkippedFile]
  /// Files looked at.
  let filesRead: Int
  /// The most bytes that the voxels of a volume may take.
  let volumeBytes: Int
  let storage: StorageChoice
  let tolerances: StackTolerances
  let assumedSpacing: SIMD3<Double>?
  let values: ValueKind
  /// Images that contradict each other, and are not used.
  let conflicting: [ScannedImage]
  /// Reads pixels where headers do not tell images apart.
  let frames: FrameReader
  /// Frames whose pixels turned out damaged.
  var damaged: [DamagedFrame] = []
  /// Volume files that turned out damaged when they were read.
  var damagedFiles: [SkippedFile] = []

  /// Plans the volumes.
  ///
  /// - Throws: `WorkCancelled`.
  func report(context: WorkContext) throws(WorkCancelled) -> SeriesReport {
    try context.check()
    var planner = SeriesPlanner(
      tolerances: tolerances, assumedSpacing: assumedSpacing,
      pixels: PixelComparison(frames: frames, context: context))
    planner.plan(images, without: damaged, conflicting: conflicting)
    try context.check()
    let all = skipped + planner.skipped + damagedFiles
    let lost = Set(damagedFiles.map(\.path))
    let files = volumeFiles.filter { !lost.contains($0.path) }.enumerated().map { index, file in
      VolumePlan(file, id: planner.plans.count + index + 1, tolerances: tolerances, values: values)
    }
    return SeriesReport(
      volumes: (ValueChoice(kind: values).apply(to: planner.plans, images: images) + files)
        .map { $0.noting(limit: volumeBytes, storage: storage) },
      skipped: all.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) },
      filesRead: filesRead, source: self)
  }
}

extension SeriesReport {
  /// Plans the volumes again without frames whose pixels turned out damaged.
  ///
  /// A file of which nothing else is used is listed as skipped, with the frame's code; the hole
  /// that it leaves in a stack is a finding like any other. A volume keeps its number as long as
  /// something is left of it; volumes that are new get the next ones.
  ///
  /// - Parameters:
  ///   - frames: From a ``LoadError/damagedPixels(_:)`` of one of this report's volumes.
  ///   - context: What the call may use.
  /// - Returns: The report of what is left.
  /// - Throws: `WorkCancelled`.
  public func leavingOut(
    _ frames: [DamagedFrame], context: WorkContext = WorkContext()
  ) throws(WorkCancelled) -> SeriesReport {
    var source = source
    source.damaged += frames
    return try replanned(source, context: context)
  }

  /// Plans the volumes again without a volume file that turned out damaged.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - error: Why its voxels cannot be had.
  ///   - context: What the call may use.
  /// - Returns: The report of what is left.
  /// - Throws: `WorkCancelled`.
  public func leavingOut(
    _ file: VolumeFile, because error: VolumeFileError, context: WorkContext = WorkContext()
  ) throws(WorkCancelled) -> SeriesReport {
    var source = source
    source.damagedFiles.append(SkippedFile(path: file.path, error: error))
    return try replanned(source, context: context)
  }

  private func replanned(
    _ source: PlannedInput, context: WorkContext
  ) throws(WorkCancelled) -> SeriesReport {
    var report = try source.report(context: context)
    report.keepNumbers(of: volumes)
    return report
  }

  /// Gives volumes the numbers of those that they are left of.
  private mutating func keepNumbers(of previous: [VolumePlan]) {
    var fresh = volumes.map { Set($0.sliceKeys) }
    var next = previous.map(\.id).max() ?? 0
    var numbers = [Int?](repeating: nil, count: volumes.count)
    for plan in previous {
      let shared = fresh.map { slices in plan.sliceKeys.count(where: slices.contains) }
      guard let most = shared.max(), most > 0, let place = shared.firstIndex(of: most) else {
        continue
      }
      numbers[place] = plan.id
      fresh[place] = []
    }
    for index in volumes.indices {
      next += numbers[index] == nil ? 1 : 0
      volumes[index].id = numbers[index] ?? next
    }
    volumes.sort { $0.id < $1.id }
  }
}

extension VolumePlan {
  /// What its slices are, whatever was planned with them.
  fileprivate var sliceKeys: [SliceKey] {
    switch source {
    case .slices(let slices):
      slices.phases.joined().map { .slice(of: ObjectIdentifier($0.image), index: $0.index) }
    case .volumeFile(let file): [.file(file.path)]
    }
  }
}

private enum SliceKey: Hashable {
  case slice(of: ObjectIdentifier, index: Int)
  case file(String)
}
