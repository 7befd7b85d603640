public import VolumeModel

extension Raster {
  /// Returns the picture with each block of `factor` × `factor` pixels as one, their mean.
  ///
  /// Blocks at the right and lower side that the picture does not fill are means of what is there. Less
  /// than 2 changes nothing.
  public func reduced(by factor: Int) -> Raster {
    let factor = min(factor, max(width, height))
    guard factor > 1 else { return self }
    let size = SIMD2((width + factor - 1) / factor, (height + factor - 1) / factor)
    return mapped(to: size, pixelSize: pixelSize.map { $0 * Double(factor) }) { column, row in
      let columns = column * factor..<min((column + 1) * factor, width)
      let rows = row * factor..<min((row + 1) * factor, height)
      let part = 1 / Double(columns.count * rows.count)
      return rows.flatMap { row in columns.map { (row * width + $0, part) } }
    }
  }

  /// The most that a pixel is higher than wide, or wider than high: more is taken for this.
  private static var mostAspect: Double { 1000 }

  /// Returns the picture with square pixels: the longer side of a pixel is divided into as many as
  /// its shorter one asks for, with values between the stored ones on straight lines.
  ///
  /// - Parameter aspect: How high a pixel is for its width.
  /// - Returns: The picture, which has no fewer rows or columns than before; as it is, if the aspect is
  ///   not above 0.
  public func withSquarePixels(aspect: Double) -> Raster {
    guard aspect > 0 else { return self }
    let aspect = min(max(aspect, 1 / Self.mostAspect), Self.mostAspect)
    let size = SIMD2(
      aspect < 1 ? Int((Double(width) / aspect).rounded()) : width,
      aspect > 1 ? Int((Double(height) * aspect).rounded()) : height)
    guard size != SIMD2(width, height) else { return self }
    let side = pixelSize.map { min($0.x, $0.y) }
    return mapped(to: size, pixelSize: side.map { SIMD2($0, $0) }) { column, row in
      let across = Self.neighbours(of: column, among: size.x, stored: width)
      let down = Self.neighbours(of: row, among: size.y, stored: height)
      return down.flatMap { row in
        across.map { (row.place * width + $0.place, row.part * $0.part) }
      }
    }
  }

  /// The stored places on both sides of a new one, and their parts; beyond the ends the last counts.
  private static func neighbours(
    of place: Int, among count: Int, stored: Int
  ) -> [(place: Int, part: Double)] {
    guard count != stored else { return [(place, 1)] }
    let exact = (Double(place) + 0.5) * Double(stored) / Double(count) - 0.5
    let low = min(max(Int(exact.rounded(.down)), 0), stored - 1)
    let high = min(low + 1, stored - 1)
    let part = min(max(exact - Double(low), 0), 1)
    return [(low, 1 - part), (high, part)]
  }

  /// A picture whose pixels are weighted sums of this one's.
  private func mapped(
    to size: SIMD2<Int>, pixelSize: SIMD2<Double>?,
    parts: (_ column: Int, _ row: Int) -> [(pixel: Int, part: Double)]
  ) -> Raster {
    let channels = samples.channels
    func sums<Word: FixedWidthInteger & UnsignedInteger>(_ words: [Word]) -> [Word] {
      var result: [Word] = []
      result.reserveCapacity(size.x * size.y * channels)
      for row in 0..<size.y {
        for column in 0..<size.x {
          let parts = parts(column, row)
          for channel in 0..<channels {
            let sum = parts.reduce(0.0) {
              $0 + Double(words[$1.pixel * channels + channel]) * $1.part
            }
            result.append(Word(sum.rounded(.toNearestOrAwayFromZero)))
          }
        }
      }
      return result
    }
    let mapped: Samples =
      switch samples {
      case .gray8(let bytes): .gray8(sums(bytes))
      case .gray16(let words): .gray16(sums(words))
      case .rgb8(let bytes): .rgb8(sums(bytes))
      }
    return Raster(width: size.x, height: size.y, samples: mapped, pixelSize: pixelSize)
  }
}
