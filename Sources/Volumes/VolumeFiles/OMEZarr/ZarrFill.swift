import StableJSON

/// The value of voxels that no chunk holds.
enum ZarrFill {
  /// The bytes of one voxel as chunks have them.
  ///
  /// - Throws: ``VolumeFileError`` for what is no value of the type.
  static func bytes(
    _ value: JSONValue, _ stored: StoredFormat, _ document: ZarrDocument
  ) throws(VolumeFileError) -> [UInt8] {
    guard let bits = bits(value, stored.type) else {
      throw document.malformed("a fill_value that is no \(stored.type)")
    }
    let bytes = (0..<stored.type.size).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
    return stored.isSwapped ? bytes.reversed() : bytes
  }

  private static func bits(_ value: JSONValue, _ type: VoxelType) -> UInt64? {
    switch value {
    case .null: return 0
    case .flag(let flag): return type == .uint8 ? (flag ? 1 : 0) : nil
    case .number(let number): return bits(number, type)
    case .text(let text): return bits(text, type)
    case .list, .object: return nil
    }
  }

  private static func bits(_ number: Double, _ type: VoxelType) -> UInt64? {
    switch type {
    case .float32: UInt64(Float(number).bitPattern)
    case .float64: number.bitPattern
    case .uint64: UInt64(exactly: number)
    case .int64: Int64(exactly: number).map { UInt64(bitPattern: $0) }
    case .int8, .uint8, .int16, .uint16, .int32, .uint32:
      type.scalableRange?.contains(number) == true
        ? Int64(exactly: number).map { UInt64(bitPattern: $0) } : nil
    }
  }

  private static func bits(_ text: String, _ type: VoxelType) -> UInt64? {
    guard !type.isInteger else { return nil }
    switch text {
    case "NaN": return bits(.nan, type)
    case "Infinity": return bits(.infinity, type)
    case "-Infinity": return bits(-.infinity, type)
    default:
      guard text.hasPrefix("0x"), text.utf8.count == 2 + 2 * type.size else { return nil }
      return UInt64(text.dropFirst(2), radix: 16)
    }
  }
}
