import Compression

/// Writes a ZIP file piece by piece (APPNOTE 6.3, without ZIP64): every member is deflated on its own.
public struct ZIPWriter: Sendable {
  private struct Member: Sendable {
    var name: String
    var checksum: UInt32
    var packed: Int
    var plain: Int
    var offset: Int
  }

  private var members: [Member] = []
  private var position = 0
  private let path: String

  /// Begins a file.
  ///
  /// - Parameter path: What errors call it.
  public init(path: String) { self.path = path }

  /// The bytes of a member.
  ///
  /// - Parameters:
  ///   - name: Its path in the file, in ASCII.
  ///   - bytes: What it holds.
  /// - Returns: What is to be written next.
  /// - Throws: ``MediaError`` if the file becomes too large for its form.
  public mutating func member(_ name: String, _ bytes: [UInt8]) throws -> [UInt8] {
    let packed = try Deflation.bytes(bytes, format: .raw)
    let checksum = Checksum(of: bytes, kind: .crc32).value
    let member = Member(
      name: name, checksum: checksum, packed: packed.count, plain: bytes.count, offset: position)
    members.append(member)
    let head = Self.fields([(0x0403_4B50, 4)]) + Self.common(member) + Array(name.utf8)
    position += head.count + packed.count
    guard members.count <= 65_000, position < Int(UInt32.max) - (1 << 24) else {
      throw MediaError(.setTooLarge, path: path)
    }
    return head + packed
  }

  /// What stands behind the members.
  public func end() -> [UInt8] {
    var directory: [UInt8] = []
    for member in members {
      directory += Self.fields([(0x0201_4B50, 4), (20, 2)]) + Self.common(member)
      directory += Self.fields([(0, 2), (0, 2), (0, 2), (0, 4), (member.offset, 4)])
      directory += Array(member.name.utf8)
    }
    let count = members.count
    return directory
      + Self.fields([
        (0x0605_4B50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (directory.count, 4),
        (position, 4), (0, 2),
      ])
  }

  /// Version, flags, deflated, the earliest date that there is, sums and lengths.
  private static func common(_ member: Member) -> [UInt8] {
    fields([
      (20, 2), (0, 2), (8, 2), (0, 2), (0x21, 2), (Int(member.checksum), 4), (member.packed, 4),
      (member.plain, 4), (member.name.utf8.count, 2), (0, 2),
    ])
  }

  private static func fields(_ fields: [(value: Int, bytes: Int)]) -> [UInt8] {
    fields.flatMap { field in
      (0..<field.bytes).map { UInt8(truncatingIfNeeded: field.value >> (8 * $0)) }
    }
  }
}
