import VolumeModel

/// A picture that ink is put on.
struct PictureCanvas {
  let width: Int
  let height: Int
  private var samples: Raster.Samples
  private let pixelSize: SIMD2<Double>?

  init(_ raster: Raster) {
    width = raster.width
    height = raster.height
    samples = raster.samples
    pixelSize = raster.pixelSize
  }

  var raster: Raster {
    Raster(width: width, height: height, samples: samples, pixelSize: pixelSize)
  }

  /// Puts ink on the picture, with a black rim around it that keeps it readable on white.
  mutating func draw(_ ink: CoverageMask, color: SIMD3<UInt8>, rim: Double) {
    blend(ink.grown(by: rim), color: SIMD3(0, 0, 0))
    blend(ink, color: color)
  }

  /// Darkens the ground of a text by half; black stays black.
  mutating func darken(from lower: SIMD2<Double>, to upper: SIMD2<Double>) {
    blend(
      CoverageMask(rectangle: lower, upper), color: SIMD3(0, 0, 0), part: Self.plateStrength)
  }

  /// How much of the picture's light a plate takes: white on what is left of white has a contrast of
  /// more than 4.5 : 1, which is legible to most people, and anatomy stays visible below.
  private static let plateStrength: Float = 0.6

  /// Mixes a colour in, as much as the mask says; what lies beside the picture is left out.
  private mutating func blend(
    _ mask: CoverageMask, color: SIMD3<UInt8>, part strength: Float = 1
  ) {
    let columns = (mask.origin.x..<mask.origin.x + mask.width).clamped(to: 0..<width)
    let rows = (mask.origin.y..<mask.origin.y + mask.height).clamped(to: 0..<height)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    func forEach(_ body: (Int, Float) -> Void) {
      for row in rows {
        for column in columns {
          let part = mask[column - mask.origin.x, row - mask.origin.y]
          if part > 0 { body(row * width + column, part * strength) }
        }
      }
    }
    func mixed(_ old: Float, new: Float, part: Float) -> Float {
      (old + (new - old) * part).rounded()
    }
    switch samples {
    case .gray8(var bytes):
      // Given back at the end, so that the array is not copied.
      samples = .gray8([])
      let grey = Self.brightness(color) * 255
      forEach { bytes[$0] = UInt8(mixed(Float(bytes[$0]), new: grey, part: $1)) }
      samples = .gray8(bytes)
    case .gray16(var words):
      samples = .gray16([])
      let grey = Self.brightness(color) * 65535
      forEach { words[$0] = UInt16(mixed(Float(words[$0]), new: grey, part: $1)) }
      samples = .gray16(words)
    case .rgb8(var bytes):
      samples = .rgb8([])
      forEach { pixel, part in
        for channel in 0..<3 {
          let old = Float(bytes[3 * pixel + channel])
          bytes[3 * pixel + channel] = UInt8(mixed(old, new: Float(color[channel]), part: part))
        }
      }
      samples = .rgb8(bytes)
    }
  }

  /// Luma as in ITU-R BT 601, 0…1.
  private static func brightness(_ color: SIMD3<UInt8>) -> Float {
    (0.299 * Float(color.x) + 0.587 * Float(color.y) + 0.114 * Float(color.z)) / 255
  }
}

extension CoverageMask {
  /// A straight line of a width, in pixels with (0, 0) the centre of the upper left one.
  init(lineFrom start: SIMD2<Double>, to end: SIMD2<Double>, width: Double) {
    let along = end - start
    let length = (along * along).sum().squareRoot()
    guard length > 0 else {
      self.init(origin: .zero, width: 0, height: 0)
      return
    }
    let side = SIMD2(-along.y, along.x) * (width / 2 / length)
    // Masks count from pixel corners.
    let a = start + 0.5
    let b = end + 0.5
    self.init(polygons: [[a - side, b - side, b + side, a + side]])
  }

  /// A rectangle from corner to corner, in pixels with (0, 0) the corner of the picture.
  init(rectangle lower: SIMD2<Double>, _ upper: SIMD2<Double>) {
    self.init(polygons: [
      [
        lower, SIMD2(upper.x, lower.y), upper, SIMD2(lower.x, upper.y),
      ]
    ])
  }
}
