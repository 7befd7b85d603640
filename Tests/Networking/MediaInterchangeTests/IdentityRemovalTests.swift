import DICOMModel
import MediaInterchange
import Testing

@Suite struct `What is sent without identity` {
  private var source: DataSet {
    var set = DataSet()
    set.set(.specificCharacterSet, string: "ISO_IR 192")
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.2.3.4")
    set.set(.studyInstanceUID, string: "1.2.3")
    set.set(.patientName, string: "SECRET^NAME")
    set.set(.patientID, string: "SECRET")
    set.set(.studyDate, string: "20240101")
    set.set(.seriesDescription, string: "SECRET words")
    set.set(.modality, string: "CT")
    set.set(Tag(0x0010, 0x1030), vr: .ds, double: 81)
    set.set(.rows, integer: 2)
    set.set(.pixelSpacing, doubles: [0.5, 0.5])
    set.set(Tag(0x0009, 0x0010), vr: .lo, string: "SECRET maker")
    var item = DataSet()
    item.set(Tag(0x0008, 0x1155), string: "1.2.3.4")
    item.set(Tag(0x0040, 0xA123), vr: .pn, string: "SECRET^PERSON")
    set.set(Tag(0x0008, 0x1140), items: [item])
    set.set(.pixelData, vr: .ow, bytes: [1, 2, 3, 4])
    return set
  }

  @Test func `has its pixels and numbers, and nobody's name`() throws {
    let kept = IdentityRemoval().removed(from: source)
    #expect(kept.integer(.rows) == 2 && kept.doubles(.pixelSpacing) == [0.5, 0.5])
    #expect(kept.bytes(.pixelData).map(Array.init) == [1, 2, 3, 4])
    #expect(kept.string(.modality) == "CT" && kept.string(.patientIdentityRemoved) == "YES")
    #expect(kept.bytes(.patientName)?.isEmpty == true && kept.bytes(.studyDate)?.isEmpty == true)
    let texts = kept.elements.flatMap { kept.strings($0.tag) ?? [] }
    #expect(!texts.contains { $0.contains("SECRET") })
    #expect(!kept.contains(Tag(0x0010, 0x1030)) && !kept.contains(Tag(0x0009, 0x0010)))
    let item = try #require(kept.item(Tag(0x0008, 0x1140)))
    #expect(item.elements.map(\.tag) == [Tag(0x0008, 0x1155)])
  }

  @Test func `has new identifiers, the same for the same within one run only`() throws {
    let run = IdentityRemoval()
    let (first, again) = (run.removed(from: source), run.removed(from: source))
    let uid = try #require(first.uid(.sopInstanceUID))
    #expect(uid != "1.2.3.4" && again.uid(.sopInstanceUID) == uid)
    #expect(first.item(Tag(0x0008, 0x1140))?.uid(Tag(0x0008, 0x1155)) == uid)
    #expect(first.uid(.sopClassUID) == "1.2.840.10008.5.1.4.1.1.2")
    #expect(IdentityRemoval().removed(from: source).uid(.sopInstanceUID) != uid)
  }
}
