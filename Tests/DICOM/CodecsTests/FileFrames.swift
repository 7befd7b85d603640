import Codecs
import DICOMCoding
import DICOMImaging
import DICOMModel
import Foundation
import PixelCoding

/// The frames of a compressed DICOM file.
struct FileFrames {
  let format: PixelFormat
  let frames: [[UInt8]]
  let syntax: TransferSyntax

  init(_ url: URL) throws {
    let bytes = try [UInt8](Data(contentsOf: url))
    let file = try Part10Reader().read(prefix: bytes, streamLength: bytes.count)
    let pixels = try ImagePixels(file.dataSet)
    guard let place = file.pixelData else { throw PixelCodingError.mismatch("no pixel data") }
    let encapsulated = try EncapsulatedPixelData(
      parsing: bytes[place.offset...], offset: place.offset)
    let found = encapsulated.frames(count: pixels.frameCount) { Array(bytes[$0].prefix(12)) }
    guard let found else { throw PixelCodingError.mismatch("frames cannot be told apart") }
    format = pixels.format
    frames = found.frames.map { frame in frame.fragments.flatMap { bytes[$0] } }
    syntax = file.transferSyntax
  }

  /// The stored values of all frames.
  func decoded() throws -> [Int32] {
    guard let decoder = FrameDecoders.standard[syntax] else {
      throw PixelCodingError.unsupportedTransferSyntax(syntax.name)
    }
    return try frames.flatMap { try decoder.decode($0, format: format).storedValues }
  }
}
