import DICOMCoding
import DICOMImaging
import DICOMModel

/// A file whose header was read; its pixels were not.
///
/// A class, because all slices of a file refer to it.
final class ScannedImage: Sendable {
  let path: String
  let header: ImageHeader
  let transferSyntax: TransferSyntax
  let pixelData: PixelDataLocation
  /// Extended Offset Table, if there is one.
  let extendedOffsets: [Int]
  /// Where the fragments of compressed pixel data lie in the file.
  let encapsulated: EncapsulatedPixelData?
  /// The first oddity of the encoding, and how many there were.
  let oddity: (first: String, count: Int)?

  init(
    path: String, header: ImageHeader, transferSyntax: TransferSyntax,
    pixelData: PixelDataLocation, extendedOffsets: [Int] = [],
    encapsulated: EncapsulatedPixelData? = nil, oddity: (first: String, count: Int)?
  ) {
    (self.path, self.header, self.transferSyntax) = (path, header, transferSyntax)
    (self.pixelData, self.oddity) = (pixelData, oddity)
    (self.extendedOffsets, self.encapsulated) = (extendedOffsets, encapsulated)
  }
}

/// What a file turned out to be.
enum ScannedFile: Sendable {
  case image(ScannedImage)
  case directory(FileSetDirectory)
  case skipped(SkippedFile)
}
