import DICOMCoding
import DICOMImaging
public import DICOMModel

/// Takes from data sets whatever may say whose they are.
///
/// Numbers, known codes, the standard's own identifiers and the pixels pass (`HarmlessContents`), nothing
/// else. UIDs are replaced, the same by the same within one run.
public struct IdentityRemoval: Sendable {
  private let salt: UInt64

  /// Begins a run, whose identifiers nobody can tell from those of another.
  public init() {
    var generator = SystemRandomNumberGenerator()
    salt = generator.next()
  }

  /// A data set without identity, pixels as they are.
  ///
  /// - Parameter source: A whole data set.
  /// - Returns: What may be told of it.
  public func removed(from source: DataSet) -> DataSet {
    var kept = harmless(source)
    for tag in Self.emptied where kept[tag] == nil { kept.set(tag, bytes: []) }
    kept.set(.patientIdentityRemoved, string: "YES")
    kept.set(
      .deidentificationMethod, string: "PS3.15 basic profile: numbers, codes and pixels are kept")
    kept.set(.deidentificationMethodCodeSequence, items: [Self.profile])
    kept.set(.longitudinalTemporalInformationModified, string: "REMOVED")
    return kept
  }

  private func harmless(_ source: DataSet) -> DataSet {
    var kept = source
    for element in source.elements where !isKept(element, in: source) { kept.remove(element.tag) }
    for element in kept.elements {
      let tag = element.tag
      if let items = kept.items(tag) {
        kept.set(tag, items: items.map(harmless))
      } else if element.vr == .ui, let uids = kept.strings(tag) {
        kept.set(tag, vr: .ui, strings: uids.map(replacement))
      }
    }
    return kept
  }

  private func isKept(_ element: DataElement, in source: DataSet) -> Bool {
    let tag = element.tag
    if Self.pixels.contains(tag) || Self.tables.contains(tag) { return true }
    guard !tag.isPrivate, tag.group != 0x0010 else { return false }
    return element.isSequence || element.vr == .ui || HarmlessContents.holds(element, in: source)
  }

  private func replacement(_ uid: String) -> String {
    guard !uid.isEmpty, !uid.hasPrefix("1.2.840.10008.") else { return uid }
    var hash = StableHash()
    hash.update("\(salt)")
    hash.update(uid)
    return UniqueIdentifier.derived(from: hash)
  }

  /// What an image of a patient has to have, be it empty.
  private static let emptied: [Tag] = [
    .patientName, .patientID, .patientBirthDate, .patientSex, .studyDate, .studyTime,
    .referringPhysicianName, .studyID, .accessionNumber,
  ]

  private static let pixels: Set<Tag> = [.pixelData, Tag(0x7FE0, 0x0008), Tag(0x7FE0, 0x0009)]

  /// The colours of a palette.
  private static let tables: Set<Tag> = [
    Tag(0x0028, 0x1201), Tag(0x0028, 0x1202), Tag(0x0028, 0x1203),
  ]

  private static let profile: DataSet = {
    var profile = DataSet()
    profile.set(Tag(0x0008, 0x0100), string: "113100")
    profile.set(Tag(0x0008, 0x0102), string: "DCM")
    profile.set(Tag(0x0008, 0x0104), string: "Basic Application Confidentiality Profile")
    return profile
  }()
}
