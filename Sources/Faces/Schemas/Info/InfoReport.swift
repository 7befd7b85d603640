public import SeriesLoading
public import VolumeRequests

/// What `info --json` prints; names and meanings are stable, additions are allowed.
public struct InfoReport: Encodable, Sendable {
  /// The files that were looked at.
  public struct Files: Encodable, Hashable, Sendable {
    /// How many were read.
    public let read: Int
    /// How many are part of a volume.
    public let used: Int
    /// Those that are part of none.
    public let skipped: [Skipped]
  }

  /// A file that is part of no volume.
  public struct Skipped: Encodable, Hashable, Sendable {
    /// The file, as it was found from the input.
    public let path: String
    /// A stable word for the reason, in kebab-case.
    public let code: String
    /// The reason in words.
    public let message: String
  }

  /// The volumes, by number.
  public let volumes: [Volume]
  /// The files.
  public let files: Files
  /// That there is no volume; absent if there are some.
  public let error: FailureJSON?

  /// Tells of an input.
  ///
  /// - Parameters:
  ///   - groups: Its volumes by patient and study.
  ///   - report: Its files.
  ///   - showsIdentity: Whether patients' names and numbers are told.
  ///   - error: That there is no volume.
  public init(
    _ groups: [StudyGroup], report: SeriesReport, showsIdentity: Bool, error: FailureJSON?
  ) {
    self.error = error
    volumes = groups.flatMap { group in
      group.entries.map { Volume($0, in: group, showsIdentity: showsIdentity) }
    }.sorted { $0.id < $1.id }
    files = Files(
      read: report.filesRead, used: report.filesUsed,
      skipped: report.skipped.map {
        Skipped(path: $0.path, code: $0.code.rawValue, message: $0.message)
      })
  }
}
