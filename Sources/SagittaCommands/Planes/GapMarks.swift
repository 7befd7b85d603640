import Sagitta

/// Shows where a picture's values were interpolated across a gap in the slices.
struct GapMarks: Sendable {
  private let marking: GapMarking

  /// Diagonal lines of this width, this far apart, in pixels.
  private static let (lineWidth, lineDistance) = (1, 6)

  /// Marks for a volume, or nil if its slices have no gap.
  init?(_ volume: Volume) {
    guard let marking = GapMarking(volume.geometry) else { return nil }
    self.marking = marking
  }

  /// Returns the picture with white diagonal lines over gaps.
  func hatched(_ raster: Raster, _ plane: PlaneGeometry) -> Raster {
    let gaps = marking.pixels(of: plane)
    func isLine(_ offset: Int) -> Bool {
      let (row, column) = offset.quotientAndRemainder(dividingBy: plane.width)
      return gaps[offset] && (row + column) % Self.lineDistance < Self.lineWidth
    }
    func hatched<Word: FixedWidthInteger>(_ samples: [Word]) -> [Word] {
      samples.enumerated().map { isLine($0.offset) ? Word.max : $0.element }
    }
    let samples: Raster.Samples =
      switch raster.samples {
      case .gray8(let bytes): .gray8(hatched(bytes))
      case .gray16(let words): .gray16(hatched(words))
      case .rgb8(let bytes):
        .rgb8(bytes.enumerated().map { isLine($0.offset / 3) ? UInt8.max : $0.element })
      }
    return Raster(
      width: raster.width, height: raster.height, samples: samples, pixelSize: raster.pixelSize)
  }

  /// Returns a picture that is 1 across gaps and 0 elsewhere.
  func mask(_ plane: PlaneGeometry) -> PlaneImage {
    PlaneImage(geometry: plane, values: marking.pixels(of: plane).map { $0 ? 1 : 0 })
  }

  /// The file of the mask beside a value file: `plane.nii.gz` has `plane-gaps.nii.gz`.
  static func maskPath(beside path: String, _ format: VolumeFileFormat) -> String {
    let ending = format.extensions.first { path.lowercased().hasSuffix($0) } ?? ""
    return path.dropLast(ending.count) + "-gaps" + path.suffix(ending.count)
  }
}
