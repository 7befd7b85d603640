import DICOMModel
import Foundation
import TestSupport
import Testing

/// An attribute as dcmtk's dictionary has it.
private struct PeerAttribute {
  let tag: Tag
  let vr: String
  let keyword: String
  let multiplicity: String
  let isRetired: Bool

  /// Reads `(0008,0005)`, VR, keyword, multiplicity and origin with tabs between; nil for lines of
  /// other kinds, repeating groups, private attributes and those of other standards.
  init?(_ line: Substring) {
    let words = line.split(separator: "\t")
    guard words.count == 5, ["DICOM", "DICOM/retired"].contains(words[4]),
      let found = words[0].wholeMatch(of: #/\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)/#),
      let group = UInt16(found.output.1, radix: 16),
      let element = UInt16(found.output.2, radix: 16)
    else { return nil }
    tag = Tag(group, element)
    vr = String(words[1])
    isRetired = words[4] == "DICOM/retired"
    keyword = words[2].split(separator: "_").last.map(String.init) ?? ""
    multiplicity = String(words[3])
  }

  /// What dcmtk writes for representations that the standard leaves open.
  static let open: [String: Set<VR>] = [
    "xs": [.us, .ss], "ox": [.ob, .ow], "px": [.ob, .ow], "lt": [.us, .ss, .ow], "up": [.ul],
  ]
}

@Suite struct `The dictionary of another program` {
  /// dcmtk's, which is made from PS3.6 itself and not from the source that ours is made from.
  private static let file: URL? = {
    let share = URL(filePath: "/usr/share")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: share.path)) ?? []
    return names.filter { $0.contains("dcmtk") }
      .map { share.appending(path: "\($0)/dicom.dic") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  /// Attributes whose entry has changed between the two editions: 2022b there, 2024c here.
  private static let changedMultiplicity: Set<Tag> = [Tag(0x0008, 0x9007)]
  private static let retiredSince: Set<Tag> = [
    Tag(0x0038, 0x0004), Tag(0x0070, 0x1807), Tag(0x0070, 0x1808), Tag(0x3004, 0x0010),
    Tag(0x3004, 0x0012), Tag(0x3006, 0x0085), Tag(0x3006, 0x0088), Tag(0x3008, 0x002B),
    Tag(0x3010, 0x0090),
  ]
  /// Retired repeating groups, which dcmtk lists by their first number, and an attribute that was
  /// taken back.
  private static let withoutEntry: Set<UInt16> = [0x0006, 0x0028, 0x1000, 0x1010]

  @Test(.enabled(if: Peers.areRequired || file != nil, "no dicom.dic of dcmtk"))
  func `says the same of every attribute`() throws {
    let path = try #require(Self.file)
    let text = try String(contentsOf: path, encoding: .utf8)
    let attributes = text.split(separator: "\n").compactMap(PeerAttribute.init)
    #expect(attributes.count > 4500)
    var missing = 0
    for attribute in attributes {
      guard let entry = DataDictionary.entry(attribute.tag) else {
        #expect(Self.withoutEntry.contains(attribute.tag.group), "\(attribute.tag) is missing")
        missing += 1
        continue
      }
      #expect(entry.keyword == attribute.keyword, "\(attribute.tag)")
      if let allowed = PeerAttribute.open[attribute.vr] {
        #expect(allowed.isSuperset(of: entry.alternatives), "\(attribute.tag): \(entry.vr)")
      } else if attribute.vr != "na" {
        #expect(entry.alternatives.map(\.code) == [attribute.vr], "\(attribute.tag)")
      }
      if !Self.changedMultiplicity.contains(attribute.tag) {
        #expect(entry.multiplicity == attribute.multiplicity, "\(attribute.tag)")
      }
      if !Self.retiredSince.contains(attribute.tag) {
        #expect(entry.isRetired == attribute.isRetired, "\(attribute.tag)")
      }
    }
    #expect(missing < 20)
  }
}
