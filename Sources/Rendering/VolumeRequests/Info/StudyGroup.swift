/// Volumes of one study of one patient.
public struct StudyGroup: Sendable {
  /// Counts from 1, in order of volumes; nil where the files state no patient.
  public let patient: Int?
  /// Counts from 1 within the patient; nil where the files state no study.
  public let study: Int?
  /// The volumes, in order of their numbers.
  public private(set) var entries: [InfoEntry]

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
