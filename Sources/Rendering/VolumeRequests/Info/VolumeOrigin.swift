import Faults
import DICOMImaging
import DICOMModel
import SeriesLoading

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a volume comes from: its files, and the study that they state.
public struct VolumeOrigin: Hashable, Sendable {
  /// The deepest folder that holds all files of the volume.
  public let folder: String
  /// The first file, as a path from that folder.
  public let firstFile: String
  /// What the files state; nil for volume files, and if they cannot be read again.
  public let header: Header?

  /// What tells patients and studies apart.
  public struct Header: Hashable, Sendable {
    /// Patient ID; empty if unknown.
    public let patientID: String
    /// Patient's Name with blanks between its parts; empty if unknown.
    public let patientName: String
    /// Study Instance UID; empty if unknown.
    public let studyInstanceUID: String
    /// Study Description; empty if unknown.
    public let studyDescription: String
    /// As `2026-01-31`; empty if unknown.
    public let studyDate: String
    /// When the series was acquired, else begun; empty if unknown.
    public let date: String

    init(_ dataSet: DataSet) {
      func text(_ tag: Tag) -> String {
        dataSet.string(tag)?.trimmed ?? ""
      }
      patientID = text(.patientID)
      patientName = text(.patientName).split(separator: "^").joined(separator: " ")
      studyInstanceUID = text(.studyInstanceUID)
      studyDescription = text(.studyDescription)
      studyDate = Self.date(text(.studyDate))
      date =
        [.acquisitionDate, .seriesDate, .studyDate].map { Self.date(text($0)) }
        .first { !$0.isEmpty } ?? ""
    }

    /// 20260131 → 2026-01-31; anything else is no date.
    private static func date(_ text: String) -> String {
      guard text.count == 8, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return "" }
      return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    }
  }

  init(of plan: VolumePlan, loader: VolumeLoader) {
    let paths = plan.paths
    let first = paths.min() ?? ""
    folder = Self.commonFolder(of: paths)
    firstFile = folder == "." ? first : String(first.dropFirst(folder.count))
    header = plan.volumeFile == nil ? Self.header(of: plan, loader: loader) : nil
  }

  /// What the first, middle and last file state alike; they were read before, and are only gone or
  /// changed if that fails.
  private static func header(of plan: VolumePlan, loader: VolumeLoader) -> Header? {
    do {
      return Header(try loader.sourceImages(of: plan, phase: 0).common)
    } catch {
      return nil
    }
  }

  /// The folder with its slash; `.` if the paths name none.
  private static func commonFolder(of paths: [String]) -> String {
    let folders = paths.map {
      $0.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    }
    guard var common = folders.first else { return "." }
    for folder in folders.dropFirst() {
      let same = zip(common, folder).prefix { $0 == $1 }.count
      common = common.prefix(same)
    }
    return common.isEmpty ? "." : common.joined(separator: "/") + "/"
  }
}
