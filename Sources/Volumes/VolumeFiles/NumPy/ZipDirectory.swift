import Compression

/// The directory of a ZIP archive that is written in one go, with 64-bit sizes throughout.
struct ZipDirectory {
  private struct Entry {
    let name: String
    let method: Int
    let offset: Int
    var packedCount = 0
    var checksum = Checksum(.crc32)
  }

  private var entries: [Entry] = []
  /// Bytes written so far.
  private var offset = 0

  /// Begins a file: what stands before its bytes.
  mutating func begin(_ name: String, isDeflated: Bool) -> [UInt8] {
    let entry = Entry(name: name, method: isDeflated ? 8 : 0, offset: offset)
    var bytes = LittleEndianBytes()
    bytes.add(0x0403_4B50, size: 4)
    // Version 4.5. Flag 8: checksum and sizes stand behind the bytes.
    bytes.add([45, 8, entry.method], size: 2)
    bytes.add(Self.date, size: 4)
    bytes.add([0, 0xFFFF_FFFF, 0xFFFF_FFFF], size: 4)
    bytes.add([name.utf8.count, 20], size: 2)
    bytes.bytes += name.utf8
    // Says that the sizes behind the bytes have 64 bits.
    bytes.add([1, 16], size: 2)
    bytes.add([0, 0], size: 8)
    offset += bytes.bytes.count
    entries.append(entry)
    return bytes.bytes
  }

  /// Ends the file that was begun: what stands behind its bytes.
  ///
  /// - Parameters:
  ///   - count: The bytes that were written.
  ///   - checksum: Of what is in them.
  /// - Returns: The bytes to write.
  mutating func end(_ count: Int, checksum: Checksum) -> [UInt8] {
    entries[entries.count - 1].packedCount = count
    entries[entries.count - 1].checksum = checksum
    var bytes = LittleEndianBytes()
    bytes.add([0x0807_4B50, Int(checksum.value)], size: 4)
    bytes.add([count, checksum.count], size: 8)
    offset += count + bytes.bytes.count
    return bytes.bytes
  }

  /// What ends the archive; a comment of more than 65535 bytes is left out.
  func encoded(comment: [UInt8]) -> [UInt8] {
    let comment = comment.count <= 65535 ? comment : []
    var bytes = LittleEndianBytes()
    for entry in entries { encode(entry, bytes: &bytes) }
    let size = bytes.bytes.count
    bytes.add(0x0606_4B50, size: 4)
    bytes.add(44, size: 8)
    bytes.add([45, 45], size: 2)
    bytes.add([0, 0], size: 4)
    bytes.add([entries.count, entries.count, size, offset], size: 8)
    bytes.add([0x0706_4B50, 0], size: 4)
    bytes.add(offset + size, size: 8)
    bytes.add([1, 0x0605_4B50, 0], size: 4)
    bytes.add([entries.count, entries.count], size: 2)
    bytes.add([size, min(offset, 0xFFFF_FFFF)], size: 4)
    bytes.add(comment.count, size: 2)
    return bytes.bytes + comment
  }

  private func encode(_ entry: Entry, bytes: inout LittleEndianBytes) {
    bytes.add(0x0201_4B50, size: 4)
    bytes.add([45, 45, 8, entry.method], size: 2)
    bytes.add([Self.date, Int(entry.checksum.value), 0xFFFF_FFFF, 0xFFFF_FFFF], size: 4)
    bytes.add([entry.name.utf8.count, 28, 0, 0, 0], size: 2)
    bytes.add([0, 0xFFFF_FFFF], size: 4)
    bytes.bytes += entry.name.utf8
    bytes.add([1, 24], size: 2)
    bytes.add([entry.checksum.count, entry.packedCount, entry.offset], size: 8)
  }

  /// Time 0:00 of 1 January 1980, where ZIP's calendar begins: equal input gives equal bytes.
  private static let date = 0x21 << 16
}

/// Bytes that grow by numbers, least significant byte first.
private struct LittleEndianBytes {
  var bytes: [UInt8] = []

  mutating func add(_ number: Int, size: Int) {
    for byte in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }

  mutating func add(_ numbers: [Int], size: Int) {
    for number in numbers { add(number, size: size) }
  }
}
