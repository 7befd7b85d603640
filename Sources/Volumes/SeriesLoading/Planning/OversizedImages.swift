import DICOMImaging
import PixelCoding

/// Tells images apart of which a single frame needs more memory than a volume may take.
///
/// No volume could ever use them, and whatever a file claims costs no other file its place.
struct OversizedImages {
  /// The images that may be used.
  private(set) var images: [ScannedImage] = []
  /// The others.
  private(set) var skipped: [SkippedFile] = []

  /// - Parameters:
  ///   - found: The images.
  ///   - limit: The most bytes that the voxels of a volume may take.
  init(among found: [ScannedImage], limit: Int) {
    for image in found {
      let format = image.header.pixels.format
      let (bytes, isHuge) = format.pixelCount.multipliedReportingOverflow(
        by: MemoryLayout<Float>.stride)
      if isHuge || bytes > limit {
        skipped.append(Self.skipped(image.path, format: format, bytes: bytes, limit: limit))
      } else {
        images.append(image)
      }
    }
  }

  private static func skipped(
    _ path: String, format: PixelFormat, bytes: Int, limit: Int
  ) -> SkippedFile {
    SkippedFile(
      path: path, code: .overLimit,
      message: "\(format.columns)×\(format.rows) pixels need \(ByteText.text(bytes)) as voxels, "
        + "\(ByteText.text(limit)) are allowed",
      remedies: SkippedFile.Code.overLimit.remedies)
  }
}
