import Faults
public import SeriesLoading
import Locks
import VolumeFiles
public import VolumeModel
public import WorkScheduling

/// The volumes that a selection picks of an input, loaded one at a time.
///
/// Files whose pixels turn out damaged are left out on the way, which is told.
public final class SelectedVolumes {
  /// The volumes as they were chosen, before their pixels were read.
  public let plans: [VolumePlan]

  /// Which they are of how many, before any were left out; where nobody chose and nothing is left of
  /// the largest volume, that which is used in its place.
  public private(set) var choice: VolumeChoice

  /// What reads them.
  public let loader: VolumeLoader

  /// Hears how the voxels of a volume are kept, and in how many bytes.
  package var whenKept: ((VolumePlan, StorageChoice, Int) -> Void)?

  /// Hears of voxels that memory had no room for, and how many bytes of a disk they take.
  package var whenOnDisk: ((VolumePlan, Int) -> Void)?

  private let selection: VolumeSelection
  private let context: WorkContext
  private let tell: (VolumeNotice) -> Void
  private var report: SeriesReport
  private let lossesOfFiles = LossesOfFiles()

  /// Looks at an input and chooses its volumes.
  ///
  /// - Parameters:
  ///   - inputs: Files and folders.
  ///   - selection: Which of their volumes.
  ///   - context: The workers and limits of this choice and of what is loaded by it.
  ///   - tell: Hears what is to be known, as soon as it is.
  /// - Throws: What `VolumeLoader.scan` and ``init(of:selection:context:tell:)`` throw.
  public convenience init(
    inputs: [String], selection: VolumeSelection, context: WorkContext = WorkContext(),
    tell: @escaping (VolumeNotice) -> Void = { _ in }
  ) throws {
    var loader = selection.loader()
    loader.expectsLoading = true
    try self.init(
      of: try loader.scan(inputs, context: context), selection: selection, context: context,
      tell: tell)
  }

  /// Chooses volumes of an input that was looked at.
  ///
  /// - Parameters:
  ///   - report: The input.
  ///   - selection: Which of its volumes, and how it was read.
  ///   - context: The workers and limits of this choice and of what is loaded by it.
  ///   - tell: Hears what is to be known, as soon as it is.
  /// - Throws: ``VolumeRequestError`` for an input without volumes, and what
  ///   ``VolumeSelection/chosen(from:)`` throws.
  public init(
    of report: SeriesReport, selection: VolumeSelection, context: WorkContext = WorkContext(),
    tell: @escaping (VolumeNotice) -> Void = { _ in }
  ) throws {
    self.selection = selection
    self.context = context
    self.tell = tell
    self.report = report
    loader = selection.loader()
    guard !report.volumes.isEmpty else { throw VolumeRequestError.noVolume(in: report) }
    let unexpected = report.unexpectedlySkipped
    if !unexpected.isEmpty { tell(.filesSkipped(unexpected)) }
    for file in report.skipped { tell(.skipped(file)) }
    let chosen = try selection.chosen(from: report)
    for notice in chosen.notices { tell(notice) }
    plans = chosen.plans
    choice = chosen.choice
  }

  /// Loads the phase that the selection picks of a volume.
  ///
  /// - Returns: The volume, the plan that its voxels fill, and the phase.
  /// - Throws: As ``load(_:phases:)``.
  public func load(
    _ plan: VolumePlan
  ) throws -> (volume: Volume, plan: VolumePlan, phase: Int) {
    var phase = 0
    let (volumes, plan) = try load(plan) { plan in
      phase = try told(selection.phase(of: plan))
      return [phase]
    }
    return (volumes[0], plan, phase)
  }

  /// Loads some phases of a volume.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phases: Says which phases of the plan that is given.
  /// - Returns: The phases, and the plan that their voxels fill.
  /// - Throws: `LoadError` if nothing is left of the volume; ``VolumeRequestError`` if phases are
  ///   lost while one was asked for by its number.
  public func load(
    _ plan: VolumePlan, phases: (VolumePlan) throws -> [Int]
  ) throws -> (volumes: [Volume], plan: VolumePlan) {
    let before = report
    do {
      return try loadChosen(plan, phases: phases)
    } catch  where isDamage(error) && choice.chosen == .mostVoxels {
      guard let next = next(after: plan, since: before) else { throw error }
      return try load(next, phases: phases)
    }
  }

  /// Whether nothing can be had of a volume because of its files.
  private func isDamage(_ error: any Error) -> Bool {
    if case LoadError.damagedPixels = error { return true }
    return error is VolumeFileError
  }

  /// The largest volume of those that are left, which is told.
  private func next(after plan: VolumePlan, since before: SeriesReport) -> VolumePlan? {
    guard let next = report.largest, next.id != plan.id, !next.isOverLimit else { return nil }
    tellSkipped(since: before)
    let others = report.volumes.count - 1
    tell(others > 0 ? .largestOfSeveral(next, others: others) : .using(next))
    for finding in next.findings { tell(.finding(finding, next)) }
    choice = VolumeChoice([next], of: report.volumes.count, named: nil)
    return next
  }

  private func tellSkipped(since before: SeriesReport) {
    let known = Set(before.skipped.map(\.path))
    for file in report.skipped where !known.contains(file.path) { tell(.leftOut(file)) }
  }

  private func loadChosen(
    _ plan: VolumePlan, phases: (VolumePlan) throws -> [Int]
  ) throws -> (volumes: [Volume], plan: VolumePlan) {
    let before = report
    let loaded = try loader.excludingDamagedFrames(
      of: plan, in: &report, context: context
    ) { plan in
      let numbers = try phases(plan)
      try VolumeSelection.checkMemory(
        phases: numbers, of: plan, storage: loader.storage, limits: context.limits)
      var volumes: [Volume] = []
      for number in numbers {
        let held = volumes.reduce(0) { $0 + $1.memoryBytes }
        volumes.append(
          try loader.load(plan, phase: number, context: context.holding(held)))
      }
      return (volumes: volumes, plan: plan)
    }
    try tellDamage(of: plan, left: loaded.plan, since: before)
    let losses = loaded.volumes.reduce(VoxelLosses()) { $0 + $1.losses }
    noteStorage(of: loaded.volumes, plan: loaded.plan)
    return (loaded.volumes, noting(losses, of: loaded.plan))
  }

  /// Notes how volumes are kept that were loaded, here or before.
  package func noteStorage(of volumes: [Volume], plan: VolumePlan) {
    let onDisk = volumes.reduce(0) { $0 + $1.voxels.diskBytes }
    choice.place = onDisk > 0 ? .disk : nil
    if onDisk > 0 { whenOnDisk?(plan, onDisk) }
    guard loader.storage != .float else { return }
    let kept: StorageChoice =
      volumes.allSatisfy { $0.voxels.integers != nil } ? .compact : .float
    choice.storage = kept
    let inMemory = volumes.filter { $0.voxels.diskBytes == 0 }.reduce(0) { $0 + $1.memoryBytes }
    whenKept?(plan, kept, inMemory + onDisk)
  }

  /// Prepares some phases of a volume: those of a series are loaded, since damage in one of them
  /// may change the plan; those of a volume file come one at a time.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phases: Says which phases of the plan that is given.
  /// - Returns: What gives the volume of the n-th phase, the plan that it fills, and the phases.
  /// - Throws: As ``load(_:phases:)``.
  public func phases(
    of plan: VolumePlan, phases: (VolumePlan) throws -> [Int]
  ) throws -> SelectedPhases {
    guard plan.volumeFile == nil else {
      if choice.chosen == .mostVoxels {
        // Whether it can be read is to be known before anything of it is written.
        let readable = try load(plan) { Array(try phases($0).prefix(1)) }.plan
        guard readable.id == plan.id else { return try self.phases(of: readable, phases: phases) }
      }
      let numbers = try phases(plan)
      let read = loader.phases(of: plan, context: context)
      let losses = lossesOfFiles
      return SelectedPhases(plan: plan, numbers: numbers) {
        let volume = try read(numbers[$0])
        losses.add(volume.losses, of: plan.id)
        return volume
      }
    }
    var numbers: [Int] = []
    let (volumes, left) = try load(plan) {
      numbers = try phases($0)
      return numbers
    }
    return SelectedPhases(plan: left, numbers: numbers) { volumes[$0] }
  }

  /// The phases that the selection picks where several may be written: one, or all.
  ///
  /// - Throws: As ``VolumeSelection/phases(of:default:)``.
  public func phases(of plan: VolumePlan, default standard: PhaseSelection) throws -> [Int] {
    try told(selection.phases(of: plan, default: standard))
  }

  /// The plan with what reading its phases one by one showed, which is told.
  public func finished(_ plan: VolumePlan) -> VolumePlan {
    noting(lossesOfFiles[plan.id], of: plan)
  }

  private func told<Value>(_ answer: (Value, notices: [VolumeNotice])) -> Value {
    for notice in answer.notices { tell(notice) }
    return answer.0
  }

  private func noting(_ losses: VoxelLosses, of plan: VolumePlan) -> VolumePlan {
    let noted = plan.noting(losses)
    for finding in noted.findings.dropFirst(plan.findings.count) { tell(.finding(finding, noted)) }
    return noted
  }

  /// Tells what was left out, and what that made of the volume.
  private func tellDamage(
    of plan: VolumePlan, left: VolumePlan, since before: SeriesReport
  ) throws {
    let known = Set(before.skipped.map(\.path))
    let new = report.skipped.filter { !known.contains($0.path) }
    guard !new.isEmpty || left.findings != plan.findings else { return }
    if case .number(let number)? = selection.phase, left.phases != plan.phases {
      // The number that was given may mean another phase now.
      throw VolumeRequestError(
        code: "bad-input", kind: .badInput,
        problem: "phase \(number) has damaged files (\(new.first?.path ?? "")): "
          + "\(left.phases) of \(plan.phases) phases are whole",
        remedies: [.listInput])
    }
    tellSkipped(since: before)
    for finding in left.findings where !plan.findings.contains(finding) {
      tell(.finding(finding, left))
    }
  }
}

/// Phases of a volume, read as they are asked for.
public struct SelectedPhases: Sendable {
  /// The plan that their voxels fill.
  public let plan: VolumePlan
  /// The phases, from 0.
  public let numbers: [Int]
  /// Gives the volume of the n-th of ``numbers``; in ascending order a compressed file is unpacked
  /// once.
  public let volume: @Sendable (Int) throws -> Volume

  /// Creates phases from what gives their volumes.
  public init(
    plan: VolumePlan, numbers: [Int], volume: @escaping @Sendable (Int) throws -> Volume
  ) {
    self.plan = plan
    self.numbers = numbers
    self.volume = volume
  }

  /// The same phases, read through a function, which may measure how long that takes.
  public func reading(
    _ around: @escaping @Sendable (() throws -> Volume) throws -> Volume
  ) -> SelectedPhases {
    SelectedPhases(plan: plan, numbers: numbers) { [volume] n in try around { try volume(n) } }
  }

  /// The same phases, each changed after it was read.
  public func changed(
    _ change: @escaping @Sendable (Volume) throws -> Volume
  ) -> SelectedPhases {
    SelectedPhases(plan: plan, numbers: numbers) { [volume] n in try change(try volume(n)) }
  }
}

/// What volumes lost whose phases are read one by one, by their numbers.
private final class LossesOfFiles: Sendable {
  private let losses = Locked<[Int: VoxelLosses]>([:])

  func add(_ found: VoxelLosses, of id: Int) {
    losses.withLock { $0[id] = ($0[id] ?? VoxelLosses()) + found }
  }

  subscript(id: Int) -> VoxelLosses { losses.withLock { $0[id] ?? VoxelLosses() } }
}
