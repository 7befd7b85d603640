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
