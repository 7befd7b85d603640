/// The samples of a frame with several components while it is decoded: one plane for each.
struct ComponentPlanes {
  let columns: Int
  let rows: Int
  let planes: [[UInt16]]

  /// The samples pixel by pixel.
  ///
  /// - Precondition: The format's words have 16 bits.
  func frame(
    _ format: PixelFormat, colorModel: ColorModel?
  ) throws(PixelCodingError) -> NativeFrame {
    let count = planes.count
    return try unsafe NativeFrame(format: format, colorModel: colorModel) { output in
      precondition(output.count == columns * rows * count * 2, "words of 16 bits")
      for (component, plane) in planes.enumerated() {
        for (pixel, sample) in plane.enumerated() {
          // SAFETY: there is room for each component's word of each pixel.
          unsafe output.storeBytes(
            of: sample.littleEndian, toByteOffset: 2 * (pixel * count + component),
            as: UInt16.self)
        }
      }
    }
  }
}
