import Geometry
import Presentation
public import Reslicing
import Views
public import VolumeModel
public import WorkScheduling

/// A picture of one middle plane of a volume, for the page.
public struct PlanePicture: Sendable {
  /// Which plane.
  public let orientation: OrthogonalOrientation
  /// The LPS coordinate across the plane, in mm.
  public let coordinate: Double
  /// The picture in grey.
  public let raster: Raster
  /// The window it is shown with.
  public let window: DisplayWindow

  /// The longest side of a picture in pixels.
  public static var side: Double { 320 }

  /// Draws the middle axial, coronal and sagittal plane of a volume, all with one window and one
  /// scale.
  ///
  /// Pixels are averages over their area, so that fine structures do not alias. What would have
  /// to be interpolated across a missing slice is hatched.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - side: The longest side in pixels.
  ///   - context: The workers.
  /// - Returns: One picture for each orientation.
  /// - Throws: `ReslicingError`, `WorkCancelled`, `OutOfMemory`.
  public static func middlePlanes(
    of volume: Volume, side: Double = PlanePicture.side, context: WorkContext = WorkContext()
  ) throws -> [PlanePicture] {
    let style = try ImageStyle(DisplayRequest(), for: volume, context: context)
    let gaps = try GapMarks(volume)
    let reslicer = Reslicer(volume)
    let bounds = volume.geometry.patientBounds
    let extent = bounds.upper - bounds.lower
    let pixel = max(extent.x, extent.y, extent.z) / side
    return try OrthogonalOrientation.allCases.map { orientation in
      let plan = try OrthogonalPlan(
        volume.geometry, orientation: orientation, layout: ImageLayout(pixel: pixel))
      let plane = try plan.plane(plan.middle)
      let image = try average(of: plane, reslicer: reslicer, context: context)
      return PlanePicture(
        orientation: orientation, coordinate: try plan.coordinate(of: plan.middle),
        raster: style.image(of: image, gaps: gaps), window: style.window)
    }
  }

  /// The values of a plane whose pixels may be larger than voxels: means of finer samples.
  private static func average(
    of plane: PlaneGeometry, reslicer: Reslicer, context: WorkContext
  ) throws -> PlaneImage {
    let factor = factor(
      pixel: plane.pixelWidth, finestSpacing: reslicer.volume.geometry.finestSpacing)
    guard factor > 1,
      let fine = PlaneGeometry(
        width: plane.width * Int(factor), height: plane.height * Int(factor), right: plane.right,
        down: plane.down, center: plane.center, pixelWidth: plane.pixelWidth / factor)
    else { return try reslicer.plane(plane, context: context) }
    return try reslicer.plane(fine, context: context).averaged(by: Int(factor), in: plane)
  }
}

extension PlaneImage {
  /// Means of blocks of pixels; NaN where half of a block or more has no value.
  func averaged(by factor: Int, in plane: PlaneGeometry) -> PlaneImage {
    let values = (0..<plane.height).flatMap { row in
      (0..<plane.width).map { column -> Float in
        var sum = 0.0
        var count = 0
        for j in row * factor..<(row + 1) * factor {
          for i in column * factor..<(column + 1) * factor {
            let value = self.values[j * geometry.width + i]
            if !value.isNaN {
              sum += Double(value)
              count += 1
            }
          }
        }
        return count * 2 > factor * factor ? Float(sum / Double(count)) : .nan
      }
    }
    return PlaneImage(geometry: plane, values: values)
  }
}
