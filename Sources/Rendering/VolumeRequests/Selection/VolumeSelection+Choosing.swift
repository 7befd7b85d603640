public import SeriesLoading
public import WorkScheduling

extension VolumeSelection {
  /// The volumes of an input that are used, and why these.
  public struct Chosen: Sendable {
    /// The volumes, before their pixels were read.
    public let plans: [VolumePlan]
    /// Which they are of how many, and why.
    public let choice: VolumeChoice
    /// What a user should hear of the choice.
    public let notices: [VolumeNotice]
  }

  /// Chooses the volumes of an input.
  ///
  /// - Returns: One volume, or all; none of an input without volumes.
  /// - Throws: `LoadError.noSuchVolume`.
  public func chosen(from report: SeriesReport) throws(LoadError) -> Chosen {
    let (plans, notices) = try plans(in: report)
    return Chosen(
      plans: plans,
      choice: VolumeChoice(plans, of: report.volumes.count, named: volume),
      notices: notices
        + plans.flatMap { plan in
          // Who reads a volume that is too large is told so by the fault.
          [.using(plan)]
            + plan.findings.filter { $0.code != .memoryLimit }.map { .finding($0, plan) }
        })
  }

  private func plans(
    in report: SeriesReport
  ) throws(LoadError) -> (plans: [VolumePlan], notices: [VolumeNotice]) {
    if isOfAll { return (report.volumes, []) }
    if let volume {
      guard let plan = report.volume(named: volume) else {
        throw .noSuchVolume(id: volume, count: report.volumes.count)
      }
      return ([plan], [])
    }
    guard let plan = report.largest else { return ([], []) }
    let others = report.volumes.count - 1
    return ([plan], others > 0 ? [.largestOfSeveral(plan, others: others)] : [])
  }

  /// The one phase of a volume that is used, the first if none was asked for.
  ///
  /// - Throws: `LoadError.noSuchPhase`; ``VolumeRequestError`` for all phases.
  public func phase(of plan: VolumePlan) throws -> (phase: Int, notices: [VolumeNotice]) {
    switch phase {
    case nil: return (0, plan.phases > 1 ? [.firstPhase(of: plan)] : [])
    case .all:
      throw VolumeRequestError.wrong(
        field: "phase", problem: "all is for whole volumes; pick one phase")
    case .number(let index):
      guard (0..<plan.phases).contains(index) else {
        throw LoadError.noSuchPhase(index: index, count: plan.phases)
      }
      return (index, [])
    }
  }

  /// The phases of a volume that are used where there may be several: one, or all.
  ///
  /// - Throws: As ``phase(of:)``.
  public func phases(
    of plan: VolumePlan, default standard: PhaseSelection
  ) throws -> (phases: [Int], notices: [VolumeNotice]) {
    if (phase ?? standard) == .all { return (Array(0..<plan.phases), []) }
    let (phase, notices) = try phase(of: plan)
    return ([phase], notices)
  }

  /// Refuses phases that do not fit into memory together, before anything is read.
  ///
  /// The phases of a volume file are read one at a time and need no such room.
  ///
  /// - Throws: `LoadError.overMemoryLimit`.
  public static func checkMemory(
    phases: [Int], of plan: VolumePlan, storage: StorageChoice = .float, limits: WorkLimits
  ) throws(LoadError) {
    // Where there is a disk, each is looked at as it is read.
    guard phases.count > 1, plan.volumeFile == nil, limits.scratch == nil else { return }
    let largest = phases.map { plan.voxelBytes(phase: $0, choice: storage) }.max() ?? 0
    let (voxels, isHuge) = largest.multipliedReportingOverflow(by: phases.count)
    guard isHuge || voxels > limits.availableBytes else { return }
    let (needed, isBeyond) = voxels.addingReportingOverflow(limits.heldBytes)
    throw .overMemoryLimit(needed: isHuge || isBeyond ? .max : needed, limit: limits.memoryBytes)
  }
}
