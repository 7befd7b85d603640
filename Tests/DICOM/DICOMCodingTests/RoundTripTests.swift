import DICOMCoding
import DICOMModel
import Testing

@Test(arguments: Fixtures.native)
func `reading undoes writing`(syntax: TransferSyntax) throws {
  let file = try Fixtures.writer.file(Fixtures.rich, transferSyntax: syntax)
  let parsed = try Fixtures.reader.readWhole(file)
  #expect(parsed.transferSyntax == syntax)
  #expect(parsed.dataSet == Fixtures.rich)
  #expect(parsed.nonconformances.isEmpty, "\(parsed.nonconformances)")
  #expect(parsed.meta.uid(.mediaStorageSOPInstanceUID) == "1.2.3.4.5")
  #expect(parsed.dataSet.string(.patientName) == "Müller^Ä")
}

@Test func `reading undoes writing of fragments`() throws {
  let file = try Fixtures.writer.file(Fixtures.compressed, transferSyntax: .jpegLosslessSV1)
  let parsed = try Fixtures.reader.readWhole(file)
  #expect(parsed.dataSet == Fixtures.compressed)
  #expect(parsed.nonconformances.isEmpty, "\(parsed.nonconformances)")
}

@Test(arguments: Fixtures.native)
func `a header read says where the pixel data is`(syntax: TransferSyntax) throws {
  let file = try Fixtures.writer.file(Fixtures.rich, transferSyntax: syntax)
  let parsed = try Fixtures.reader.read(prefix: file, streamLength: file.count)
  var header = Fixtures.rich
  header.remove(.pixelData)
  #expect(parsed.dataSet == header)
  let pixels = try #require(parsed.pixelData)
  #expect(pixels.length == 12 && pixels.tag == .pixelData && pixels.vr == .ow)
  #expect(pixels.byteOrder == syntax.byteOrder)
  if !syntax.isDeflated { #expect(pixels.offset == file.count - 12) }
}

@Test func `a bare data set is read in any native encoding`() throws {
  for syntax in Fixtures.native where !syntax.isDeflated {
    let bytes = try Fixtures.writer.dataSet(Fixtures.rich, transferSyntax: syntax)
    let parsed = try Fixtures.reader.readWhole(bytes)
    #expect(parsed.transferSyntax == syntax)
    #expect(parsed.dataSet == Fixtures.rich)
    #expect(parsed.nonconformances.map(\.code) == [.missingPreamble, .missingMetaGroup])
  }
}

@Test(arguments: Fixtures.native)
func `a known syntax reads a bare data set`(syntax: TransferSyntax) throws {
  let bytes = try Fixtures.writer.dataSet(Fixtures.rich, transferSyntax: syntax)
  #expect(try Fixtures.reader.readDataSet(bytes, transferSyntax: syntax).dataSet == Fixtures.rich)
}

@Test func `a long value in a short VR goes as UN`() throws {
  var set = Fixtures.rich
  set.set(.imageComments, string: String(repeating: "x", count: 70_000))
  let file = try Fixtures.writer.file(set, transferSyntax: .explicitVRLittleEndian)
  let parsed = try Fixtures.reader.readWhole(file)
  #expect(parsed.dataSet[.imageComments]?.vr == .un)
  #expect(parsed.dataSet.string(.imageComments)?.count == 70_000)
}

@Test func `the meta group needs the identifiers of the instance`() {
  #expect(throws: WriteError.self) {
    try Fixtures.writer.file(DataSet(), transferSyntax: .explicitVRLittleEndian)
  }
}
