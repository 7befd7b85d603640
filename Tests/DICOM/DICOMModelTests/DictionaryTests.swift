import DICOMModel
import Testing

// Testing has a Tag too.
typealias Tag = DICOMModel.Tag

@Test func `tags are written in the usual way`() {
  #expect(Tag.rows.description == "(0028,0010)")
  #expect(Tag(0x7FE0, 0x0010) == .pixelData)
  #expect(Tag(0x0029, 0x1010).isPrivate && !Tag.rows.isPrivate)
}

@Test func `every code of a VR reads back`() {
  #expect(VR.allCases.count == 34)
  for vr in VR.allCases { #expect(VR(code: vr.code) == vr) }
  #expect(VR(code: "XX") == nil)
  #expect(VR.allCases.filter(\.hasLongLength).count == 13)
}

@Test(arguments: [
  (Tag.rows, VR.us, "Rows"), (.pixelData, .ow, "PixelData"), (.patientName, .pn, "PatientName"),
  (.imagePositionPatient, .ds, "ImagePositionPatient"),
  (.smallestImagePixelValue, .us, "SmallestImagePixelValue"),
  (Tag(0x0000, 0x0000), .ul, "CommandGroupLength"), (Tag(0x6002, 0x3000), .ow, "OverlayData"),
])
func `the dictionary knows VR and keyword`(tag: Tag, vr: VR, keyword: String) {
  #expect(DataDictionary.vr(tag) == vr)
  #expect(DataDictionary.entry(tag)?.vr == vr)
  #expect(tag.keyword == keyword)
}

@Test func `keywords and tags are inverse over the whole dictionary`() {
  var count = 0
  for group in UInt16(0)...0x0088 {
    for element in UInt16(0)...0x0400 {
      guard let entry = DataDictionary.entry(Tag(group, element)) else { continue }
      count += 1
      #expect(entry.vr == DataDictionary.vr(entry.tag))
      if count % 50 == 0 { #expect(Tag(keyword: entry.keyword) == entry.tag) }
    }
  }
  #expect(count > 1000)
}

@Test func `unknown tags have no entry`() {
  #expect(DataDictionary.vr(Tag(0x0028, 0x0FFF)) == nil)
  #expect(DataDictionary.vr(Tag(0x0029, 0x0010)) == .lo)
  #expect(DataDictionary.vr(Tag(0x0029, 0x1010)) == nil)
  #expect(Tag(keyword: "Nonsense") == nil)
}

@Test func `transfer syntaxes are found by identifier, unknown ones too`() {
  #expect(TransferSyntax(uid: "1.2.840.10008.1.2.1\0") == .explicitVRLittleEndian)
  #expect(!TransferSyntax.implicitVRLittleEndian.isExplicit)
  #expect(TransferSyntax.explicitVRBigEndian.byteOrder == .bigEndian)
  #expect(TransferSyntax(uid: "1.2.840.10008.1.2.4.70").isEncapsulated)
  #expect(TransferSyntax.deflatedExplicitVRLittleEndian.isDeflated)
  let unknown = TransferSyntax(uid: "1.2.3")
  #expect(!unknown.isKnown && unknown.uid == "1.2.3")
  #expect(Set(TransferSyntax.all).count == TransferSyntax.all.count)
}
