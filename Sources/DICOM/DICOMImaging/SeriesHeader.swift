import DICOMModel

/// What an image says of its series; whose it is only so far as that can be compared.
public struct SeriesHeader: Hashable, Sendable {
  /// Series Instance UID.
  public let instanceUID: String
  /// Study Instance UID.
  public let studyInstanceUID: String
  /// Whose image it is.
  public let patient: PatientIdentity
  /// Frame of Reference UID.
  public let frameOfReferenceUID: String?
  /// Series Number.
  public let number: Int?
  /// Modality, as `CT`.
  public let modality: String?
  /// Series Description.
  public let description: String?
  /// Contrast/Bolus Agent.
  public let contrastAgent: String?
  /// Units of PET values (0054,1001), as `BQML`.
  public let valueUnit: String?

  init(_ dataSet: DataSet) {
    func text(_ tag: Tag) -> String? {
      dataSet.string(tag).flatMap { $0.isEmpty ? nil : $0 }
    }
    instanceUID = dataSet.uid(.seriesInstanceUID) ?? ""
    studyInstanceUID = dataSet.uid(.studyInstanceUID) ?? ""
    patient = PatientIdentity(dataSet)
    contrastAgent = text(.contrastBolusAgent)
    frameOfReferenceUID = dataSet.uid(.frameOfReferenceUID).flatMap { $0.isEmpty ? nil : $0 }
    number = dataSet.integer(.seriesNumber)
    modality = text(.modality)
    description = text(.seriesDescription)
    valueUnit = text(.units)
  }
}
