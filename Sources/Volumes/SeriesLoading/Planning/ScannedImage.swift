import DICOMCoding
import DICOMImaging
import DICOMModel
import Files
import Locks

/// A file whose header was read; its pixels were not.
///
/// A class, because all slices of a file refer to it.
final class ScannedImage: Sendable {
  /// Where its bytes are.
  let source: ByteSource
  let header: ImageHeader
  let transferSyntax: TransferSyntax
  let pixelData: PixelDataLocation
  /// Extended Offset Table, if there is one.
  let extendedOffsets: [Int]
  /// Where the fragments of compressed pixel data lie in the file.
  let encapsulated: EncapsulatedPixelData?
  /// The first oddity of the encoding, and how many there were.
  let nonconformance: (first: String, count: Int)?
  /// Its frame, where it is decoded before anybody asks for it.
  let ahead = Locked<DecodedAhead?>(nil)

  init(
    source: ByteSource, header: ImageHeader, transferSyntax: TransferSyntax,
    pixelData: PixelDataLocation, extendedOffsets: [Int] = [],
    encapsulated: EncapsulatedPixelData? = nil, nonconformance: (first: String, count: Int)?
  ) {
    self.source = source
    self.header = header
    self.transferSyntax = transferSyntax
    self.pixelData = pixelData
    self.nonconformance = nonconformance
    self.extendedOffsets = extendedOffsets
    self.encapsulated = encapsulated
  }

  /// The file's path, or what its bytes in memory were called.
  var path: String { source.name }
}

/// What a file turned out to be.
enum ScannedFile: Sendable {
  case image(ScannedImage)
  case directory(FileSetDirectory)
  /// An archive, or a file packed on its own.
  case packed(FileLocation)
  case skipped(SkippedFile)
}
