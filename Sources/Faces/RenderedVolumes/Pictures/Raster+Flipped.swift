import SagittaEngine

extension Raster {
  /// The picture with left and right, or top and bottom, in each other's place.
  func flipped(across: Bool, down: Bool) -> Raster {
    guard across || down else { return self }
    let flipped: Samples =
      switch samples {
      case .gray8(let bytes): .gray8(turned(bytes, across: across, down: down))
      case .gray16(let words): .gray16(turned(words, across: across, down: down))
      case .rgb8(let bytes): .rgb8(turned(bytes, across: across, down: down))
      }
    return Raster(width: width, height: height, samples: flipped, pixelSize: pixelSize)
  }

  private func turned<Word>(_ words: [Word], across: Bool, down: Bool) -> [Word] {
    let layout = FlippedRows(width: width, height: height, channels: samples.channels)
    return layout.turned(words, across: across, down: down)
  }
}

extension PlaneImage {
  /// The values with left and right, or top and bottom, in each other's place, on the plane where they
  /// then lie.
  func flipped(across: Bool, down: Bool, on plane: PlaneGeometry) -> PlaneImage {
    guard across || down else { return self }
    let layout = FlippedRows(width: plane.width, height: plane.height, channels: 1)
    return PlaneImage(
      geometry: plane, values: layout.turned(Array(values), across: across, down: down))
  }
}

/// Rows of pixels that are turned round.
private struct FlippedRows {
  let width: Int
  let height: Int
  let channels: Int

  func turned<Word>(_ words: [Word], across: Bool, down: Bool) -> [Word] {
    var turned: [Word] = []
    turned.reserveCapacity(words.count)
    for row in 0..<height {
      let first = (down ? height - 1 - row : row) * width
      for column in 0..<width {
        let pixel = (first + (across ? width - 1 - column : column)) * channels
        turned += words[pixel..<pixel + channels]
      }
    }
    return turned
  }
}
