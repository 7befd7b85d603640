import DICOMCoding
import DICOMImaging
import DICOMModel

/// An image whose header was read; its pixels were not.
struct ScannedImage: Sendable {
  let path: String
  let header: ImageHeader
  let transferSyntax: TransferSyntax
  let pixelData: PixelDataLocation
  /// The first oddity of the encoding, and how many there were.
  let oddity: (first: String, count: Int)?

  var plane: ImagePlane? {
    if case .plane(let plane) = header.plane { return plane }
    return nil
  }
}

/// What a file turned out to be.
enum ScannedFile: Sendable {
  case image(ScannedImage)
  case skipped(SkippedFile)
}
