import DICOMModel
import Foundation
import Phantoms
import TestSupport
import VolumeModel

/// A series in whose every attribute that can carry a text, a date or an identifier a mark is planted.
enum PlantedSeries {
  /// A mark of letters, one of identifiers, and those of dates, times and ages.
  static let text = "QZMARK"
  static let uid = "1.77.99"
  static let date = "19231129"
  // With a fraction: six digits alone stand by chance in one of a hundred thousand identifiers.
  static let time = "231159.770177"
  static let age = "097Y"

  static let marks = [text, uid, date, time, age]

  /// What images cannot be read without, and groups that are no image's.
  private static let needed: Set<String> = [
    "Modality", "PhotometricInterpretation", "SpecificCharacterSet", "SOPClassUID", "ImageType",
    "SOPInstanceUID", "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence",
    "ModalityLUTSequence", "RealWorldValueMappingSequence", "VOILUTSequence",
    "DimensionIndexSequence",
    "DimensionOrganizationSequence", "PixelData", "ConcatenationUID",
    "SOPInstanceUIDOfConcatenationSource", "FrameType", "VolumetricProperties", "SeriesType",
    "PresentationLUTShape", "PixelPresentation", "StackID",
  ]
  private static let groups: [UInt16] = [
    0x0008, 0x0010, 0x0012, 0x0014, 0x0016, 0x0018, 0x0020, 0x0022, 0x0024, 0x0028, 0x0032, 0x0038,
    0x003A, 0x0040, 0x0042, 0x0044, 0x0046, 0x0048, 0x0050, 0x0052, 0x0054, 0x0060, 0x0062, 0x0064,
    0x0066, 0x0070, 0x0072, 0x0074, 0x0088, 0x0100, 0x2100, 0x300A, 0x300C, 0x4008, 0x4010,
  ]

  /// Every attribute of the dictionary that a mark is planted in.
  static let tags: [DICOMModel.Tag] = groups.flatMap { group in
    (UInt16.min...UInt16.max).map { DICOMModel.Tag(group, $0) }.filter { tag in
      guard let entry = DataDictionary.entry(tag) else { return false }
      return !needed.contains(entry.keyword) && (entry.vr == .sq || mark(entry.vr) != nil)
    }
  }

  private static func mark(_ vr: VR) -> String? {
    switch vr {
    case .ae, .cs, .lo, .lt, .pn, .sh, .st, .uc, .ur, .ut: text
    case .ui: uid
    case .da: date
    case .dt: date + time
    case .tm: time
    case .as: age
    default: nil
    }
  }

  /// Plants a text in every attribute that is a text or code, of an image in UTF-8.
  static func plant(text: String, in set: inout DataSet) {
    set.set(.specificCharacterSet, string: "ISO_IR 192")
    for tag in tags {
      guard let vr = DataDictionary.vr(tag), mark(vr) == Self.text else { continue }
      set.set(tag, vr: vr, bytes: Array(text.utf8))
    }
  }

  /// Plants the marks in an image, in private attributes and in items too.
  static func plant(_ set: inout DataSet, number: Int) {
    var item = DataSet()
    for keyword in [
      "PatientName", "CodeMeaning", "CodeValue", "PatientBirthDate", "InstitutionName",
    ] {
      guard let tag = DataDictionary.tag(keyword: keyword), let vr = DataDictionary.vr(tag),
        let mark = mark(vr)
      else { continue }
      item.set(tag, string: mark)
    }
    for tag in tags {
      guard let vr = DataDictionary.vr(tag) else { continue }
      if vr == .sq {
        set.set(tag, items: [item])
      } else if let mark = mark(vr) {
        set.set(tag, string: mark)
      }
    }
    set.set(.sopInstanceUID, string: "\(uid).\(number)")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "AXIAL", text])
    set.set(Tag(0x0011, 0x0010), vr: .lo, bytes: Array((text).utf8))
    set.set(Tag(0x0011, 0x1001), vr: .lo, bytes: Array((text).utf8))
    set.set(Tag(0x0011, 0x1002), vr: .un, bytes: Array((text).utf8))
  }

  /// Writes such a series of a modality; the folder's name is a mark, too.
  static func folder(_ modality: PhantomSeries.Modality, in folder: TemporaryFolder) throws
    -> String
  {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 24, rows: 20, slices: 6),
      spacing: SIMD3(4, 4.5, 6))
    series.modality = modality
    return try Inputs.rewritten(series, in: folder, as: text) { plant(&$0, number: $1 + 1) }
  }
}
