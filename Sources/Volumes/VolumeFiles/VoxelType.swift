import CVoxelTypes

/// How a voxel is stored in a file; the raw value is its name in commands and headers.
public enum VoxelType: String, CaseIterable, Codable, Hashable, Sendable, CustomStringConvertible {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64

  /// The name.
  public var description: String { rawValue }

  /// Bytes of a voxel.
  public var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// Whether voxels are whole numbers.
  public var isInteger: Bool { self != .float32 && self != .float64 }

  /// The numbers that a scaled voxel may take; nil where scaling makes no sense.
  var scalableRange: ClosedRange<Double>? {
    switch self {
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32768...32767
    case .uint16: 0...65535
    case .int32: -2_147_483_648...2_147_483_647
    case .uint32: 0...4_294_967_295
    case .int64, .uint64, .float32, .float64: nil
    }
  }

  var code: sagitta_voxel_type {
    switch self {
    case .int8: sagitta_int8
    case .uint8: sagitta_uint8
    case .int16: sagitta_int16
    case .uint16: sagitta_uint16
    case .int32: sagitta_int32
    case .uint32: sagitta_uint32
    case .int64: sagitta_int64
    case .uint64: sagitta_uint64
    case .float32: sagitta_float32
    case .float64: sagitta_float64
    }
  }
}

/// How stored voxels become modality values.
struct StoredFormat: Hashable, Sendable {
  var type: VoxelType
  /// Whether the bytes are in the order that this machine does not use.
  var isSwapped = false
  /// Value = slope × stored + intercept, computed in double precision.
  var slope = 1.0
  var intercept = 0.0

  /// Whether the bytes in the file are those of the values.
  var isFloats: Bool { type == .float32 && !isSwapped && slope == 1 && intercept == 0 }

  /// Turns stored voxels into values.
  ///
  /// - Precondition: There are `type.size` bytes for each value.
  func convert(_ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>) {
    precondition(bytes.count == values.count * type.size, "bytes for each value")
    // SAFETY: the sizes were checked.
    unsafe sagitta_voxels_to_floats(
      type.code, isSwapped ? 1 : 0, slope, intercept, bytes.baseAddress, values.baseAddress,
      values.count)
  }

  /// How many whole numbers the floats made of stored voxels do not hold; scaled ones are measured
  /// values, which are rounded anyway.
  ///
  /// - Precondition: There are `type.size` bytes for each value.
  func roundedCount(
    _ bytes: UnsafeRawBufferPointer, values: UnsafeBufferPointer<Float>
  ) -> Int {
    precondition(bytes.count >= values.count * type.size, "bytes for each value")
    guard slope == 1, intercept == 0 else { return 0 }
    // SAFETY: the sizes were checked.
    return unsafe sagitta_rounded_voxels(
      type.code, isSwapped ? 1 : 0, bytes.baseAddress, values.baseAddress, values.count)
  }
}

/// The smallest and largest of some values, whether some are not finite, and how many whole
/// numbers were rounded.
struct ValueSummary: Sendable {
  private var low = Float.infinity
  private var high = -Float.infinity
  private(set) var hasGaps = false
  var roundedCount = 0

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    // SAFETY: the call reads `count` values.
    let strange = unsafe sagitta_float_range(values.baseAddress, values.count, &low, &high)
    if strange > 0 { hasGaps = true }
  }

  mutating func join(_ other: ValueSummary) {
    low = min(low, other.low)
    high = max(high, other.high)
    hasGaps = hasGaps || other.hasGaps
    roundedCount += other.roundedCount
  }

  /// Nil if no value is finite.
  var range: ClosedRange<Float>? { low <= high ? low...high : nil }
}
