/// How a voxel is stored in a file.
enum StoredType: Hashable, Sendable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64

  /// Bytes of a voxel.
  var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }
}

/// How stored voxels become modality values.
struct StoredFormat: Hashable, Sendable {
  var type: StoredType
  /// Whether the bytes are in the order that this machine does not use.
  var isSwapped: Bool
  /// Value = slope × stored + intercept, computed in double precision.
  var slope = 1.0
  var intercept = 0.0

  /// Turns stored voxels into values.
  ///
  /// - Precondition: There are `type.size` bytes for each value.
  func convert(_ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>) {
    precondition(bytes.count == values.count * type.size, "bytes for each value")
    switch type {
    case .int8: unsafe integers(Int8.self, bytes, values)
    case .uint8: unsafe integers(UInt8.self, bytes, values)
    case .int16: unsafe integers(Int16.self, bytes, values)
    case .uint16: unsafe integers(UInt16.self, bytes, values)
    case .int32: unsafe integers(Int32.self, bytes, values)
    case .uint32: unsafe integers(UInt32.self, bytes, values)
    case .int64: unsafe integers(Int64.self, bytes, values)
    case .uint64: unsafe integers(UInt64.self, bytes, values)
    case .float32 where !isSwapped && isIdentity:
      unsafe UnsafeMutableRawBufferPointer(values).copyMemory(from: bytes)
    case .float32:
      unsafe each(UInt32.self, bytes, values) { Double(Float(bitPattern: $0)) }
    case .float64:
      unsafe each(UInt64.self, bytes, values) { Double(bitPattern: $0) }
    }
  }

  private var isIdentity: Bool { slope == 1 && intercept == 0 }

  @inline(__always)
  private func integers<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ type: Stored.Type, _ bytes: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>
  ) {
    // Through Double every integer is rounded once at most up to 2⁵³, where voxels never are.
    unsafe each(type, bytes, values) { Double($0) }
  }

  @inline(__always)
  private func each<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ type: Stored.Type, _ bytes: UnsafeRawBufferPointer,
    _ values: UnsafeMutableBufferPointer<Float>, _ value: (Stored) -> Double
  ) {
    let size = MemoryLayout<Stored>.size
    for index in 0..<values.count {
      // SAFETY: the caller checked that there are enough bytes.
      let stored = unsafe bytes.loadUnaligned(fromByteOffset: index * size, as: type)
      let number = value(isSwapped ? stored.byteSwapped : stored)
      unsafe values[index] = Float(isIdentity ? number : slope * number + intercept)
    }
  }
}
