import DICOMModel
import TestSupport
import Testing
import WebServices

@Suite struct `Data sets in XML` {
  private func read(_ attributes: String) throws -> ReferringDataSet {
    let text =
      "<?xml version='1.0'?><!-- a --><n:NativeDicomModel xmlns:n='x'>\(attributes)</n:NativeDicomModel>"
    return try NativeXMLReader.referringDataSet(Array(text.utf8))
  }

  @Test func `have the values of every representation`() throws {
    let read = try read(
      """
      <DicomAttribute tag="00080005" vr="CS"><Value number="1">ISO_IR 100</Value></DicomAttribute>
      <DicomAttribute tag="00080008" vr="CS" keyword="ImageType"><Value number="3">AXIAL</Value>
        <Value number="1">A&amp;B</Value></DicomAttribute>
      <DicomAttribute tag="00100010" vr="PN"><PersonName number="1">
        <Alphabetic><FamilyName>Yamada</FamilyName><NamePrefix>Dr</NamePrefix></Alphabetic>
        <Ideographic><FamilyName>&#x5C71;田</FamilyName></Ideographic></PersonName></DicomAttribute>
      <DicomAttribute tag="00280010" vr="US"><Value number="1">512</Value></DicomAttribute>
      <DicomAttribute tag="00280030" vr="DS"><Value number="1">0.5</Value><Value number="2">0.25</Value>
      </DicomAttribute>
      <DicomAttribute tag="00280009" vr="AT"><Value number="1">00181063</Value></DicomAttribute>
      <DicomAttribute tag="00189087" vr="FD"><Value number="1">-1.5e3</Value></DicomAttribute>
      <DicomAttribute tag="00081140" vr="SQ"><Item number="1"><DicomAttribute tag="00081155" vr="UI">
        <Value number="1">1.2</Value></DicomAttribute></Item><Item number="2"/></DicomAttribute>
      <DicomAttribute tag="00420011" vr="OB"><InlineBinary>AQ
        ID</InlineBinary></DicomAttribute>
      <DicomAttribute tag="00104000" vr="LT"><Value number="1"><![CDATA[a<b\\c]]></Value></DicomAttribute>
      <DicomAttribute tag="7FE00010" vr="OW"><BulkData uri="http://x/1?a=1&amp;b"/></DicomAttribute>
      <DicomAttribute tag="00100040" vr="CS"/>
      """)
    let dataSet = read.dataSet
    #expect(!read.isDamaged)
    #expect(dataSet.string(.specificCharacterSet) == "ISO_IR 192")
    #expect(dataSet.strings(.imageType) == ["A&B", "", "AXIAL"])
    #expect(dataSet.string(.patientName) == "Yamada^^^Dr=山田")
    #expect(dataSet.integers(.rows) == [512] && dataSet.doubles(.pixelSpacing) == [0.5, 0.25])
    #expect(dataSet.tags(Tag(0x28, 9)) == [Tag(0x18, 0x1063)])
    #expect(dataSet.doubles(Tag(0x18, 0x9087)) == [-1500])
    #expect(dataSet.items(Tag(8, 0x1140))?.map { $0.uid(Tag(8, 0x1155)) } == ["1.2", nil])
    #expect(dataSet.bytes(Tag(0x42, 0x11)).map(Array.init) == [1, 2, 3, 0])
    #expect(dataSet.string(Tag(0x10, 0x4000)) == "a<b\\c")
    #expect(dataSet.contains(Tag(0x10, 0x40)))
    #expect(read.references.map(\.location) == ["http://x/1?a=1&b"])
  }

  @Test(arguments: [
    ("", Array("é".utf8)), ("<?xml version='1.0' encoding='UTF-8'?>", Array("é".utf8)),
    ("\u{FEFF}", Array("é".utf8)), ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", [0xE9]),
  ])
  func `have the text of their encoding`(head: String, letter: [UInt8]) throws {
    let (start, end) = (
      #"<NativeDicomModel><DicomAttribute tag="00100020" vr="LO"><Value number="1">"#,
      "</Value></DicomAttribute></NativeDicomModel>"
    )
    let bytes = Array((head + start).utf8) + letter + Array(end.utf8)
    #expect(try NativeXMLReader.referringDataSet(bytes).dataSet.string(.patientID) == "é")
    for wrong in [Array(start.utf8) + [0xE9], Array("<?xml encoding='utf-16'?>\(start)é".utf8)] {
      #expect(throws: WebServiceError.self) {
        try NativeXMLReader.referringDataSet(wrong + Array(end.utf8))
      }
    }
  }

  @Test func `give private attributes blocks of their creators`() throws {
    let value = "vr='LO'><Value number='1'>"
    let read = try read(
      """
      <DicomAttribute tag="00091002" privateCreator="B" \(value)x</Value></DicomAttribute>
      <DicomAttribute tag="00090001" privateCreator="A" \(value)y</Value></DicomAttribute>
      <DicomAttribute tag="00090002" privateCreator="A" \(value)z</Value></DicomAttribute>
      """)
    let texts = [0x10, 0x11, 0x1002, 0x1101, 0x1102].map { read.dataSet.string(Tag(9, $0)) }
    #expect(texts == ["B", "A", "x", "y", "z"])
  }

  @Test(arguments: [
    #"<DicomAttribute tag="00280010" vr="US"><Value number="1">many</Value></DicomAttribute>"#,
    #"<DicomAttribute tag="00420011" vr="OB"><InlineBinary>*</InlineBinary></DicomAttribute>"#,
    #"<DicomAttribute tag="00081140" vr="SQ"><BulkData uri="a"/></DicomAttribute>"#,
    #"<DicomAttribute tag="00080018" vr="UI"><Item number="1"/></DicomAttribute>"#,
    #"<DicomAttribute tag="00420011" vr="OB"><BulkData/></DicomAttribute>"#,
  ])
  func `say where values are none of their representation`(text: String) throws {
    #expect(try read(text).isDamaged)
  }

  @Test(arguments: [
    "", "text", "<a/>", "<NativeDicomModel>", "<NativeDicomModel></a>", "<NativeDicomModel", "<",
    "<NativeDicomModel/><a>", "<NativeDicomModel>&nbsp;</NativeDicomModel>", "</a>", "<>", "< a/>",
    "<NativeDicomModel>&#xD800;</NativeDicomModel>", "<NativeDicomModel a/>", "<!--",
    "<NativeDicomModel><DicomAttribute vr='US'/></NativeDicomModel>", "<NativeDicomModel a=/>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><NativeDicomModel/>", "<NativeDicomModel a='/>", "<?xml",
    "<NativeDicomModel><DicomAttribute tag='00280010'><Value number='99999999'>1</Value>"
      + "</DicomAttribute></NativeDicomModel>",
    String(repeating: "<NativeDicomModel>", count: 100_000),
  ])
  func `are refused where they are none`(text: String) throws {
    let error = try #require(throws: WebServiceError.self) {
      try NativeXMLReader.referringDataSet(Array(text.utf8))
    }
    #expect(error.description.hasPrefix("DICOM XML cannot be read"))
  }

  @Test func `never trap, whatever is cut or changed`() throws {
    let text = Array(
      """
      <NativeDicomModel><DicomAttribute tag="00100010" vr="PN"><PersonName number="1"><Alphabetic>
      <FamilyName>A&lt;</FamilyName></Alphabetic></PersonName></DicomAttribute></NativeDicomModel>
      """.utf8)
    for end in text.indices {
      #expect(throws: WebServiceError.self) {
        try NativeXMLReader.referringDataSet(Array(text[..<end]))
      }
    }
    var random = SeededRandom(3)
    for _ in 0..<5000 {
      var changed = text
      for _ in 0..<3 {
        changed[Int.random(in: 0..<text.count, using: &random)] = UInt8(
          truncatingIfNeeded: random.next())
      }
      _ = try? NativeXMLReader.referringDataSet(changed)
    }
  }
}
