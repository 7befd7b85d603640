import CSagitta
import SagittaEngine

/// Tells a caller where numbers lie.
///
/// - Throws: ``WrongArgument`` where there is no place for it, or a shorter one than it takes.
func fill(
  _ array: UnsafeMutablePointer<sagitta_array>?, data: UnsafeRawPointer?, itemBytes: UInt32,
  size: (columns: Int, rows: Int, slices: Int), channels: UInt32 = 1
) throws {
  guard let array = unsafe array else { throw WrongArgument("there is no place for the result") }
  // SAFETY: every version of the structure begins with its size.
  let room = unsafe Int(array.pointee.size)
  guard unsafe room >= MemoryLayout<sagitta_array>.size else {
    throw WrongArgument(
      "sagitta_array has a size of \(room) bytes; set it to sizeof(sagitta_array)")
  }
  unsafe array.pointee.item_bytes = itemBytes
  unsafe array.pointee.data = unsafe data
  unsafe array.pointee.columns = UInt64(size.columns)
  unsafe array.pointee.rows = UInt64(size.rows)
  unsafe array.pointee.slices = UInt64(size.slices)
  unsafe array.pointee.channels = channels
}

extension ImagesObject.Pixels {
  /// Tells a caller where the numbers lie.
  func fill(_ array: UnsafeMutablePointer<sagitta_array>?) throws {
    switch self {
    case .values(let values, let columns, let rows):
      try unsafe fill(array, values, size: (columns, rows, 1))
    case .mask(let bytes, let size):
      try unsafe fill(array, bytes, size: (size.columns, size.rows, size.slices))
    case .raster(let raster):
      let size = (raster.width, raster.height, 1)
      switch raster.samples {
      case .gray8(let bytes): try unsafe fill(array, bytes, size: size)
      case .gray16(let words): try unsafe fill(array, words, size: size)
      case .rgb8(let bytes): try unsafe fill(array, bytes, size: size, channels: 3)
      }
    }
  }

  private func fill<Number>(
    _ array: UnsafeMutablePointer<sagitta_array>?, _ numbers: [Number],
    size: (columns: Int, rows: Int, slices: Int), channels: UInt32 = 1
  ) throws {
    try unsafe numbers.withUnsafeBytes { bytes in
      // SAFETY: an array's own storage does not move while the array is held unchanged, which the
      // object does as long as the caller holds it.
      try unsafe SagittaC.fill(
        array, data: bytes.baseAddress, itemBytes: UInt32(MemoryLayout<Number>.stride), size: size,
        channels: channels)
    }
  }
}
