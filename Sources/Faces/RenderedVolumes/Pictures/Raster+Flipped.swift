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
    let channels = samples.channels
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
