import Sagitta
import Synchronization

/// The volumes that a command works on, loaded one at a time.
///
/// Files whose pixels turn out damaged are left out on the way, and the user is told.
final class ChosenVolumes {
  /// The volumes as they were chosen, before their pixels were read.
  let plans: [VolumePlan]

  /// Which they are of how many, before any were left out.
  let choice: VolumeChoice

  /// What reads them.
  let loader: VolumeLoader

  private let input: InputOptions
  private let common: CommonOptions
  private var report: SeriesReport
  private let lossesOfFiles = LossesOfFiles()

  init(_ input: InputOptions, _ common: CommonOptions) throws {
    (self.input, self.common) = (input, common)
    loader = input.loader()
    report = try input.scan(loader, common)
    plans = try input.plans(in: report, common)
    choice = VolumeChoice(plans, of: report.volumes.count, named: input.volume)
  }

  /// Loads the phase that `--phase` picks of a volume.
  ///
  /// - Returns: The volume, the plan that its voxels fill, and the phase.
  func load(_ plan: VolumePlan) throws -> (volume: Volume, plan: VolumePlan, phase: Int) {
    var phase = 0
    let (volumes, plan) = try load(plan) {
      phase = try input.chosenPhase(of: $0, common)
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
  /// - Throws: `LoadError` if nothing is left of the volume; ``RefusedError`` if phases are lost
  ///   while one was asked for by its number.
  func load(
    _ plan: VolumePlan, phases: (VolumePlan) throws -> [Int]
  ) throws -> (volumes: [Volume], plan: VolumePlan) {
    let before = report
    let context = common.context()
    let loaded = try loader.withSoundFiles(of: plan, in: &report) { plan in
      (
        volumes: try phases(plan).map { try loader.load(plan, phase: $0, context: context) },
        plan: plan
      )
    }
    try tellDamage(plan, loaded.plan, since: before)
    let losses = loaded.volumes.reduce(VoxelLosses()) { $0 + $1.losses }
    return (loaded.volumes, told(losses, of: loaded.plan))
  }

  /// Prepares some phases of a volume: those of a series are loaded, since damage in one of them
  /// may change the plan; those of a volume file come one at a time.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phases: Says which phases of the plan that is given.
  /// - Returns: What gives the volume of the n-th phase, the plan that it fills, and the phases.
  /// - Throws: As ``load(_:phases:)``.
  func phases(
    of plan: VolumePlan, _ phases: (VolumePlan) throws -> [Int]
  ) throws -> (
    volume: @Sendable (Int) throws -> Volume, plan: VolumePlan, phases: [Int]
  ) {
    guard plan.volumeFile == nil else {
      let numbers = try phases(plan)
      let read = loader.phases(of: plan, context: common.context())
      let losses = lossesOfFiles
      let volume: @Sendable (Int) throws -> Volume = {
        let volume = try read(numbers[$0])
        losses.add(volume.losses, of: plan.id)
        return volume
      }
      return (volume, plan, numbers)
    }
    var numbers: [Int] = []
    let (volumes, left) = try load(plan) {
      numbers = try phases($0)
      return numbers
    }
    return ({ volumes[$0] }, left, numbers)
  }

  /// The plan with what reading its phases one by one showed, which the user is told.
  func finished(_ plan: VolumePlan) -> VolumePlan { told(lossesOfFiles[plan.id], of: plan) }

  private func told(_ losses: VoxelLosses, of plan: VolumePlan) -> VolumePlan {
    let noted = plan.noting(losses)
    for finding in noted.findings.dropFirst(plan.findings.count) {
      input.tell(finding, of: noted, common)
    }
    return noted
  }

  /// Tells what was left out, and what that made of the volume.
  private func tellDamage(
    _ plan: VolumePlan, _ left: VolumePlan, since before: SeriesReport
  ) throws {
    let known = Set(before.skipped.map(\.path))
    let new = report.skipped.filter { !known.contains($0.path) }
    guard !new.isEmpty || left.findings != plan.findings else { return }
    if input.phase != nil, input.phase != .all, left.phases != plan.phases {
      // The number that was given may mean another phase now.
      throw RefusedError(
        .badInput,
        "phase \(input.phase?.number ?? 0) has damaged files (\(new.first?.path ?? "")): "
          + "\(left.phases) of \(plan.phases) phases are whole; `sagitta info` lists them")
    }
    for file in new {
      let reason = RemedyWords.commandLine.message(of: file)
      common.note("warning: skipped \(file.path): \(file.code.rawValue): \(reason)")
    }
    for finding in left.findings where !plan.findings.contains(finding) {
      input.tell(finding, of: left, common)
    }
  }
}

/// What volumes lost whose phases are read one by one, by their numbers.
private final class LossesOfFiles: Sendable {
  private let losses = Mutex<[Int: VoxelLosses]>([:])

  func add(_ found: VoxelLosses, of id: Int) {
    losses.withLock { $0[id] = ($0[id] ?? VoxelLosses()) + found }
  }

  subscript(id: Int) -> VoxelLosses { losses.withLock { $0[id] ?? VoxelLosses() } }
}
