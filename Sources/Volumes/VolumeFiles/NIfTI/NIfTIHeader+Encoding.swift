extension NIfTIHeader {
  /// The bytes before the first voxel, little endian: header, extension flag, and a text as the
  /// only extension if there is one.
  func encoded(note: String? = nil) -> [UInt8] {
    let layout = layout
    let extensions = note.map(Self.comment) ?? []
    var header = self
    header.dataOffset = layout.size + 4 + extensions.count
    var bytes = [UInt8](repeating: 0, count: layout.size)
    bytes.store(Int32(layout.size), at: 0)
    header.encodeVoxels(layout, bytes: &bytes)
    header.encodePlace(layout, bytes: &bytes)
    let text = Array(description.utf8.prefix(79))
    bytes.replaceSubrange(layout.description..<layout.description + text.count, with: text)
    let name = Array(intentName.utf8.prefix(15))
    bytes.replaceSubrange(layout.intentName..<layout.intentName + name.count, with: name)
    return bytes + [extensions.isEmpty ? 0 : 1, 0, 0, 0] + extensions
  }

  /// A text as a header extension: size and code (6, a comment), then the text, filled up to a
  /// multiple of 16 bytes.
  private static func comment(_ text: String) -> [UInt8] {
    let count = (8 + text.utf8.count + 1 + 15) / 16 * 16
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.store(Int32(count), at: 0)
    bytes.store(Int32(6), at: 4)
    bytes.replaceSubrange(8..<8 + text.utf8.count, with: text.utf8)
    return bytes
  }

  private func encodeVoxels(_ layout: NIfTILayout, bytes: inout [UInt8]) {
    // Absent axes have length 1.
    let lengths = ([dimensions.count] + dimensions + Array(repeating: 1, count: 7)).prefix(8)
    for (axis, length) in lengths.enumerated() {
      let place = layout.dimensions + axis * layout.dimensionSize
      switch layout.version {
      case .one: bytes.store(Int16(length), at: place)
      case .two: bytes.store(Int64(length), at: place)
      }
    }
    let sizes = ([qfac] + pixelSizes + Array(repeating: 1, count: 7)).prefix(8)
    encode(sizes, layout: layout, at: layout.pixelSizes, bytes: &bytes)
    bytes.store(Int16(dataType), at: layout.dataType)
    bytes.store(Int16((Self.storedTypes[dataType]?.size ?? 4) * 8), at: layout.bitsPerVoxel)
    encode([slope, intercept], layout: layout, at: layout.slope, bytes: &bytes)
    encode([timeOffset], layout: layout, at: layout.timeOffset, bytes: &bytes)
    switch layout.version {
    case .one:
      bytes.store(Float(dataOffset).bitPattern, at: layout.dataOffset)
      bytes[layout.units] = UInt8(units)
      bytes[38] = UInt8(ascii: "r")
      bytes.replaceSubrange(layout.magic..<layout.magic + 4, with: "n+1\0".utf8)
    case .two:
      bytes.store(Int64(dataOffset), at: layout.dataOffset)
      bytes.store(Int32(units), at: layout.units)
      bytes.replaceSubrange(layout.magic..<layout.magic + 8, with: "n+2\0\r\n\u{1A}\n".utf8)
    }
  }

  private func encodePlace(_ layout: NIfTILayout, bytes: inout [UInt8]) {
    switch layout.version {
    case .one:
      bytes.store(Int16(qformCode), at: layout.qformCode)
      bytes.store(Int16(sformCode), at: layout.sformCode)
    case .two:
      bytes.store(Int32(qformCode), at: layout.qformCode)
      bytes.store(Int32(sformCode), at: layout.sformCode)
    }
    encode((0..<3).map { quaternion[$0] }, layout: layout, at: layout.quaternion, bytes: &bytes)
    encode((0..<3).map { qoffset[$0] }, layout: layout, at: layout.qoffset, bytes: &bytes)
    encode(sform, layout: layout, at: layout.sform, bytes: &bytes)
  }

  /// Stores real numbers in the width of the layout.
  private func encode(
    _ numbers: some Sequence<Double>, layout: NIfTILayout, at start: Int, bytes: inout [UInt8]
  ) {
    for (index, number) in numbers.enumerated() {
      let place = start + index * layout.realSize
      switch layout.version {
      case .one: bytes.store(Float(number).bitPattern, at: place)
      case .two: bytes.store(number.bitPattern, at: place)
      }
    }
  }
}

extension [UInt8] {
  /// Stores a number, least significant byte first.
  fileprivate mutating func store(_ number: some FixedWidthInteger, at offset: Int) {
    for byte in 0..<number.bitWidth / 8 {
      self[offset + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
    }
  }
}
