import Foundation
import Sagitta

/// Where a volume comes from: its files, and the study that they state.
struct VolumeOrigin {
  /// The deepest folder that holds all files of the volume.
  let folder: String
  /// The first file, as a path from that folder.
  let firstFile: String
  /// What the files state; nil for volume files, and if they cannot be read again.
  let header: Header?

  /// What tells patients and studies apart.
  struct Header {
    let patientID: String
    let patientName: String
    let studyInstanceUID: String
    let studyDescription: String
    /// As `2026-01-31`; empty if unknown.
    let studyDate: String
    /// When the series was acquired, else begun; empty if unknown.
    let date: String

    init(_ dataSet: DataSet) {
      func text(_ tag: Tag) -> String {
        dataSet.string(tag)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
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

  init(_ plan: VolumePlan, _ loader: VolumeLoader) {
    let paths = plan.paths
    let first = paths.min() ?? ""
    folder = Self.commonFolder(of: paths)
    firstFile = folder == "." ? first : String(first.dropFirst(folder.count))
    header = plan.volumeFile == nil ? Self.header(of: plan, loader) : nil
  }

  /// What the first, middle and last file state alike; they were read before, and are only gone or
  /// changed if that fails.
  private static func header(of plan: VolumePlan, _ loader: VolumeLoader) -> Header? {
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

/// Volumes of one study of one patient.
struct StudyGroup {
  /// Counts from 1, in order of volumes; nil where the files state no patient.
  let patient: Int?
  /// Counts from 1 within the patient; nil where the files state no study.
  let study: Int?
  private(set) var entries: [InfoEntry]

  /// The volumes by patient and study, each in order of its first volume.
  static func groups(of entries: [InfoEntry]) -> [StudyGroup] {
    var patients: [String: Int] = [:]
    var studies: [Int: [String: Int]] = [:]
    var places: [[Int]: Int] = [:]
    var groups: [StudyGroup] = []
    for entry in entries {
      let patient = number(of: entry.origin.header.map(patientKey), in: &patients)
      let study = number(
        of: entry.origin.header?.studyInstanceUID, in: &studies[patient ?? 0, default: [:]])
      if let place = places[[patient ?? 0, study ?? 0]] {
        groups[place].entries.append(entry)
      } else {
        places[[patient ?? 0, study ?? 0]] = groups.count
        groups.append(StudyGroup(patient: patient, study: study, entries: [entry]))
      }
    }
    return groups
  }

  private static func patientKey(_ header: VolumeOrigin.Header) -> String {
    let isStated = !header.patientID.isEmpty || !header.patientName.isEmpty
    return isStated ? header.patientID + "\\" + header.patientName : ""
  }

  /// The number of a text, a new one if it is new; nil for none.
  private static func number(of text: String?, in known: inout [String: Int]) -> Int? {
    guard let text, !text.isEmpty else { return nil }
    let number = known[text] ?? known.count + 1
    known[text] = number
    return number
  }
}
