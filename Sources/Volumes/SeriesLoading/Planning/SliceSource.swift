import DICOMImaging
import PixelCoding

/// Where a slice comes from: a file, a frame of it and, in a mosaic, a tile of that.
///
/// A class, because slices are sorted and grouped: moving a reference is cheap.
final class SliceSource: Sendable {
  /// The file.
  let image: ScannedImage
  /// The frame of the file, from 0 in the order in which frames are stored.
  let frameIndex: Int
  /// The tile of a mosaic, from 0; nil if the frame is the slice.
  let tile: Int?
  /// Where the slice lies, if its file says so.
  let plane: ImagePlane?
  /// How its values are made; nil for modality values.
  let mapping: ValueMapping?

  init(image: ScannedImage, frameIndex: Int) {
    self.image = image
    self.frameIndex = frameIndex
    tile = nil
    mapping = nil
    plane = image.header.frame(frameIndex).plane.plane
  }

  init(image: ScannedImage, tile: Int, of sheet: MosaicSheet) {
    self.image = image
    frameIndex = 0
    self.tile = tile
    mapping = nil
    plane = sheet.plane(ofTile: tile)
  }

  private init(_ slice: SliceSource, plane: ImagePlane?, mapping: ValueMapping?) {
    image = slice.image
    frameIndex = slice.frameIndex
    tile = slice.tile
    self.plane = plane
    self.mapping = mapping
  }

  /// The same slice in a plane that its file does not state as a whole, or in none.
  func placed(in plane: ImagePlane?) -> SliceSource {
    SliceSource(self, plane: plane, mapping: mapping)
  }

  /// Whether part of its plane was assumed.
  var isPlaceAssumed: Bool { plane != nil && image.mosaic == nil && frame.plane.plane == nil }

  /// The same slice with values made in another way.
  func mapped(by mapping: ValueMapping?) -> SliceSource {
    SliceSource(self, plane: plane, mapping: mapping)
  }

  /// What the file says of all its frames.
  var header: ImageHeader { image.header }

  /// What the file says of this frame.
  var frame: FrameHeader { image.header.frame(frameIndex) }

  /// The file's path.
  var path: String { image.path }

  /// The number of the slice in its file, or in the object that was cut into files; it decides
  /// only between equals.
  var index: Int { tile ?? image.frameOffset + frameIndex }

  /// The object that the slice belongs to: several files may hold one.
  var objectUID: String { header.concatenation?.uid ?? header.sopInstanceUID }

  /// The size and the stored form of the slice.
  var format: PixelFormat { image.mosaic?.tileFormat ?? image.header.pixels.format }

  /// The unit of the slice's values, if it is known.
  var unit: String? { mapping.map(\.unit) ?? image.header.unit(of: frame) }

  /// Whether the slice is of a CT that does not say what its stored values mean.
  var lacksRescale: Bool {
    header.series.modality == "CT" && mapping == nil && frame.rescale.type == nil
      && !frame.rescale.isStated && frame.modalityLUT == nil
  }

  /// How far apart floats near its intercept are, if that is too far for its slope.
  var coarseStep: Double? {
    guard header.pixels.samples == .integer, frame.modalityLUT == nil else { return nil }
    return frame.rescale.coarseStep
  }

  /// The file's display windows, as far as they can be said in the slice's values.
  var windows: [StoredWindow] {
    guard let mapping else { return frame.windows }
    return frame.windows.compactMap(mapping.window)
  }

  /// What modality values are multiplied by.
  var scale: Double {
    if case .scaled(let factor, _)? = mapping { factor } else { 1 }
  }

  /// Whether some stored values of the slice may have no value.
  var mayLackValues: Bool {
    if case .realWorld = mapping { return true }
    return header.pixels.padding != nil || header.pixels.samples != .integer
  }

  /// What the file says of the slice's place.
  var planeReading: ImagePlaneReading { plane.map(ImagePlaneReading.plane) ?? frame.plane }
}

extension ScannedImage {
  /// The slices of the file, one for each frame or for each tile of a mosaic.
  var slices: [SliceSource] {
    guard let sheet = mosaic else {
      return (0..<header.pixels.frameCount).map { SliceSource(image: self, frameIndex: $0) }
    }
    return (0..<sheet.tileCount).map { SliceSource(image: self, tile: $0, of: sheet) }
  }

  /// How the file is taken apart if it is a mosaic.
  var mosaic: MosaicSheet? {
    if case .success(let sheet) = header.mosaic { sheet } else { nil }
  }
}
