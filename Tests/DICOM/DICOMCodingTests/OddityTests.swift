import Compression
import DICOMCoding
import DICOMModel
import Testing

/// Reads bytes as a bare Explicit VR Little Endian data set.
private func read(_ bytes: [UInt8], limits: ReadLimits = ReadLimits()) throws -> ParsedFile {
  try Part10Reader(limits: limits).readDataSet(bytes, transferSyntax: .explicitVRLittleEndian)
}

private let rows: [UInt8] = [0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 0, 2]
private let columns: [UInt8] = [0x28, 0, 0x11, 0, 0x55, 0x53, 2, 0, 0, 1]
private let openItem: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
private let closeItem: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]
private let closeSequence: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]

/// The header of (0008,1140) with these letters and undefined length.
private func sequence(_ vr: String) -> [UInt8] {
  [0x08, 0, 0x40, 0x11] + Array(vr.utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
}

@Test func `the first of two equal tags counts, and order does not matter`() throws {
  let file = try read(columns + rows + columns.dropLast(2) + [7, 0])
  #expect(file.dataSet.integer(.rows) == 512 && file.dataSet.integer(.columns) == 256)
  #expect(file.dataSet.elements.map(\.tag) == [.rows, .columns])
  #expect(file.nonconformances.map(\.code) == [.outOfOrder, .duplicateTag])
  #expect(file.nonconformances.first?.offset == 10)
}

@Test func `missing delimiters end with what surrounds them`() throws {
  let cases: [([UInt8], [ParseNonconformance.Code])] = [
    (sequence("SQ") + openItem + rows + closeItem + closeSequence + columns, []),
    (sequence("SQ") + openItem + rows + closeItem + columns, [.missingSequenceDelimiter]),
    (sequence("SQ") + openItem + rows + closeSequence + columns, [.missingItemDelimiter]),
    (sequence("SQ") + openItem + rows, [.missingItemDelimiter, .missingSequenceDelimiter]),
  ]
  for (bytes, codes) in cases {
    let file = try read(bytes)
    #expect(file.nonconformances.map(\.code) == codes)
    #expect(file.dataSet.item(.referencedImageSequence)?.integer(.rows) == 512)
    if bytes.suffix(10) == columns[...] { #expect(file.dataSet.integer(.columns) == 256) }
  }
}

@Test func `UN of undefined length holds implicit little-endian items`() throws {
  let implicitRows: [UInt8] = [0x28, 0, 0x10, 0, 2, 0, 0, 0, 0, 2]
  let bytes = sequence("UN") + openItem + implicitRows + closeItem + closeSequence + columns
  let file = try read(bytes)
  #expect(file.dataSet.item(.referencedImageSequence)?.integer(.rows) == 512)
  #expect(file.dataSet.integer(.columns) == 256 && file.nonconformances.isEmpty)
}

@Test func `an element without a VR is read as implicit`() throws {
  let file = try read([0x28, 0, 0x10, 0, 2, 0, 0, 0, 0, 2] + columns)
  #expect(file.dataSet.integer(.rows) == 512 && file.dataSet.integer(.columns) == 256)
  #expect(file.nonconformances.map(\.code) == [.garbageVR])
}

@Test func `a sequence that is none keeps its bytes`() throws {
  let bytes = [0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 10, 0, 0, 0] + rows + columns
  let file = try read(bytes)
  #expect(file.dataSet.bytes(.referencedImageSequence) == rows[...])
  #expect(file.dataSet.items(.referencedImageSequence) == nil)
  #expect(file.nonconformances.map(\.code) == [.malformedSequence])
}

@Test func `errors say where they are`() {
  let bytes = sequence("SQ") + openItem + rows.dropLast(1)
  let error = #expect(throws: DataSetError.self) { try read(Array(bytes)) }
  #expect(error?.reason == .truncated(needed: 2, available: 1))
  #expect(error?.offset == 28 && error?.tag == .rows)
  #expect(error?.path.map(\.tag) == [.referencedImageSequence])
  #expect(error?.path.map(\.item) == [0])
  #expect(
    error?.description
      == "the stream ends too soon: 2 bytes needed, 1 there"
      + " in (0008,1140)[0].(0028,0010) at byte 28")
}

@Test func `nesting and counts have limits`() {
  let deep = (0..<5000).flatMap { _ in sequence("SQ") + openItem }
  let tooDeep = #expect(throws: DataSetError.self) { try read(deep) }
  #expect(tooDeep?.reason == .nestedTooDeep(limit: 64))
  let tooMany = #expect(throws: DataSetError.self) {
    try read(rows + columns, limits: ReadLimits(elementCount: 1))
  }
  #expect(tooMany?.reason == .tooManyElements(limit: 1))
}

@Test func `group lengths are passed over and zeros at the end too`() throws {
  let groupLength: [UInt8] = [0x28, 0, 0, 0, 0x55, 0x4C, 4, 0, 20, 0, 0, 0]
  let file = try read(groupLength + rows + [UInt8](repeating: 0, count: 21))
  #expect(file.dataSet.elements.map(\.tag) == [.rows])
  #expect(file.nonconformances.map(\.code) == [.trailingBytes])
}

@Test func `items with wrong lengths end with their sequence or the next item`() throws {
  let tooLong: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 40, 0, 0, 0]
  let bytes =
    [0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 36, 0, 0, 0] + tooLong + rows + tooLong + rows
  for end in [[], columns] {
    let file = try read(bytes + end)
    #expect(file.dataSet.items(.referencedImageSequence)?.map { $0.integer(.rows) } == [512, 512])
    #expect(
      file.nonconformances.map(\.code)
        == [.itemLengthBeyondParent, .wrongItemLength, .itemLengthBeyondParent])
  }
}

@Test(arguments: [[0x20, 0x20], [0, 0]] as [[UInt8]])
func `an element with a blank VR has that of the dictionary and a length of either form`(
  blank: [UInt8]
) throws {
  let short = [0x28, 0, 0x10, 0] + blank + [2, 0, 0, 2]
  let long = [0x28, 0, 0x10, 0] + blank + [0, 0, 2, 0, 0, 0, 0, 2]
  for bytes in [short + columns, long + columns, short] {
    let file = try read(bytes)
    #expect(file.dataSet.integer(.rows) == 512)
    #expect(file.dataSet.integer(.columns) == (bytes == short ? nil : 256))
    #expect(file.nonconformances.map(\.code) == [.blankVR])
  }
}

@Test(arguments: [CompressedFormat.zlib, .gzip])
func `a deflated data set that lies in another stream is unwrapped`(format: CompressedFormat) throws
{
  let writer = Part10Writer(deflater: Deflater { try Deflation.bytes($0, format: format) })
  let bytes = try writer.file(Fixtures.rich, transferSyntax: .deflatedExplicitVRLittleEndian)
  let inflater = Inflater { deflated, limit in
    #expect(Inflater.Wrapper(deflated) == (format == .zlib ? .zlib : .gzip))
    let prefix = try Inflation.prefix(of: deflated, format: format, limit: limit)
    return Inflater.Output(
      bytes: prefix.bytes, end: prefix.end == .complete ? .complete : .limitReached)
  }
  let file = try Part10Reader(inflater: inflater).readWhole(bytes)
  #expect(file.dataSet.integer(.rows) == 2)
  #expect(file.nonconformances.map(\.code) == [.wrappedDeflate])
}

@Test func `a bare deflate stream is never taken for a wrapped one`() throws {
  for level in [CompressionLevel.fastest, .standard, .smallest] {
    for count in [0, 1, 5, 300, 70_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 97 >> 3) }
      let bare = try Deflation.bytes(bytes, format: .raw, level: level)
      #expect(unsafe Inflater.Wrapper(bare.span.bytes) == nil, "\(level), \(count) bytes")
    }
  }
}

@Test func `compressed streams are known by their first bytes`() {
  let rle = [2, 0, 0, 0, 64, 0, 0, 0, 90] + [UInt8](repeating: 0, count: 60)
  let streams: [([UInt8], CompressedStream?)] = [
    ([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 8], .jpegBaseline),
    ([0xFF, 0xD8, 0xFF, 0xDB, 0, 3, 1, 0xFF, 0xC1, 0, 8], .jpegExtended),
    ([0xFF, 0xD8, 0xFF, 0xC3, 0, 8], .jpegLossless), ([0xFF, 0xD8, 0xFF, 0xF7, 0, 8], .jpegLS),
    ([0xFF, 0x4F, 0xFF, 0x51, 0, 4, 0, 0, 0xFF, 0x52], .jpeg2000),
    ([0xFF, 0x4F, 0xFF, 0x51, 0, 4, 0, 0, 0xFF, 0x50], .htj2k),
    (rle, .rle), ([0xFF, 0xD8, 0xFF, 0xC2, 0, 8], nil), ([0xFF, 0xD8, 0xFF], nil), ([], nil),
    ([UInt8](repeating: 0, count: 64), nil),
  ]
  for (bytes, stream) in streams {
    #expect(CompressedStream(bytes) == stream, "\(bytes)")
    if let stream { #expect(stream.fits(stream.transferSyntax)) }
    // Cut anywhere: an answer, never a trap.
    for count in 0..<bytes.count { _ = CompressedStream(Array(bytes[..<count])) }
  }
}
