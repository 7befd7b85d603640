import VolumeFiles
import VolumeModel
/// What was found in an input: the volumes, and every file that is part of none.
public struct SeriesReport: Sendable {
  /// The volumes that can be loaded, by number.
  public internal(set) var volumes: [VolumePlan]

  /// Files that are part of no volume, sorted by path.
  public let skipped: [SkippedFile]

  /// Files looked at.
  public let filesRead: Int

  /// What the volumes were planned from.
  let source: PlannedInput

  /// Files that are part of a volume.
  public var filesUsed: Int {
    Set(volumes.flatMap(\.images).map { ObjectIdentifier($0) }).count
      + Set(volumes.flatMap { $0.volumeFile?.paths ?? [] }).count
  }

  /// The volume with the most voxels of those that memory is allowed for, or of all if it is for
  /// none; of equal ones the first.
  public var largest: VolumePlan? { Self.largest(of: volumes) }

  private static func largest(of volumes: [VolumePlan]) -> VolumePlan? {
    let readable = volumes.filter { !$0.isOverLimit }
    return (readable.isEmpty ? volumes : readable).max { a, b in
      (a.geometry.dimensions.voxelCount, -a.id) < (b.geometry.dimensions.voxelCount, -b.id)
    }
  }

  /// The same report, in which volumes tell what their voxels lost, by number.
  func noting(_ losses: [Int: VoxelLosses]) -> SeriesReport {
    var report = self
    report.volumes = volumes.map { $0.noting(losses[$0.id] ?? VoxelLosses()) }
    return report
  }

  /// The skipped files of each code, the commonest first.
  public var skippedByCode: [(code: SkippedFile.Code, files: [SkippedFile])] {
    Self.byCode(skipped)
  }

  /// Skipped files that are worth a warning: all but notes, licences and checksums that came with
  /// the images (``SkippedFile/isCompanion``).
  public var unexpectedlySkipped: [SkippedFile] { skipped.filter { !$0.isCompanion } }

  /// Files of each code, the commonest first.
  public static func byCode(
    _ files: [SkippedFile]
  ) -> [(code: SkippedFile.Code, files: [SkippedFile])] {
    Dictionary(grouping: files, by: \.code)
      .map { (code: $0.key, files: $0.value) }
      .sorted { ($1.files.count, $0.code.rawValue) < ($0.files.count, $1.code.rawValue) }
  }

  /// The skipped files in a line: "3 localizer, 1 not-dicom (README.txt: no DICOM data set)".
  public var skippedSummary: String { Self.summary(of: skipped) }

  /// Skipped files in a line, as ``skippedSummary`` has it.
  public static func summary(of files: [SkippedFile]) -> String {
    let groups = byCode(files)
    guard !groups.isEmpty else { return "no files" }
    let counts = groups.map { "\($0.files.count) \($0.code.rawValue)" }
    let example = groups.first?.files.first.map { " (\($0.path): \($0.message))" } ?? ""
    return counts.joined(separator: ", ") + example
  }

  /// Returns the plan that a number or a Series Instance UID names.
  ///
  /// Of several volumes of one series the largest is taken.
  public func volume(named id: String) -> VolumePlan? {
    if let number = Int(id) { return volumes.first { $0.id == number } }
    return Self.largest(of: volumes.filter { $0.attributes.seriesInstanceUID == id })
  }
}
