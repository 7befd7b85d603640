import PixelCoding

/// What the three samples of a pixel mean, by the header and by the compressed stream.
struct ColorMeaning {
  let meaning: ColorConversion.Meaning
  let notes: [StoredImageNote]

  /// Decides; a stream that names its colours is believed.
  ///
  /// - Throws: ``StoredImageError`` for colour spaces that are not read.
  init(
    _ photometric: String, stated: ColorModel?, image: StoredImage, frame: Int
  ) throws(StoredImageError) {
    let header: ColorConversion.Meaning
    var notes: [StoredImageNote] = []
    switch photometric {
    // The transforms of JPEG 2000 are the stream's own, and undone when it is decoded.
    case "RGB", "YBR_RCT", "YBR_ICT": header = .rgb
    case "YBR_FULL", "YBR_FULL_422": header = .ybrFull
    case "YBR_PARTIAL_422", "YBR_PARTIAL_420": header = .ybrPartial
    case "MONOCHROME1", "MONOCHROME2", "PALETTE COLOR":
      notes.append(
        StoredImageNote(
          .photometricOdd,
          message: "\(photometric), but a pixel has 3 samples: they are shown as RGB"))
      header = .rgb
    default:
      throw StoredImageError(
        .unsupported("Photometric Interpretation \(photometric) is not supported"),
        path: image.path, frame: frame)
    }
    let byStream: ColorConversion.Meaning? = stated.map { $0 == .rgb ? .rgb : .ybrFull }
    if let byStream, byStream != header {
      let name = byStream == .rgb ? "RGB" : "YCbCr"
      notes.append(
        StoredImageNote(
          .photometricDiffers,
          message: "the compressed stream holds \(name), whatever the header says (\(photometric))")
      )
    }
    meaning = byStream ?? header
    self.notes = notes
  }
}
