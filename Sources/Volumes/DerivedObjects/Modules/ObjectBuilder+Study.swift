import DICOMImaging
import DICOMModel

extension ObjectBuilder {
  /// Patient, study and patient study (PS3.3 C.7.1.1, C.7.2.1, C.7.2.2): as in the source.
  ///
  /// An anonymous object has what is of type 2 empty, and nothing else.
  mutating func setStudy() {
    setCharacterSet()
    let isAnonymous = options.isAnonymous
    if !isAnonymous { take(Self.patientAndStudy) }
    for tag in Self.requiredOfStudy where !set.contains(tag) { setEmpty(tag) }
    set.set(.studyInstanceUID, string: studyUID)
    if isAnonymous { setIdentityRemoved() }
  }

  private var studyUID: String {
    guard let uid = source?.middle.uid(.studyInstanceUID) else {
      // A study of its own: of the whole run, or of the series where runs leave no trace.
      let identifiers = options.identifiers
      return identifiers.replacement(for: identifiers.isDeterministic ? seriesUID : "study")
    }
    return kept(uid)
  }

  /// The source's set, so that its texts keep their bytes; UTF-8 where ours need it.
  private mutating func setCharacterSet() {
    if isUTF8 {
      set.set(.specificCharacterSet, string: "ISO_IR 192")
    } else if !options.isAnonymous {
      take([.specificCharacterSet])
    }
  }

  /// What the Basic Application Level Confidentiality Profile asks to say (PS3.15 E.1.1).
  private mutating func setIdentityRemoved() {
    set.set(.patientIdentityRemoved, string: "YES")
    set.set(
      .deidentificationMethod,
      string: "PS3.15 basic profile: the object was written without identity")
    set.set(
      .deidentificationMethodCodeSequence,
      items: [Self.code("113100", meaning: "Basic Application Confidentiality Profile")])
    set.set(.longitudinalTemporalInformationModified, string: "REMOVED")
  }

  private static let requiredOfStudy: [Tag] = [
    .patientName, .patientID, .patientBirthDate, .patientSex, .studyDate, .studyTime,
    .referringPhysicianName, .studyID, .accessionNumber,
  ]

  private static let patientAndStudy: [Tag] = [
    .patientName, .patientID, .issuerOfPatientID, .issuerOfPatientIDQualifiersSequence,
    .patientBirthDate, .patientBirthTime, .patientSex, .otherPatientIDs, .otherPatientIDsSequence,
    .otherPatientNames, .ethnicGroup, .patientComments, .patientSpeciesDescription,
    .patientSpeciesCodeSequence, .patientBreedDescription, .patientBreedCodeSequence,
    .breedRegistrationSequence, .responsiblePerson, .responsiblePersonRole,
    .responsibleOrganization, .patientSexNeutered, .patientIdentityRemoved,
    .deidentificationMethod, .deidentificationMethodCodeSequence,
    .longitudinalTemporalInformationModified,
    .studyDate, .studyTime, .referringPhysicianName, .studyID, .accessionNumber,
    .issuerOfAccessionNumberSequence, .studyDescription, .physiciansOfRecord,
    .nameOfPhysiciansReadingStudy, .procedureCodeSequence, .referencedStudySequence,
    .admittingDiagnosesDescription, .admissionID, .patientAge, .patientSize, .patientWeight,
    .occupation, .additionalPatientHistory, .pregnancyStatus,
  ]
}
