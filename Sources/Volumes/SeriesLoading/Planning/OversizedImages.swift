import DICOMImaging
import PixelCoding

/// Tells images apart of which a single frame needs more memory than a volume may take.
///
/// Whatever a file claims costs no other file its place. Where none fits, nothing is told apart: the
/// volumes then say what they need.
struct OversizedImages {
  /// The images that may be used.
  let images: [ScannedImage]
  /// The others.
  let skipped: [SkippedFile]

  /// - Parameters:
  ///   - found: The images.
  ///   - limit: The most bytes that the voxels of a volume may take.
  init(among found: [ScannedImage], limit: Int) {
    let fitting = found.filter { Self.voxelBytes($0) <= limit }
    guard !fitting.isEmpty, fitting.count < found.count else {
      images = found
      skipped = []
      return
    }
    images = fitting
    skipped = found.filter { Self.voxelBytes($0) > limit }.map { Self.skipped($0, limit: limit) }
  }

  private static func voxelBytes(_ image: ScannedImage) -> Int {
    let (bytes, isHuge) = image.header.pixels.format.pixelCount.multipliedReportingOverflow(
      by: MemoryLayout<Float>.stride)
    return isHuge ? .max : bytes
  }

  private static func skipped(_ image: ScannedImage, limit: Int) -> SkippedFile {
    let format = image.header.pixels.format
    return SkippedFile(
      path: image.path, code: .overLimit,
      message:
        "\(format.columns)×\(format.rows) pixels need \(ByteText.text(voxelBytes(image))) as "
        + "voxels, \(ByteText.text(limit)) are allowed",
      remedies: SkippedFile.Code.overLimit.remedies)
  }
}
