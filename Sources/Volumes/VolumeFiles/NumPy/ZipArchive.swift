import Compression
import Files

/// The directory of a ZIP archive (PKWARE's APPNOTE 6.3), as NumPy writes it: entries that are
/// stored or deflated, of any size.
struct ZipArchive {
  /// A file in the archive.
  struct Entry: Hashable {
    let name: String
    let isDeflated: Bool
    /// Packed bytes.
    let packedCount: Int
    /// What the bytes come to when they are unpacked.
    let sum: Checksum
    /// Bytes from the start of the archive to the entry's local header.
    let headerOffset: Int
  }

  let file: ByteReader
  let entries: [Entry]
  /// The archive's own comment.
  let comment: [UInt8]

  /// The end record, and the longest comment behind it.
  private static let (endSize, longestComment) = (22, 65535)

  init(_ file: ByteReader) throws(VolumeFileError) {
    let tailStart = max(0, file.count - Self.endSize - Self.longestComment)
    let tail = try file.read(tailStart..<file.count)
    guard let end = Self.findEnd(tail) else {
      throw VolumeFileError(
        .malformed("no ZIP directory; the file may be cut off"), path: file.name)
    }
    comment = Array(tail[(end + Self.endSize)...])
    var (count, size, offset) = (
      tail.number(end + 10, size: 2), tail.number(end + 12, size: 4), tail.number(end + 16, size: 4)
    )
    // A locator of the 64-bit end record stands before the end.
    if end >= 20, tail.number(end - 20, size: 4) == 0x0706_4B50 {
      let place = tail.number(end - 12, size: 8)
      guard place >= 0, place <= file.count - 56 else { throw Self.broken(file) }
      let large = try file.read(place..<place + 56)
      guard large.number(0, size: 4) == 0x0606_4B50 else { throw Self.broken(file) }
      (count, size, offset) = (
        large.number(32, size: 8), large.number(40, size: 8), large.number(48, size: 8)
      )
    }
    // Names and numbers of arrays: a directory of more than 16 MiB is something else.
    guard offset >= 0, size >= 0, size <= 1 << 24, offset <= file.count - size else {
      throw Self.broken(file)
    }
    entries = try Self.entries(file.read(offset..<offset + size), count: count, file: file)
    self.file = file
  }

  private static func broken(_ file: ByteReader) -> VolumeFileError {
    VolumeFileError(.malformed("the ZIP directory contradicts itself"), path: file.name)
  }

  /// The last place where an end record fits the bytes behind it.
  private static func findEnd(_ tail: [UInt8]) -> Int? {
    guard tail.count >= endSize else { return nil }
    return (0...tail.count - endSize).last { place in
      tail[place] == 0x50 && tail.number(place, size: 4) == 0x0605_4B50
        && tail.number(place + 20, size: 2) == tail.count - place - endSize
    }
  }

  private static func entries(
    _ bytes: [UInt8], count: Int, file: ByteReader
  ) throws(VolumeFileError) -> [Entry] {
    var entries: [Entry] = []
    var place = 0
    while entries.count < count {
      guard place + 46 <= bytes.count, bytes.number(place, size: 4) == 0x0201_4B50 else {
        throw broken(file)
      }
      let lengths = [28, 30, 32].map { bytes.number(place + $0, size: 2) }
      let next = place + 46 + lengths.reduce(0, +)
      guard next <= bytes.count else { throw broken(file) }
      let method = bytes.number(place + 10, size: 2)
      let flags = bytes.number(place + 8, size: 2)
      guard method == 0 || method == 8, flags & 1 == 0 else {
        throw VolumeFileError(
          .unsupported("an archive that is encrypted or packed by method \(method)"),
          path: file.name)
      }
      let name = place + 46
      let extra = Array(bytes[name + lengths[0]..<name + lengths[0] + lengths[1]])
      var numbers = [24, 20, 42].map { bytes.number(place + $0, size: 4) }
      widen(&numbers, extra: extra)
      entries.append(
        Entry(
          name: String(decoding: bytes[name..<name + lengths[0]], as: UTF8.self),
          isDeflated: method == 8, packedCount: numbers[1],
          sum: Checksum(
            .crc32, value: UInt32(bytes.number(place + 16, size: 4)), count: numbers[0]),
          headerOffset: numbers[2]))
      place = next
    }
    return entries
  }

  /// Takes the 64-bit numbers of an extra field in place of those that do not fit 32 bits.
  private static func widen(_ numbers: inout [Int], extra: [UInt8]) {
    var place = 0
    while place + 4 <= extra.count {
      let id = extra.number(place, size: 2)
      let length = extra.number(place + 2, size: 2)
      var field = place + 4
      let end = min(field + length, extra.count)
      for index in numbers.indices where id == 1 && numbers[index] == 0xFFFF_FFFF {
        guard field + 8 <= end else { break }
        numbers[index] = extra.number(field, size: 8)
        field += 8
      }
      place += 4 + length
    }
  }

  /// The packed bytes of an entry.
  func run(_ entry: Entry) throws(VolumeFileError) -> FileRun {
    guard entry.headerOffset >= 0, entry.headerOffset <= file.count - 30 else {
      throw Self.broken(file)
    }
    let header = try file.read(entry.headerOffset..<entry.headerOffset + 30)
    guard header.number(0, size: 4) == 0x0403_4B50 else { throw Self.broken(file) }
    let start = entry.headerOffset + 30 + header.number(26, size: 2) + header.number(28, size: 2)
    guard entry.packedCount >= 0, start <= file.count, entry.packedCount <= file.count - start
    else {
      throw VolumeFileError(
        .malformed("\(entry.name) does not fit into the archive; the file may be cut off"),
        path: file.name)
    }
    return FileRun(file, range: start..<start + entry.packedCount)
  }
}

extension [UInt8] {
  /// A little-endian number of up to eight bytes.
  ///
  /// - Precondition: The bytes are there.
  fileprivate func number(_ place: Int, size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }
}
