import DICOMImaging
import DICOMModel

extension ObjectBuilder {
  /// General Series (PS3.3 C.7.3.1): a new series of the source's examination.
  mutating func setSeries(modality: String) {
    set.set(.modality, string: modality)
    set.set(.seriesInstanceUID, string: seriesUID)
    set.set(.seriesNumber, integer: seriesNumber)
    set.set(
      .seriesDescription,
      string: Self.seriesDescription(source, options: options, derivation: derivation))
    take([.bodyPartExamined, .anatomicalOrientationType])
    setLaterality()
    if !options.isAnonymous {
      take([.requestAttributesSequence])
      if let creation = options.creation {
        set.set(.seriesDate, string: DICOMClock.date(creation))
        set.set(.seriesTime, string: DICOMClock.time(creation))
      }
    }
  }

  /// Laterality is due for parts of the body that come in pairs, and for those of which nobody
  /// knows; for others it may not be there (PS3.3 C.7.3.1, type 2C).
  private mutating func setLaterality() {
    take([.laterality])
    if set.string(.laterality) != nil { return }
    let isSingle = set.string(.bodyPartExamined).map(Self.unpairedParts.contains) ?? false
    if isSingle { set.remove(.laterality) } else { setEmpty(.laterality) }
  }

  /// Defined terms of Body Part Examined (PS3.16 Annex L) that have no left and right.
  private static let unpairedParts: Set<String> = [
    "ABDOMEN", "ABDOMENPELVIS", "ANUS", "AORTA", "BLADDER", "BRAIN", "CERVIX", "CHEST",
    "CHESTABDOMEN", "CHESTABDPELVIS", "COCCYX", "COLON", "CSPINE", "CTSPINE", "DUODENUM",
    "ESOPHAGUS", "GALLBLADDER", "HEAD", "HEADNECK", "HEART", "JAW", "LARYNX", "LIVER", "LSPINE",
    "LSSPINE", "MEDIASTINUM", "MOUTH", "NECK", "NECKCHEST", "NECKCHESTABDOMEN", "NECKCHESTABDPELV",
    "NOSE", "PANCREAS", "PELVIS", "PENIS", "PHARYNX", "PROSTATE", "RECTUM", "SACRUM", "SKULL",
    "SPINE", "SPLEEN", "SSPINE", "STERNUM", "STOMACH", "TLSPINE", "TRACHEA", "TSPINE", "UTERUS",
    "VAGINA", "WHOLEBODY",
  ]

  private var seriesNumber: Int {
    if let number = options.seriesNumber { return number }
    // Within what IS holds; a hundredfold keeps derived series behind their source.
    let base = source?.middle.integer(.seriesNumber) ?? 90
    guard (0..<20_000_000).contains(base) else { return options.seriesOffset }
    let (number, isHuge) = (base * 100).addingReportingOverflow(options.seriesOffset)
    return isHuge ? options.seriesOffset : number
  }

  /// LO holds 64 characters (PS3.5 6.2).
  static func seriesDescription(
    _ source: SourceImages?, options: DerivedObjectOptions, derivation: Derivation
  ) -> String {
    if let text = options.seriesDescription {
      return cut(text.filter { $0 != "\\" && !$0.isNewline }, length: 64)
    }
    let words = derivation.processes.map(\.word).joined(separator: " ")
    guard !options.isAnonymous, let old = source?.middle.string(.seriesDescription) else {
      return words.prefix(1).uppercased() + words.dropFirst()
    }
    return cut(old, length: 64 - words.count - 3) + " (\(words))"
  }

  /// Frame of Reference (PS3.3 C.7.4.1): the source's coordinates are kept.
  mutating func setFrameOfReference(_ uid: String) {
    set.set(.frameOfReferenceUID, string: kept(uid))
    takeOrLeaveEmpty([.positionReferenceIndicator])
  }

  /// General Equipment (PS3.3 C.7.5.1): this program; the scanner is a contributor.
  mutating func setEquipment() {
    set.set(.manufacturer, string: options.software.manufacturer)
    set.set(.manufacturerModelName, string: options.software.model)
    set.set(.softwareVersions, string: options.software.version)
    guard let source, !options.isAnonymous else { return }
    var scanner = DataSet()
    scanner.copy(Self.equipment, from: source.common)
    guard scanner.contains(.manufacturer), scanner.string(.manufacturer) != nil else { return }
    scanner.set(
      .purposeOfReferenceCodeSequence,
      items: [Self.code("109101", meaning: "Acquisition Equipment")])
    let earlier = source.common.items(.contributingEquipmentSequence) ?? []
    set.set(.contributingEquipmentSequence, items: earlier + [scanner])
  }

  private static let equipment: [Tag] = [
    .manufacturer, .institutionName, .institutionAddress, .stationName,
    .institutionalDepartmentName, .manufacturerModelName, .deviceSerialNumber, .softwareVersions,
  ]
}
