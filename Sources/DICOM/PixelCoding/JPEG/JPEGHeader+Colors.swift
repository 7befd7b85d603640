extension JPEGHeader {
  /// What the stream says of its colours; nil if it says nothing.
  ///
  /// An Adobe segment says whether colours were transformed; without one, components that are
  /// called R, G and B were not, and those of a JFIF stream were.
  package var colorModel: ColorModel? {
    guard components == 3 else { return nil }
    if let adobeTransform { return adobeTransform == 1 ? .ybrFull : .rgb }
    if componentIDs == Array("RGB".utf8).map(Int.init) { return .rgb }
    return isJFIF ? .ybrFull : nil
  }

  /// Where the coded data that begin at ``dataOffset`` end: at the next marker that is neither
  /// stuffed nor a restart, or with the bytes.
  func endOfScan(_ bytes: RawSpan) -> Int {
    var offset = dataOffset
    while offset + 1 < bytes.byteCount {
      guard bytes.byte(at: offset) == 0xFF else {
        offset += 1
        continue
      }
      let next = bytes.byte(at: offset + 1)
      if next == 0xFF {
        offset += 1
        continue
      }
      // JPEG-LS stuffs a bit: what follows 0xFF is then below 0x80 (T.87 A.1).
      let isCoded = process == .nearLossless ? next < 0x80 : next == 0
      guard isCoded || (0xD0...0xD7).contains(next) else { return offset }
      offset += 2
    }
    return bytes.byteCount
  }
}

extension JPEGHeader {
  /// Decodes the scans of a stream one after the other, until every component had one.
  ///
  /// - Parameters:
  ///   - bytes: The stream.
  ///   - decodeScan: Decodes one scan, whose header is given, into the planes of its components.
  /// - Returns: A plane for each component.
  /// - Throws: `PixelCodingError` if a component has no scan; what `decodeScan` throws.
  mutating func decodeScans(
    of bytes: RawSpan,
    decodeScan: (JPEGHeader, RawSpan, inout [[UInt16]]) throws(PixelCodingError) -> Void
  ) throws(PixelCodingError) -> ComponentPlanes {
    var planes = [[UInt16]](
      repeating: [UInt16](repeating: 0, count: columns * rows), count: components)
    var missing = Set(0..<components)
    while true {
      let end = endOfScan(bytes)
      try decodeScan(self, bytes.extracting(0..<end), &planes)
      for component in scan.components { missing.remove(component.place) }
      guard !missing.isEmpty, try readNextScan(bytes, from: end) else { break }
    }
    guard missing.isEmpty else {
      throw .damaged("\(missing.count) components have no scan", offset: bytes.byteCount)
    }
    return ComponentPlanes(columns: columns, rows: rows, planes: planes)
  }
}
