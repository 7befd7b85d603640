import SagittaEngine
import WebServices

/// The volume and phase of a report that a request means.
struct VolumePick: Sendable {
  let plan: VolumePlan
  let phase: Int
  let loader: VolumeLoader
  /// Only these frames of the one instance; nil for all that the volume has.
  let frames: FrameChoice?
  /// What the client should hear.
  let notes: [String]

  /// A word for it among all of the report.
  var word: String { "\(plan.id)/\(phase)/" + (frames?.word ?? "") }

  init(
    _ target: ResourcePath, input: VolumeInput, report: SeriesReport,
    listing: TargetVolumes.Listing, context: WorkContext
  ) throws {
    loader = .served
    guard !report.volumes.isEmpty else {
      throw RenderedVolumesError.noVolume(Self.counts(of: report))
    }
    if let reference = input.reference {
      (plan, phase) = try Self.holding(reference, of: report, phase: input.phase)
      notes = []
    } else {
      let chosen = try Self.plan(of: report, number: input.volume, target: target)
      plan = chosen.plan
      notes = chosen.notes
      phase = input.phase ?? 0
    }
    guard (0..<plan.phases).contains(phase) else {
      throw RenderedVolumesError.wrongParameter(
        "phase", problem: "the volume has \(plan.phases), counted from 0")
    }
    guard !plan.isOverLimit else {
      throw RenderedVolumesError.tooLarge(
        "a volume of \(plan.memoryBytes) bytes", limit: context.limits.volumeBytes)
    }
    frames =
      target.frames.isEmpty
      ? nil
      : try FrameChoice(
        target.frames, of: listing.files[0], in: plan, loader: loader, context: context)
  }

  /// How many files are of what kind, without their names.
  private static func counts(of report: SeriesReport) -> String {
    let counts = report.skippedByCode.map { "\($0.files.count) \($0.code.rawValue)" }
    return counts.isEmpty ? "it has no images" : counts.joined(separator: ", ")
  }

  private static func plan(
    of report: SeriesReport, number: Int?, target: ResourcePath
  ) throws -> (plan: VolumePlan, notes: [String]) {
    if let number {
      guard let plan = report.volumes.first(where: { $0.id == number }) else {
        throw RenderedVolumesError.wrongParameter(
          "volume", problem: "there are \(report.volumes.count), counted from 1")
      }
      return (plan, [])
    }
    let count = report.volumes.count
    guard count == 1 || target.series != nil else {
      throw RenderedVolumesError.noVolume(
        "the study holds \(count) volumes; name a series, or one of its instances with "
          + "volumeinputreference")
    }
    guard let plan = report.largest else { throw RenderedVolumesError.noVolume("it is empty") }
    return (
      plan, count > 1 ? ["volume \(plan.id) of \(count) is shown, which has the most voxels"] : []
    )
  }

  /// The volume and phase that an instance is part of.
  private static func holding(
    _ reference: VolumeInput.Reference, of report: SeriesReport, phase: Int?
  ) throws -> (VolumePlan, Int) {
    for plan in report.volumes {
      for number in 0..<plan.phases
      where plan.sourceReferences(phase: number).contains(where: {
        $0.sopInstanceUID == reference.instance
      }) {
        return (plan, phase ?? number)
      }
    }
    throw RenderedVolumesError.wrongParameter(
      "volumeinputreference", problem: "no volume of the target has this instance")
  }

  /// Loads it as the program does: what turns out damaged is left out.
  func load(_ report: SeriesReport, context: WorkContext) throws -> KeptVolume {
    var selection = VolumeSelection(volume: "\(plan.id)", phase: .number(phase))
    selection.storage = loader.storage
    let selected = try SelectedVolumes(of: report, selection: selection, context: context)
    let loaded = try selected.load(selected.onlyPlan)
    let volume =
      try frames.map { try $0.part(of: loaded.volume, context: context) } ?? loaded.volume
    return KeptVolume(volume, plan: loaded.plan, phase: loaded.phase, loader: selected.loader)
  }
}

extension VolumeLoader {
  /// How volumes are loaded that are kept for those who look at them: as integers where that is exact and
  /// the volume large, so that twice as many have room.
  static var served: VolumeLoader {
    var loader = VolumeLoader()
    loader.storage = .automatic
    return loader
  }
}
