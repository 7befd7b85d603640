/// Turns samples of three colours into 8-bit RGB.
struct ColorConversion {
  /// How the samples of a pixel are meant.
  enum Meaning: Hashable {
    /// Red, green, blue.
    case rgb
    /// YBR_FULL: all of the range is used.
    case ybrFull
    /// YBR_PARTIAL: luminance from 1/16 to 235/256, colours to 240/256 of the range.
    case ybrPartial
  }

  let meaning: Meaning
  /// Bits of a sample.
  let bits: Int

  /// Converts samples that lie pixel by pixel.
  ///
  /// More than 8 bits are scaled, so that the largest value becomes 255.
  func bytes(_ samples: [Int32]) -> [UInt8] {
    if meaning == .rgb { return rgb(samples) }
    var bytes = [UInt8](repeating: 0, count: samples.count)
    let largest = Double((1 << bits) - 1)
    let scale = 255 / largest
    let middle = Double(1 << (bits - 1))
    for pixel in stride(from: 0, to: samples.count - 2, by: 3) {
      let color = converted(
        y: Double(samples[pixel]), b: Double(samples[pixel + 1]) - middle,
        r: Double(samples[pixel + 2]) - middle)
      for channel in 0..<3 {
        let value = (color[channel] * scale).rounded(.toNearestOrAwayFromZero)
        bytes[pixel + channel] = UInt8(min(max(value, 0), 255))
      }
    }
    return bytes
  }

  private func rgb(_ samples: [Int32]) -> [UInt8] {
    guard bits != 8 else { return samples.map { UInt8(truncatingIfNeeded: $0) } }
    let largest = Double((1 << bits) - 1)
    return samples.map { sample in
      UInt8(min(max((Double(sample) * 255 / largest).rounded(.toNearestOrAwayFromZero), 0), 255))
    }
  }

  /// The inverse of PS3.3 C.7.6.3.1.2.
  private func converted(y: Double, b: Double, r: Double) -> SIMD3<Double> {
    let full = SIMD3(
      y + 1.402 * r, y - 0.114 * 1.772 / 0.587 * b - 0.299 * 1.402 / 0.587 * r, y + 1.772 * b)
    guard meaning == .ybrPartial else { return full }
    // Luminance has 219 steps of 255, colours 224; black lies at 16 (of 8 bits).
    let black = Double(1 << bits) / 16
    let luminance = (y - black) * 255 / 219
    let kernelScale = 255.0 / 224
    return SIMD3(
      luminance + 1.402 * r * kernelScale,
      luminance - (0.114 * 1.772 / 0.587 * b + 0.299 * 1.402 / 0.587 * r) * kernelScale,
      luminance + 1.772 * b * kernelScale)
  }
}
