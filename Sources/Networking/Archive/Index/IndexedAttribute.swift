import DICOMModel

/// An attribute that the index has in a column of its own, so that it can be searched for.
struct IndexedAttribute: Sendable {
  /// How values are compared (PS3.4 C.2.2.2).
  enum Kind: Sendable {
    /// As they stand; wildcards.
    case text
    /// Without regard to letter case, group by group; wildcards.
    case name
    /// Exactly; lists.
    case uid
    /// As days; ranges.
    case date
    /// As times of the day; ranges.
    case time
    /// As whole numbers.
    case number
    /// Any of several texts; wildcards.
    case texts
  }

  /// The attribute, with the sequence that it is in.
  let path: [Tag]
  /// Where it belongs.
  let level: ArchiveLevel
  /// How it is compared.
  let kind: Kind
  /// Its column, which has its keyword.
  let column: String

  /// The attribute itself.
  var tag: Tag { path[path.count - 1] }

  /// The column of the values that are compared.
  var key: String {
    switch kind {
    case .name, .date, .time: column + "_key"
    case .text, .uid, .number, .texts: column
    }
  }

  /// The columns with their types, as SQL declares them.
  var declarations: [String] {
    let type = kind == .number ? "INTEGER" : "TEXT"
    return key == column ? ["\(column) \(type)"] : ["\(column) \(type)", "\(key) TEXT"]
  }

  private init(_ keyword: String, _ level: ArchiveLevel, in sequence: String? = nil) {
    func tag(_ keyword: String) -> Tag {
      guard let tag = Tag(keyword: keyword) else { preconditionFailure("no \(keyword)") }
      return tag
    }
    path = (sequence.map { [tag($0)] } ?? []) + [tag(keyword)]
    self.level = level
    column = keyword
    kind =
      switch DataDictionary.vr(path[path.count - 1]) ?? .lo {
      case .pn: .name
      case .ui: .uid
      case .da: .date
      case .tm: .time
      case .is, .us, .ul: .number
      default: sequence == nil ? .text : .texts
      }
  }

  /// All of them; the unique keys come first in their level.
  static let all: [IndexedAttribute] =
    [
      "StudyInstanceUID", "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate",
      "PatientSex", "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName",
      "StudyID",
      "StudyDescription",
    ].map { IndexedAttribute($0, .study) }
    + [
      "SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription", "SeriesDate",
      "SeriesTime", "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime",
      "BodyPartExamined", "ProtocolName", "Manufacturer", "StationName", "InstitutionName",
      "FrameOfReferenceUID",
    ].map { IndexedAttribute($0, .series) }
    + ["ScheduledProcedureStepID", "RequestedProcedureID"].map {
      IndexedAttribute($0, .series, in: "RequestAttributesSequence")
    }
    + [
      "SOPInstanceUID", "SOPClassUID", "InstanceNumber", "Rows", "Columns", "BitsAllocated",
      "NumberOfFrames", "ContentDate", "ContentTime", "AcquisitionNumber",
    ].map { IndexedAttribute($0, .instance) }

  /// Those of one level.
  static let byLevel: [ArchiveLevel: [IndexedAttribute]] = Dictionary(grouping: all, by: \.level)

  /// Those of a level and of the ones above.
  static func upTo(_ level: ArchiveLevel) -> [IndexedAttribute] {
    all.filter { $0.level.rawValue <= level.rawValue }
  }
}

/// What an archive is made of, from the outside.
public enum ArchiveLevel: Int, CaseIterable, Hashable, Sendable {
  /// A patient's visit.
  case study
  /// What one device made in one go.
  case series
  /// One object.
  case instance
}
