import DICOMModel
import Testing

@testable import DICOMImaging

extension DataSet {
  /// Adds a private creator and an element of its block.
  fileprivate mutating func setPrivate(
    _ group: UInt16, _ creator: String, _ element: UInt8, _ vr: VR, _ text: String,
    block: UInt16 = 0x11
  ) {
    set(Tag(group, block), vr: .lo, bytes: Array(creator.utf8))
    set(Tag(group, block << 8 | UInt16(element)), vr: vr, bytes: Array(text.utf8))
  }
}

/// Each maker's private elements: read in whichever block its creator reserved, and never under
/// another creator.
@Suite struct `Private elements` {
  /// An element, and what is read of it.
  private struct Element {
    let group: UInt16
    let creator: String
    let element: UInt8
    let vr: VR
    let text: String
    let read: @Sendable (DataSet) -> String?
    let expected: String
  }

  private static let elements: [Element] = [
    Element(
      group: 0x0021, creator: "GEMS_RELA_01", element: 0x4F, vr: .ss, text: "\u{24}\0",
      read: { GELocations.count($0).map { "\($0)" } }, expected: "36"),
    Element(
      group: 0x0043, creator: "GEMS_PARM_01", element: 0x2F, vr: .ss, text: "\u{01}\0",
      read: { GEImageKind.component($0) }, expected: "PHASE"),
    Element(
      group: 0x0043, creator: "GEMS_PARM_01", element: 0x30, vr: .ss, text: "\u{10}\0",
      read: { GEImageKind.flag($0).map { "\($0)" } }, expected: "16"),
    Element(
      group: 0x0043, creator: "GEMS_PARM_01", element: 0x39, vr: .is, text: "1000001000\\8\\0\\0",
      read: { GEDiffusion.weighting($0).map { "\($0.bValue)" } }, expected: "1000.0"),
    Element(
      group: 0x0009, creator: "GEMS_PETD_01", element: 0x0D, vr: .dt, text: "20200102101112.00 ",
      read: { GEScanTime.moment($0) == nil ? nil : "known" }, expected: "known"),
    Element(
      group: 0x7053, creator: "Philips PET Private Group", element: 0x00, vr: .ds, text: "0.5 ",
      read: { PhilipsPETFactors($0).suv.map { "\($0)" } }, expected: "0.5"),
    Element(
      group: 0x7053, creator: "Philips PET Private Group", element: 0x09, vr: .ds, text: "2.25",
      read: { PhilipsPETFactors($0).activity.map { "\($0)" } }, expected: "2.25"),
    Element(
      group: 0x2005, creator: "Philips MR Imaging DD 005", element: 0x29, vr: .cs, text: "LABEL ",
      read: { PhilipsLabelling.text([$0]) }, expected: "LABEL"),
  ]

  @Test(arguments: elements.indices)
  func `are found in any block, under their own creator alone`(index: Int) {
    let element = Self.elements[index]
    for block in [0x10, 0x11, 0xE7] as [UInt16] {
      var set = DataSet()
      set.setPrivate(
        element.group, element.creator, element.element, element.vr, element.text, block: block)
      #expect(element.read(set) == element.expected, "\(element.creator) in block \(block)")
    }
    var other = DataSet()
    other.setPrivate(
      element.group, "SOMEBODY ELSE", element.element, element.vr, element.text)
    #expect(element.read(other) == nil, "\(element.creator)")
    #expect(element.read(DataSet()) == nil)
  }

  @Test(arguments: ["0", "-1", "NaN", "1e999", "abc"])
  func `of factors that are not positive say nothing`(text: String) {
    var set = DataSet()
    set.setPrivate(0x7053, "Philips PET Private Group", 0x00, .ds, text)
    #expect(PhilipsPETFactors(set).suv == nil)
  }

  @Test func `say the time of each tile of a mosaic, and of nothing else`() {
    var set = DataSet()
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"])
    set.set(Tag(0x0019, 0x10), vr: .lo, bytes: Array("SIEMENS MR HEADER ".utf8))
    let times = [0, 1250, 625.5]
    let bytes = times.flatMap { time in
      (0..<8).map { UInt8(truncatingIfNeeded: time.bitPattern >> (8 * UInt64($0))) }
    }
    set.set(Tag(0x0019, 0x1029), vr: .fd, bytes: bytes)
    #expect(SiemensSliceTimes.milliseconds(set, count: 3) == times)
    #expect(SiemensSliceTimes.milliseconds(set, count: 4) == nil)
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND"])
    #expect(SiemensSliceTimes.milliseconds(set, count: 3) == nil)
  }
}
