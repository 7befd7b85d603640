public import SeriesLoading
import Views
public import WorkScheduling

/// What is to be told of the volumes of an input.
public struct InfoRequest: Codable, Hashable, Sendable {
  /// Whether pixels are left unread: quick, but without ranges of values.
  public var headersOnly: Bool
  /// Whether the attributes of each volume's middle slice are told.
  public var tags: Bool
  /// Whether patients' names and numbers are told.
  public var showsIdentity: Bool

  /// Creates a request.
  public init(headersOnly: Bool = false, tags: Bool = false, showsIdentity: Bool = false) {
    self.headersOnly = headersOnly
    self.tags = tags
    self.showsIdentity = showsIdentity
  }

  /// Looks at volumes.
  ///
  /// - Parameters:
  ///   - report: The input; left without the files that turn out damaged.
  ///   - volumes: The numbers of the volumes; nil for all of them.
  ///   - loader: What reads them.
  ///   - withheld: What stands in place of values that may tell who the patient is.
  ///   - context: The workers.
  /// - Returns: The volumes by patient and study.
  /// - Throws: `LoadError`, `VolumeFileError`, `WorkCancelled`.
  public func run(
    on report: inout SeriesReport, volumes: [Int]? = nil, loader: VolumeLoader,
    withheld: String = "(withheld)", context: WorkContext = WorkContext()
  ) throws -> [StudyGroup] {
    let ranges =
      headersOnly ? [:] : try loader.valueRanges(of: &report, volumes: volumes, context: context)
    let chosen = report.volumes.filter { volumes?.contains($0.id) ?? true }
    let entries = try chosen.map { plan in
      InfoEntry(
        plan: plan, range: ranges[plan.id] ?? nil,
        tags: try tags(of: plan, loader: loader, withheld: withheld, context: context),
        origin: VolumeOrigin(of: plan, loader: loader))
    }
    return StudyGroup.groups(of: entries)
  }

  private func tags(
    of plan: VolumePlan, loader: VolumeLoader, withheld: String, context: WorkContext
  ) throws -> [TagLine]? {
    guard tags, plan.volumeFile == nil else { return nil }
    let dataSet = try loader.attributes(ofFile: plan.middlePath, context: context)
    return TagLine.lines(of: dataSet, withheld: showsIdentity ? nil : withheld)
  }
}

extension InfoRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      headersOnly: try fields.value(.headersOnly, default: standard.headersOnly),
      tags: try fields.value(.tags, default: standard.tags),
      showsIdentity: try fields.value(.showsIdentity, default: standard.showsIdentity))
  }
}
