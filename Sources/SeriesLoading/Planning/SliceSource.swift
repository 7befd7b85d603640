import DICOMImaging
import PixelCoding

/// Where a slice comes from: a file and a frame of it.
///
/// A class, because slices are sorted and grouped: moving a reference is cheap.
final class SliceSource: Sendable {
  /// The file.
  let image: ScannedImage
  /// The frame of the file, from 0 in the order in which frames are stored.
  let frameIndex: Int
  /// Where the slice lies, if its file says so.
  let plane: ImagePlane?

  init(image: ScannedImage, frameIndex: Int) {
    (self.image, self.frameIndex) = (image, frameIndex)
    plane = image.header.frame(frameIndex).plane.plane
  }

  /// What the file says of all its frames.
  var header: ImageHeader { image.header }

  /// What the file says of this frame.
  var frame: FrameHeader { image.header.frame(frameIndex) }

  /// The file's path.
  var path: String { image.path }

  /// The size and the stored form of the slice.
  var format: PixelFormat { image.header.pixels.format }

  /// The unit of the slice's modality values, if it is known.
  var unit: String? { image.header.unit(of: frame) }
}

extension ScannedImage {
  /// The slices of the file, one for each frame.
  var slices: [SliceSource] {
    (0..<header.pixels.frameCount).map { SliceSource(image: self, frameIndex: $0) }
  }
}
