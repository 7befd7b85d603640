public import SeriesLoading
import SharedInputs
public import Views
import VolumeModel
public import VolumeRequests
public import WorkScheduling

/// What a page shows of the volumes of an input.
public struct ReportRequest: Codable, Hashable, Sendable {
  /// Whether pixels are left unread: quick, but without pictures and ranges of values.
  public var headersOnly: Bool
  /// Whether only the middle planes are shown: quicker, and a smaller file.
  public var isPlain: Bool
  /// The phase that pictures show, from 0; the last of a volume with fewer.
  public var phase: Int

  /// Creates a request.
  public init(headersOnly: Bool = false, isPlain: Bool = false, phase: Int = 0) {
    self.headersOnly = headersOnly
    self.isPlain = isPlain
    self.phase = phase
  }

  /// Refuses what makes no sense for any input.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    guard phase >= 0 else {
      throw RequestError(
        .outOfRange, field: "phase", sentence: "`phase` counts from 0, so that it is never negative"
      )
    }
  }

  /// Makes the sections of a page.
  ///
  /// - Parameters:
  ///   - report: The input; left without the files that turn out damaged.
  ///   - volumes: The numbers of the volumes; nil for all of them.
  ///   - loader: What reads them.
  ///   - context: The workers.
  /// - Returns: A section for each volume, in their order.
  /// - Throws: `RequestError`, `LoadError`, `VolumeFileError`, `MemoryExceeded`,
  ///   `OutOfMemory`, `WorkCancelled`.
  public func sections(
    on report: inout SeriesReport, volumes: [Int]? = nil, loader: VolumeLoader,
    context: WorkContext = WorkContext()
  ) throws -> [VolumeSection] {
    try validate()
    var pictures: [Int: [PlanePicture]] = [:]
    var views: [Int: VolumeViews] = [:]
    var ranges: [Int: ClosedRange<Float>?] = [:]
    func show(plan: VolumePlan, phase: Int, volume: Volume) throws {
      guard phase == min(self.phase, plan.phases - 1) else { return }
      try context.limits.checkMemory(
        volume.memoryBytes + VolumeViews.memoryNeeded(for: volume.geometry, isPlain: isPlain))
      pictures[plan.id] = try PlanePicture.middlePlanes(of: volume, context: context)
      if !isPlain { views[plan.id] = try VolumeViews(of: volume, context: context) }
    }
    let wanted = report.volumes.filter { volumes?.contains($0.id) ?? true }
    if !headersOnly, wanted.count == 1,
      let volume = SharedInputs.volume(of: wanted[0], loader: loader)
    {
      ranges[wanted[0].id] = .some(volume.valueRange)
      try show(plan: wanted[0], phase: 0, volume: volume)
    } else if !headersOnly {
      SharedInputs.forget()
      ranges = try loader.valueRanges(
        of: &report, volumes: volumes, context: context, visiting: show)
    }
    return report.volumes.filter { volumes?.contains($0.id) ?? true }.map { plan in
      VolumeSection(
        plan: plan, range: ranges[plan.id] ?? nil, pictures: pictures[plan.id] ?? [],
        views: views[plan.id])
    }
  }
}

extension ReportRequest: TellingRequest {
  /// Pages say what file names and descriptions say; records name series and instances.
  public var telling: SourceTelling { .besideResults }
}
