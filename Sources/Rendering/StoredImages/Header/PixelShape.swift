import DICOMModel

/// How large a stored pixel is, and where.
public struct PixelShape: Hashable, Sendable {
  /// Where distances are true.
  public enum Place: String, Hashable, Sendable {
    /// In the patient: Pixel Spacing.
    case patient
    /// On the detector of a projection, or on a scanned film.
    case detector
    /// Nowhere: only the ratio of the sides is known.
    case ratio
  }

  /// The distance of columns and that of rows: in mm, or in any unit where only their ratio is
  /// known.
  public let size: SIMD2<Double>

  /// Where distances are true.
  public let place: Place

  /// How high a pixel is for its width.
  public var aspect: Double { size.y / size.x }

  /// Whether height and width differ by less than one part in a thousand.
  public var isSquare: Bool { abs(aspect - 1) < 1e-3 }

  /// Reads the shape; nil if nothing is said of it.
  ///
  /// Pixel Spacing goes before Imager Pixel Spacing and Nominal Scanned Pixel Spacing (PS3.3
  /// 10.7), and these before Pixel Aspect Ratio (C.7.6.3.1.7). All of them name the rows first.
  init?(_ sources: [DataSet]) {
    let spacings: [(Tag, Place)] = [
      (.pixelSpacing, .patient), (.imagerPixelSpacing, .detector),
      (.nominalScannedPixelSpacing, .detector), (.pixelAspectRatio, .ratio),
    ]
    for (tag, place) in spacings {
      for dataSet in sources {
        guard let pair = dataSet.doubles(tag), pair.count == 2,
          pair.allSatisfy({ $0.isFinite && $0 > 1e-9 && $0 < 1e9 })
        else { continue }
        size = SIMD2(pair[1], pair[0])
        self.place = place
        return
      }
    }
    return nil
  }
}
