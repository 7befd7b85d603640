import Faults
import VolumeFiles
public import VolumeModel
public import WorkScheduling

extension VolumeLoader {
  /// Does something with a volume of a report and, where pixels turn out damaged meanwhile, does
  /// it again with what is left of the volume.
  ///
  /// Only reading pixels shows that a compressed stream is broken. Such a file is then skipped
  /// like any other bad one, and the hole it leaves is a finding.
  ///
  /// - Parameters:
  ///   - plan: One of the report's volumes.
  ///   - report: The report; left without the damaged files.
  ///   - context: What planning again may use.
  ///   - body: What to do; it loads the plan that it is given.
  /// - Returns: What `body` returns in the end.
  /// - Throws: ``LoadError/damagedPixels(_:)`` or `VolumeFileError` if nothing is left of the
  ///   volume; whatever else `body` throws.
  public func excludingDamagedFrames<Result>(
    of plan: VolumePlan, in report: inout SeriesReport, context: WorkContext = WorkContext(),
    body: (VolumePlan) throws -> Result
  ) throws -> Result {
    var plan = plan
    while true {
      do {
        return try body(plan)
      } catch LoadError.damagedPixels(let frames) {
        report = try report.leavingOut(frames, context: context)
        guard let left = report.volumes.first(where: { $0.id == plan.id }) else {
          throw LoadError.damagedPixels(frames)
        }
        plan = left
      } catch let error as VolumeFileError {
        if let file = plan.volumeFile, error.isOfTheFile {
          report = try report.leavingOut(file, because: error, context: context)
        }
        throw error
      }
    }
  }

  /// Reads every phase of every volume, one at a time, and returns the smallest and largest
  /// valid value of each volume, by its number, all phases together; nil if no voxel is valid, the
  /// volume has none of the wanted values, or more memory is needed than is allowed.
  ///
  /// - Parameters:
  ///   - report: The report; left without the files that turn out damaged.
  ///   - numbers: The volumes to read; nil reads all of them.
  ///   - context: What the call may use.
  ///   - visit: Receives each phase as it is read. A volume of which files turn out damaged is
  ///     visited again when it was planned anew.
  /// - Returns: A range for each volume that is left.
  /// - Throws: As ``load(_:phase:context:)``, but for damaged pixels; what `visit` throws.
  public func valueRanges(
    of report: inout SeriesReport, volumes numbers: [Int]? = nil,
    context: WorkContext = WorkContext(),
    visiting visit: (VolumePlan, _ phase: Int, Volume) throws -> Void = { _, _, _ in }
  ) throws -> [Int: ClosedRange<Float>?] {
    var known: [Int: (files: [String], range: ClosedRange<Float>?)] = [:]
    var losses: [Int: VoxelLosses] = [:]
    while true {
      var damaged: [DamagedFrame] = []
      var lost: [(VolumeFile, VolumeFileError)] = []
      let wanted = report.volumes.filter { numbers?.contains($0.id) ?? true }
      for plan in wanted where known[plan.id]?.files != plan.paths {
        let found: ReadValues
        do {
          found = try read(plan, context: context, visit: visit)
        } catch let error as VolumeFileError where error.isOfTheFile {
          guard let file = plan.volumeFile else { throw error }
          lost.append((file, error))
          continue
        }
        damaged += found.damaged
        losses[plan.id] = found.losses
        known[plan.id] = found.damaged.isEmpty ? (plan.paths, found.range) : nil
      }
      guard !damaged.isEmpty || !lost.isEmpty else {
        report = report.noting(losses)
        return known.mapValues(\.range)
      }
      for (file, error) in lost {
        report = try report.leavingOut(file, because: error, context: context)
      }
      if !damaged.isEmpty { report = try report.leavingOut(damaged, context: context) }
    }
  }

  /// The range of all phases' values, what they lost, and what is damaged in any of them.
  private typealias ReadValues = (
    range: ClosedRange<Float>?, losses: VoxelLosses, damaged: [DamagedFrame]
  )

  private func read(
    _ plan: VolumePlan, context: WorkContext,
    visit: (VolumePlan, Int, Volume) throws -> Void
  ) throws -> ReadValues {
    // What cannot be had stands among the findings.
    guard plan.valueProblem == nil, !plan.isOverLimit else { return (nil, VoxelLosses(), []) }
    let load = phases(of: plan, context: context)
    var range: ClosedRange<Float>?
    var losses = VoxelLosses()
    var damaged: [DamagedFrame] = []
    for phase in 0..<plan.phases {
      do {
        let volume = try load(phase)
        range = ClosedRange(covering: range, volume.valueRange)
        losses = losses + volume.losses
        try visit(plan, phase, volume)
      } catch LoadError.damagedPixels(let frames) {
        damaged += frames
      }
    }
    return (range, losses, damaged)
  }
}

extension VolumeFileError {
  /// Whether the file is at fault, rather than what was asked for.
  fileprivate var isOfTheFile: Bool { [.badInput, .noInput, .overLimit].contains(kind) }
}
