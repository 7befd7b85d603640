import DICOMModel
import GRDB

/// A row of a search as a data set.
struct SearchRow {
  /// The row's number.
  let id: Int64
  /// The attributes that the index has in columns.
  private(set) var dataSet: DataSet

  init(_ row: Row, level: ArchiveLevel) {
    id = row[0]
    dataSet = DataSet()
    dataSet.set(.specificCharacterSet, string: "ISO_IR 192")
    let attributes = IndexedAttribute.upTo(level)
    var requests = DataSet()
    for (n, attribute) in attributes.enumerated() {
      if attribute.path.count > 1 {
        Self.set(attribute, from: row[n + 1], in: &requests)
      } else if attribute.level == level || Self.isUsual(attribute) {
        Self.set(attribute, from: row[n + 1], in: &dataSet)
      }
    }
    if !requests.isEmpty { dataSet.set(.requestAttributesSequence, items: [requests]) }
    let counts = attributes.count + 1
    let modalities: String = row[counts]
    dataSet.set(.modalitiesInStudy, vr: .cs, strings: modalities.isEmpty ? [] : [modalities])
    dataSet.set(.numberOfStudyRelatedSeries, vr: .is, integer: row[counts + 1])
    dataSet.set(.numberOfStudyRelatedInstances, vr: .is, integer: row[counts + 2])
    if level != .study {
      dataSet.set(.numberOfSeriesRelatedInstances, vr: .is, integer: row[counts + 3])
    }
    if level == .instance {
      dataSet.set(.availableTransferSyntaxUID, vr: .ui, string: row[counts + 4])
    }
  }

  /// What answers of a lower level repeat.
  private static func isUsual(_ attribute: IndexedAttribute) -> Bool {
    attribute.level != .instance
  }

  /// Adds what the index has of an instance's attributes only among its others.
  mutating func add(_ included: SearchRequest.Included, from header: DataSet, level: ArchiveLevel) {
    switch included {
    case .tags(let tags):
      for tag in tags where !dataSet.contains(tag) { dataSet.copy(tag, from: header) }
    case .all:
      let tags = header.elements.map(\.tag).filter {
        !dataSet.contains($0) && AttributeLevel.of($0).rawValue <= level.rawValue
      }
      dataSet.copy(tags, from: header)
    }
  }

  private static func set(
    _ attribute: IndexedAttribute, from value: DatabaseValue, in dataSet: inout DataSet
  ) {
    let tag = attribute.tag
    guard attribute.kind != .number else {
      if let number = Int.fromDatabaseValue(value) {
        guard isHeld(number, by: DataDictionary.vr(tag) ?? .is) else { return }
        dataSet.set(tag, integer: number)
      } else if isAlwaysThere(tag) {
        dataSet.set(tag, bytes: [])
      }
      return
    }
    if let text = String.fromDatabaseValue(value) {
      dataSet.set(tag, string: text)
    } else if isAlwaysThere(tag) {
      dataSet.set(tag, bytes: [])
    }
  }

  private static func isHeld(_ number: Int, by vr: VR) -> Bool {
    vr != .us || (0...0xFFFF).contains(number)
  }

  /// What answers have even if it is empty (PS3.18 Tables 10.6.3-3 to 10.6.3-5).
  private static func isAlwaysThere(_ tag: Tag) -> Bool { alwaysThere.contains(tag) }

  private static let alwaysThere: Set<Tag> = Set(
    [
      "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "PatientName",
      "PatientID", "PatientBirthDate", "PatientSex", "StudyID", "Modality", "SeriesNumber",
      "InstanceNumber",
    ].compactMap { Tag(keyword: $0) })
}

/// To which level attributes of an instance belong, as the modules of the standard have it.
enum AttributeLevel {
  static func of(_ tag: Tag) -> ArchiveLevel {
    if let known = IndexedAttribute.all.first(where: { $0.path == [tag] }) { return known.level }
    if study.contains(tag) || (tag.group == 0x0010 && !tag.isPrivate) { return .study }
    return series.contains(tag) ? .series : .instance
  }

  private static let study: Set<Tag> = tags(
    "PhysiciansOfRecord", "NameOfPhysiciansReadingStudy", "AdmittingDiagnosesDescription",
    "ProcedureCodeSequence", "ReferencedStudySequence")

  private static let series: Set<Tag> = tags(
    "Laterality", "OperatorsName", "PerformingPhysicianName", "InstitutionAddress",
    "InstitutionalDepartmentName", "ManufacturerModelName", "DeviceSerialNumber",
    "SoftwareVersions", "PatientPosition", "PerformedProcedureStepID",
    "PerformedProcedureStepDescription", "PositionReferenceIndicator",
    "SeriesDescriptionCodeSequence",
    "RequestAttributesSequence", "ReferencedPerformedProcedureStepSequence")

  private static func tags(_ keywords: String...) -> Set<Tag> {
    Set(keywords.compactMap { Tag(keyword: $0) })
  }
}
