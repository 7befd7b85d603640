import DICOMModel
public import WorkScheduling

extension VolumeLoader {
  /// What a reader should know of two volumes that are shown together: that they are of two
  /// patients, as far as both say whose they are.
  ///
  /// - Throws: ``LoadError`` if a file cannot be read.
  public func findings(
    of second: VolumePlan, over base: VolumePlan, context: WorkContext = WorkContext()
  ) throws(LoadError) -> [Finding] {
    guard second.volumeFile == nil, base.volumeFile == nil else { return [] }
    let one = try attributes(ofFile: base.middlePath, context: context).string(.patientID)
    let other = try attributes(ofFile: second.middlePath, context: context).string(.patientID)
    guard let one, let other, one != other else { return [] }
    return [
      Finding(
        .otherPatient, severity: .warning,
        message: "the two volumes state different patients (Patient ID)")
    ]
  }
}
