public import Reslicing
public import VolumeFiles
public import VolumeModel
public import WorkScheduling

import Geometry

/// Shows where an image's values were interpolated across a gap in the slices.
public struct GapMarks: Sendable {
  /// Nil if the slices have no gap.
  private let marking: GapMarking?
  /// Millimetres from an image to the samples of its pixels.
  private let depths: [Double]
  private let grid: GridGeometry
  /// Nil for planes.
  private var curve: CurvedReformation?

  /// What stands in a mask.
  public enum Mark {
    /// Between slices that are neighbours, or on one.
    public static let measured: Float = 0
    /// Interpolated across missing slices.
    public static let acrossGap: Float = 1
    /// Outside the volume, or padding.
    public static let noValue: Float = 2
  }

  /// Diagonal lines of this width, this far apart, in pixels.
  private static let lineWidth = 1
  private static let lineDistance = 6

  /// Creates the marks of images of a volume.
  ///
  /// - Throws: `ReslicingError` if a slab has too many samples.
  public init(
    _ volume: Volume, slab: Slab? = nil, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) {
    grid = volume.geometry
    depths = try slab?.sampleDepths(finestSpacing: grid.finestSpacing, limits: limits) ?? [0]
    marking = GapMarking(volume.geometry)
  }

  /// The marks of an image along a curve that was laid flat.
  public func along(_ curve: CurvedReformation) -> GapMarks {
    var copy = self
    copy.curve = curve
    return copy
  }

  /// Returns an image of a plane with white diagonal lines over gaps.
  public func hatched(_ raster: Raster, in plane: PlaneGeometry) -> Raster {
    gaps(plane).map { hatched(raster, where: $0) } ?? raster
  }

  private func gaps(_ plane: PlaneGeometry) -> [Bool]? {
    if let curve { return marking?.pixels(of: curve, depths: depths) }
    return marking?.pixels(of: plane, depths: depths)
  }

  private func hatched(_ raster: Raster, where gaps: [Bool]) -> Raster {
    func isLine(_ offset: Int) -> Bool {
      let (row, column) = offset.quotientAndRemainder(dividingBy: raster.width)
      return gaps[offset] && (row + column) % Self.lineDistance < Self.lineWidth
    }
    func hatched<Word: FixedWidthInteger>(_ samples: [Word], channels: Int = 1) -> [Word] {
      samples.enumerated().map { isLine($0.offset / channels) ? Word.max : $0.element }
    }
    let samples: Raster.Samples =
      switch raster.samples {
      case .gray8(let bytes): .gray8(hatched(bytes))
      case .gray16(let words): .gray16(hatched(words))
      case .rgb8(let bytes): .rgb8(hatched(bytes, channels: 3))
      }
    return Raster(
      width: raster.width, height: raster.height, samples: samples, pixelSize: raster.pixelSize)
  }

  /// Returns an image of ``Mark``s for the values of a plane.
  public func mask(_ image: PlaneImage) -> PlaneImage {
    let plane = image.geometry
    let gaps = gaps(plane)
    let values = image.values.indices.map { offset in
      let (row, column) = offset.quotientAndRemainder(dividingBy: plane.width)
      // Outside there may be a number that was asked for.
      let isOutside =
        depths.count == 1
        && !grid.contains(
          grid.voxelPoint(of: place(Double(column), row: Double(row), plane: plane)))
      return mark(image.values[offset], isOutside: isOutside, isAcrossGap: gaps?[offset] ?? false)
    }
    return PlaneImage(geometry: plane, values: values)
  }

  private func place(_ column: Double, row: Double, plane: PlaneGeometry) -> PatientPoint {
    curve?.patientPoint(column: column, row: row) ?? plane.pixelToPatient(Point3(column, row, 0))
  }

  private func mark(_ value: Float, isOutside: Bool, isAcrossGap: Bool) -> Float {
    if value.isNaN || isOutside { return Mark.noValue }
    return isAcrossGap ? Mark.acrossGap : Mark.measured
  }

  /// The file of the mask beside a value file: `plane.nii.gz` has `plane-gaps.nii.gz`.
  public static func maskPath(beside path: String, format: VolumeFileFormat) -> String {
    let ending = format.extensions.first { path.lowercased().hasSuffix($0) } ?? ""
    return path.dropLast(ending.count) + "-gaps" + path.suffix(ending.count)
  }
}
