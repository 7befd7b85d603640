import VolumeModel

/// Makes the bytes of a file of several pictures, as the pictures come.
protocol FrameEncoder: AnyObject {
  /// Adds a picture; returns the bytes that are ready.
  func add(_ frame: Raster) throws(ImageFileError) -> [UInt8]

  /// Ends the file; returns the rest of its bytes.
  func finish() throws(ImageFileError) -> [UInt8]
}

extension ImageFileFormat {
  /// What makes sequences of the format.
  ///
  /// - Throws: ``ImageFileError``: JPEG holds none, and video is not made here.
  func encoder(
    like first: Raster, total: Int, framesPerSecond: Double
  ) throws(ImageFileError) -> any FrameEncoder {
    let delay = UInt16(min(max((100 / framesPerSecond).rounded(), 1), 65535))
    switch self {
    case .png, .apng: return AnimatedPNG(like: first, total: total, delay: delay)
    case .gif: return try GIFFile(like: first, isAnimated: total > 1, delay: delay)
    case .jpeg, .mp4: throw .noSequence(self)
    }
  }
}
