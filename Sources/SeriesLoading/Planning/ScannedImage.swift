import DICOMCoding
import DICOMImaging
import DICOMModel

/// An image whose header was read; its pixels were not.
///
/// A class, because images are sorted and grouped: moving a reference is cheap.
final class ScannedImage: Sendable {
  let path: String
  let header: ImageHeader
  let transferSyntax: TransferSyntax
  let pixelData: PixelDataLocation
  /// The first oddity of the encoding, and how many there were.
  let oddity: (first: String, count: Int)?

  /// Where the image lies, if its header says so.
  let plane: ImagePlane?

  init(
    path: String, header: ImageHeader, transferSyntax: TransferSyntax,
    pixelData: PixelDataLocation, oddity: (first: String, count: Int)?
  ) {
    (self.path, self.header, self.transferSyntax) = (path, header, transferSyntax)
    (self.pixelData, self.oddity) = (pixelData, oddity)
    if case .plane(let plane) = header.plane { self.plane = plane } else { plane = nil }
  }
}

/// What a file turned out to be.
enum ScannedFile: Sendable {
  case image(ScannedImage)
  case skipped(SkippedFile)
}
