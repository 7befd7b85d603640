import WorkScheduling

/// The samples of a frame with several components while it is decoded: one plane for each.
struct ComponentPlanes {
  let columns: Int
  let rows: Int
  let planes: [[UInt16]]

  /// The samples pixel by pixel.
  ///
  /// - Precondition: The format's words have 16 bits.
  func frame(
    _ format: PixelFormat, colorModel: ColorModel?, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let count = planes.count
    return try unsafe NativeFrame(format: format, colorModel: colorModel) {
      (output) throws(PixelCodingError) in
      precondition(output.count == columns * rows * count * 2, "words of 16 bits")
      for row in 0..<rows {
        try context.checkDecoding(atRow: row)
        let pixels = row * columns..<(row + 1) * columns
        for (component, plane) in planes.enumerated() {
          for pixel in pixels {
            // SAFETY: there is room for each component's word of each pixel.
            unsafe output.storeBytes(
              of: plane[pixel].littleEndian, toByteOffset: 2 * (pixel * count + component),
              as: UInt16.self)
          }
        }
      }
    }
  }
}
