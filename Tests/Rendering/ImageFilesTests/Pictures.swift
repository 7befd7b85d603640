import Foundation
import VolumeModel

/// Small pictures in every kind of sample.
enum Pictures {
  static let gray8 = Raster(
    width: 37, height: 21, samples: .gray8(samples(37, 21) { x, y in UInt8(x * 31 & 255) }),
    pixelSize: SIMD2(0.7, 0.7))
  static let gray16 = Raster(
    width: 37, height: 21,
    samples: .gray16(samples(37, 21) { x, y in UInt16(truncatingIfNeeded: x * 40503 + y * 77) }))
  static let colour = Raster(
    width: 40, height: 24,
    samples: .rgb8(
      samples(40 * 3, 24) { x, y in
        switch x % 3 {
        case 0: UInt8(x * 2)
        case 1: UInt8(y * 10)
        default: 128
        }
      }))
  static let smooth = Raster(
    width: 64, height: 40, samples: .gray8(samples(64, 40) { x, y in UInt8(x * 3 + y) }))
  static let noisy = Raster(
    width: 64, height: 64,
    samples: .gray8(
      samples(64, 64) { x, y in
        UInt8(truncatingIfNeeded: ((x + 64 * y) &* 2_654_435_761) >> 13)
      }))

  static let all = [gray8, gray16, colour, smooth, noisy]

  private static func samples<Word>(
    _ width: Int, _ height: Int, _ value: (_ x: Int, _ y: Int) -> Word
  ) -> [Word] {
    (0..<width * height).map { value($0 % width, $0 / width) }
  }
}

func bytes(of samples: Raster.Samples) -> [UInt8] {
  switch samples {
  case .gray8(let bytes), .rgb8(let bytes): bytes
  case .gray16: []
  }
}

func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
  bytes.indices.contains { bytes[$0...].starts(with: part) }
}
