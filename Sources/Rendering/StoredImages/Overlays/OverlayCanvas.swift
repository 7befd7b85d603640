import VolumeModel

/// A picture on which overlay planes are drawn.
struct OverlayCanvas {
  private(set) var raster: Raster

  init(_ raster: Raster) {
    self.raster = raster
  }

  /// Draws a plane: white on grey, yellow on colours.
  mutating func draw(_ plane: OverlayPlane, frame: Int, words: [Int]?) {
    let width = raster.width
    let height = raster.height
    func marked<Word>(_ samples: [Word], set: (inout [Word], Int) -> Void) -> [Word] {
      var result = samples
      plane.forEachMark(ofFrame: frame, columns: width, rows: height, words: words) {
        set(&result, $1 * width + $0)
      }
      return result
    }
    let samples: Raster.Samples =
      switch raster.samples {
      case .gray8(let bytes): .gray8(marked(bytes) { $0[$1] = 255 })
      case .gray16(let greys): .gray16(marked(greys) { $0[$1] = 65535 })
      case .rgb8(let bytes):
        .rgb8(
          marked(bytes) { bytes, pixel in
            bytes[3 * pixel] = 255
            bytes[3 * pixel + 1] = 255
            bytes[3 * pixel + 2] = 0
          })
      }
    raster = Raster(
      width: width, height: height, samples: samples, pixelSize: raster.pixelSize)
  }
}
