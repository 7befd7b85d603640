import SagittaEngine

/// Which part of a plane a picture shows, and in how many pixels.
struct Framing: Hashable {
  /// Pixels in a row, and rows.
  let width: Int
  let height: Int
  /// Millimetres from pixel to pixel.
  let pixel: Double
  /// How far the middle lies from that of the natural picture, in mm to the right and down.
  let shift: SIMD2<Double>
  let isFlippedAcross: Bool
  let isFlippedDown: Bool

  /// Frames a picture.
  ///
  /// - Parameters:
  ///   - extent: Millimetres across and down that show the whole volume.
  ///   - finest: The finest voxel spacing.
  ///   - wanted: Millimetres from pixel to pixel, if they were asked for: then a viewport without a part
  ///     is the size of the picture.
  ///   - viewport: The viewport.
  ///   - limits: How large pictures may be.
  /// - Throws: ``RenderedVolumesError/tooLarge(_:limit:)``.
  init(
    extent: SIMD2<Double>, finest: Double, pixel wanted: Double?, viewport: Viewport?,
    limits: RenderedLimits
  ) throws(RenderedVolumesError) {
    let most = Double(limits.naturalSide)
    let natural = wanted ?? max(finest, extent.max() / most)
    isFlippedAcross = viewport?.isFlippedAcross ?? false
    isFlippedDown = viewport?.isFlippedDown ?? false
    if let viewport, wanted != nil, viewport.showsAll {
      (width, height, pixel, shift) = (viewport.width, viewport.height, natural, .zero)
    } else {
      let size = Self.steps(extent, of: natural)
      let part = viewport.map { Part($0, of: size) } ?? Part(size)
      let scale = viewport.map {
        min(Double($0.width) / part.size.x, Double($0.height) / part.size.y)
      }
      let scaled = part.size * (scale ?? 1)
      let bounds = viewport.map { SIMD2(Double($0.width), Double($0.height)) } ?? scaled
      width = Self.whole(min(scaled.x, bounds.x))
      height = Self.whole(min(scaled.y, bounds.y))
      pixel = scale.map { natural / $0 } ?? natural
      shift = (part.middle - size / 2) * natural
    }
    let pixels = Double(width) * Double(height)
    guard pixels <= Double(limits.pixels), pixel.isFinite, pixel > 0 else {
      throw .tooLarge("a picture of \(width) × \(height) pixels", limit: limits.pixels)
    }
  }

  /// A rectangle of the natural picture.
  private struct Part {
    let middle: SIMD2<Double>
    let size: SIMD2<Double>

    init(_ size: SIMD2<Double>) {
      self.size = size
      middle = size / 2
    }

    init(_ viewport: Viewport, of whole: SIMD2<Double>) {
      size = SIMD2(
        viewport.partWidth ?? max(1, whole.x - viewport.left),
        viewport.partHeight ?? max(1, whole.y - viewport.top))
      middle = SIMD2(viewport.left, viewport.top) + size / 2
    }
  }

  /// How many pixels cover the extent, as pictures of the program have them.
  private static func steps(_ extent: SIMD2<Double>, of pixel: Double) -> SIMD2<Double> {
    let counts = (extent / pixel - 1e-6).rounded(.up)
    return SIMD2(max(1, counts.x), max(1, counts.y))
  }

  private static func whole(_ number: Double) -> Int {
    Int(min(max(1, number.rounded()), 0x1p30))
  }

  /// Millimetres across and down.
  var shown: SIMD2<Double> { SIMD2(Double(width), Double(height)) * pixel }

  /// Size and pixel, as requests have them.
  var layout: ImageLayout {
    ImageLayout(size: ImageLayout.Size(width: width, height: height), pixel: pixel)
  }
}
