extension JPEGHeader {
  /// A cursor in one segment.
  struct Segment {
    var offset: Int
    let end: Int

    var isAtEnd: Bool { offset >= end }

    mutating func byte(_ bytes: RawSpan) throws(PixelCodingError) -> Int {
      guard offset < end else { throw .damaged("a segment is too short", offset: offset) }
      defer { offset += 1 }
      return bytes.byte(at: offset)
    }

    mutating func word(_ bytes: RawSpan) throws(PixelCodingError) -> Int {
      try byte(bytes) << 8 | byte(bytes)
    }
  }

  /// SOF (T.81 B.2.2).
  mutating func readFrame(
    _ bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    guard components == 0 else {
      throw .damaged("the stream has a second frame", offset: segment.offset)
    }
    precision = try segment.byte(bytes)
    rows = try segment.word(bytes)
    columns = try segment.word(bytes)
    components = try segment.byte(bytes)
    guard rows > 0, columns > 0, components > 0 else {
      throw .damaged("a frame of \(columns)×\(rows) pixels", offset: segment.offset)
    }
    for component in 0..<components {
      componentIDs.append(try segment.byte(bytes))
      // Of one component, which is never interleaved, sampling factors mean nothing.
      if try segment.byte(bytes) != 0x11, components > 1 { isSubsampled = true }
      let table = try segment.byte(bytes) & 3
      if component == 0 { quantizationTable = table }
    }
  }

  /// SOS (T.81 B.2.3).
  mutating func readScan(
    _ bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    scan.offset = segment.offset - 4
    let count = try segment.byte(bytes)
    guard components > 0, count > 0, count <= components else {
      throw .damaged(
        "a scan of \(count) components in a frame of \(components)", offset: segment.offset)
    }
    scan.components = []
    for component in 0..<count {
      let identifier = try segment.byte(bytes)
      let tables = try segment.byte(bytes)
      let place = componentIDs.firstIndex(of: identifier) ?? component
      scan.components.append((place, tables >> 4 & 3))
      if component == 0 {
        scan.dcTable = tables >> 4 & 3
        scan.acTable = tables & 3
        scan.mapping = tables
      }
    }
    scan.start = try segment.byte(bytes)
    scan.end = try segment.byte(bytes)
    let approximation = try segment.byte(bytes)
    scan.high = approximation >> 4
    scan.low = approximation & 15
  }

  /// APP0 of JFIF (T.871 10.1).
  mutating func readJFIF(_ bytes: RawSpan, segment: Segment) {
    let name = Array("JFIF\0".utf8)
    guard segment.end - segment.offset >= name.count else { return }
    isJFIF = name.indices.allSatisfy { bytes.byte(at: segment.offset + $0) == name[$0] }
  }

  /// APP14 of Adobe: name, version, two words of flags, and the transform.
  mutating func readAdobe(_ bytes: RawSpan, segment: Segment) {
    let name = Array("Adobe".utf8)
    guard segment.end - segment.offset >= 12,
      name.indices.allSatisfy({ bytes.byte(at: segment.offset + $0) == name[$0] })
    else { return }
    adobeTransform = bytes.byte(at: segment.offset + 11)
  }

  /// DHT (T.81 B.2.4.2).
  mutating func readHuffmanCodes(
    _ bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    while !segment.isAtEnd {
      let start = segment.offset
      let kind = try segment.byte(bytes)
      var counts: [Int] = []
      for _ in 0..<16 { counts.append(try segment.byte(bytes)) }
      var symbols: [UInt8] = []
      for _ in 0..<counts.reduce(0, +) { symbols.append(UInt8(try segment.byte(bytes))) }
      guard kind & 0xEC == 0, symbols.count <= 256,
        let code = HuffmanCode(counts: counts, symbols: symbols)
      else { throw .damaged("a Huffman table makes no sense", offset: start) }
      if kind & 0x10 == 0 { dcCodes[kind & 3] = code } else { acCodes[kind & 3] = code }
    }
  }

  /// DQT (T.81 B.2.4.1).
  mutating func readQuantization(
    _ bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    while !segment.isAtEnd {
      let start = segment.offset
      let kind = try segment.byte(bytes)
      guard kind & 0xEC == 0 else {
        throw .damaged("a quantisation table makes no sense", offset: start)
      }
      var table: [UInt16] = []
      for _ in 0..<64 {
        table.append(
          UInt16(kind >> 4 == 0 ? try segment.byte(bytes) : try segment.word(bytes)))
      }
      quantization[kind & 3] = table
    }
  }

  /// LSE (T.87 C.2.4.1).
  mutating func readPresets(
    _ bytes: RawSpan, segment: inout Segment
  ) throws(PixelCodingError) {
    let start = segment.offset
    let kind = try segment.byte(bytes)
    // Mapping tables are refused where a scan uses one.
    if kind == 2 || kind == 3 { return }
    guard kind == 1 else {
      throw .damaged("JPEG-LS parameters of type \(kind)", offset: start)
    }
    for place in presets.indices { presets[place] = try segment.word(bytes) }
  }
}
