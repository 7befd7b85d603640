import DICOMCoding
import Testing

/// An item with this value, its length as given.
private func item(_ value: [UInt8], length: UInt8? = nil) -> [UInt8] {
  [0xFE, 0xFF, 0x00, 0xE0, length ?? UInt8(value.count), 0, 0, 0] + value
}

private let delimiter: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
private let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0]
private let more: [UInt8] = [1, 2]

private func parse(_ bytes: [UInt8]) throws -> EncapsulatedPixelData {
  try EncapsulatedPixelData(parsing: bytes[...], offset: 1000)
}

@Test func `a filled offset table assigns fragments to frames`() throws {
  // Frame 0: fragments of 4 and 2 bytes with their headers, 22 in all.
  let table: [UInt8] = [0, 0, 0, 0, 22, 0, 0, 0]
  let pixels = try parse(item(table) + item(start) + item(more) + item(start) + delimiter)
  let (frames, method) = try #require(pixels.frames(count: 2))
  #expect(method == .basicOffsetTable)
  #expect(frames.map(\.fragments) == [[1024..<1028, 1036..<1038], [1046..<1050]])
  #expect(pixels.nonconformances.isEmpty)
}

@Test func `a wrong offset table is passed over`() throws {
  let table: [UInt8] = [0, 0, 0, 0, 20, 0, 0, 0]
  let bytes = item(table) + item(start) + item(more) + item(start) + delimiter
  let pixels = try parse(bytes)
  #expect(pixels.frames(count: 2) == nil)
  let found = try #require(
    pixels.frames(count: 2) { range in
      Array(bytes[(range.lowerBound - 1000)..<(range.upperBound - 1000)])
    })
  #expect(found.method == .startMarkers && found.frames.map(\.fragments.count) == [2, 1])
}

@Test func `without a table one frame has all, and equal counts one each`() throws {
  let pixels = try parse(item([]) + item(start) + item(more) + delimiter)
  #expect(pixels.frames(count: 1)?.method == .singleFrame)
  #expect(pixels.frames(count: 1)?.frames.first?.byteCount == 6)
  #expect(pixels.frames(count: 2)?.method == .oneFragmentEach)
  #expect(pixels.frames(count: 3) == nil && pixels.frames(count: 0) == nil)
}

@Test func `an extended offset table goes first`() throws {
  let pixels = try parse(item([]) + item(start) + item(more) + delimiter)
  #expect(pixels.frames(count: 2, extendedOffsets: [0, 12])?.method == .extendedOffsetTable)
  #expect(pixels.frames(count: 2, extendedOffsets: [0, 13])?.method == .oneFragmentEach)
}

@Test func `broken ends are got over`() throws {
  #expect(try parse(item([]) + item(start)).nonconformances == [.missingDelimiter])
  let cut = try parse(item([]) + item(start, length: 40))
  #expect(cut.nonconformances == [.lastFragmentCut, .missingDelimiter])
  #expect(cut.fragments == [1016..<1020])
  let trailing = try parse(item([]) + item(start) + [UInt8](repeating: 7, count: 9))
  #expect(trailing.nonconformances == [.trailingBytes])
  #expect(throws: DataSetError.self) { try parse([1, 2, 3]) }
}
