public import VolumeModel

extension Raster {
  /// The picture as a viewport shows it: a part of it, scaled to fit, turned round if that is asked for.
  ///
  /// - Parameter viewport: What is shown, and how large.
  /// - Returns: The picture; nil if the part lies outside of it.
  public func shown(in viewport: Viewport) -> Raster? {
    guard
      let across = ScaledSpan(
        from: viewport.left, length: viewport.partWidth, of: width,
        isTurned: viewport.isFlippedAcross),
      let down = ScaledSpan(
        from: viewport.top, length: viewport.partHeight, of: height,
        isTurned: viewport.isFlippedDown)
    else { return nil }
    let scale = min(Double(viewport.width) / across.length, Double(viewport.height) / down.length)
    let size = SIMD2(
      max(1, Int((across.length * scale).rounded())), max(1, Int((down.length * scale).rounded())))
    if size == SIMD2(width, height), across.isWhole(width), down.isWhole(height) { return self }
    return scaled(
      columns: ScalingWeights(across, count: size.x, stored: width),
      rows: ScalingWeights(down, count: size.y, stored: height),
      pixelSize: pixelSize.map {
        $0 * SIMD2(across.length / Double(size.x), down.length / Double(size.y))
      })
  }

  private func scaled(
    columns: ScalingWeights, rows: ScalingWeights, pixelSize: SIMD2<Double>?
  ) -> Raster {
    let scaled: Samples =
      switch samples {
      case .gray8(let bytes): .gray8(Self.scaled(bytes, width, 1, columns, rows))
      case .rgb8(let bytes): .rgb8(Self.scaled(bytes, width, 3, columns, rows))
      case .gray16(let words): .gray16(Self.scaled(words, width, 1, columns, rows))
      }
    return Raster(
      width: columns.count, height: rows.count, samples: scaled, pixelSize: pixelSize)
  }

  /// Along rows first, then down columns.
  private static func scaled<Word: FixedWidthInteger & UnsignedInteger>(
    _ words: [Word], _ width: Int, _ channels: Int, _ columns: ScalingWeights,
    _ rows: ScalingWeights
  ) -> [Word] {
    let rowLength = columns.count * channels
    var across = [Float](repeating: 0, count: rows.span.count * rowLength)
    for (n, row) in rows.span.enumerated() {
      for column in 0..<columns.count {
        for channel in 0..<channels {
          var sum: Float = 0
          for (place, part) in columns.parts(of: column) {
            sum += Float(words[(row * width + place) * channels + channel]) * part
          }
          across[n * rowLength + column * channels + channel] = sum
        }
      }
    }
    var result: [Word] = []
    result.reserveCapacity(rows.count * rowLength)
    var line = [Float](repeating: 0, count: rowLength)
    for row in 0..<rows.count {
      for n in line.indices { line[n] = 0 }
      for (place, part) in rows.parts(of: row) {
        let start = (place - rows.span.lowerBound) * rowLength
        for n in 0..<rowLength { line[n] += across[start + n] * part }
      }
      for value in line {
        result.append(Word(min(max(value.rounded(), 0), Float(Word.max))))
      }
    }
    return result
  }
}
