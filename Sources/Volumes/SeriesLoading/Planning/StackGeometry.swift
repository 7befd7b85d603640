import PixelCoding
import DICOMImaging
import Geometry
import VolumeModel

/// The slices of a stack in order along their normal, and where they lie.
struct StackGeometry {
  /// Slices by growing position along row direction × column direction.
  let slices: [SliceSource]
  /// Where the voxels lie.
  let grid: GridGeometry
  /// Distances of neighbouring slices along the normal, in mm.
  let gaps: [Double]
  /// How far the grid is from what the files say.
  let deviation: StackDeviation

  /// Why slices make no stack.
  enum Problem: Error {
    case repeatedPositions(distinct: Int)
    case notCollinear(deviation: Double, tolerance: Double)
    case badGrid(GridGeometryError)
  }

  /// The median gap in mm; 0 for a single slice.
  var medianGap: Double { Self.median(gaps) }

  /// Orders slices by the projection of their position on the normal (PS3.3 C.7.6.2.1.1).
  ///
  /// - Precondition: There is at least one image and all have a plane.
  init(_ images: [SliceSource], tolerances: StackTolerances) throws(Problem) {
    let placed = Self.ordered(images)
    let planes = placed.map(\.plane)
    let positions = placed.map(\.along)
    let pixel = planes[0].finerSpacing
    gaps = zip(positions.dropFirst(), positions).map { $0 - $1 }
    let same = tolerances.samePosition(pixel: pixel)
    guard gaps.allSatisfy({ $0 > same }) else {
      throw .repeatedPositions(distinct: 1 + gaps.count(where: { $0 > same }))
    }
    slices = placed.map(\.image)
    let median = Self.median(gaps)
    let step = Self.sliceStep(planes, frame: slices[0].frame)
    let offsets = positions.map { $0 - positions[0] }
    deviation = StackDeviation(
      along: Self.unevenness(offsets),
      sideways: Self.sideways(planes, offsets: offsets, step: step),
      gap: gaps.map { abs($0 - median) }.max() ?? 0, median: median, pixel: pixel,
      tolerances: tolerances)
    guard deviation.isStraight else {
      throw .notCollinear(deviation: deviation.sideways, tolerance: deviation.sidewaysLimit)
    }
    grid = try Self.grid(
      slices[0].format, planes[0], step: step, offsets: deviation.isEven ? nil : offsets,
      count: planes.count)
  }

  /// An image with its place along the stack's normal.
  private struct Placed {
    let image: SliceSource
    let plane: ImagePlane
    /// Millimetres along the normal.
    let along: Double
  }

  /// The images with their positions along the normal of the first of them, in order.
  ///
  /// Direction cosines are rounded differently from file to file. Which slice is the first is
  /// found by the normal of the first in content order, so that it does not depend on the order
  /// of files; the positions are then those along its own normal, as the grid's axes are its own.
  private static func ordered(_ images: [SliceSource]) -> [Placed] {
    let sorted = images.sorted(by: StackGrouping.contentOrder)
    let start = placed(sorted, along: sorted.first?.plane?.normal ?? PatientVector(0, 0, 1))
    return start.first.map { placed(sorted, along: $0.plane.normal) } ?? []
  }

  private static func placed(
    _ images: [SliceSource], along normal: PatientVector
  ) -> [Placed] {
    let placed = images.compactMap { image in
      image.plane.map { plane in
        Placed(image: image, plane: plane, along: plane.position.fromOrigin.dot(normal))
      }
    }
    // Swift's sort is stable: equal positions keep the order of content.
    return placed.sorted { $0.along < $1.along }
  }

  /// (S_last − S_first)/(n − 1), shear kept; for a single slice its thickness along the
  /// normal.
  private static func sliceStep(_ planes: [ImagePlane], frame: FrameHeader) -> PatientVector {
    guard planes.count > 1 else {
      return planes[0].normal * SingleSlice.thickness(of: frame, plane: planes[0])
    }
    let span = planes[planes.count - 1].position - planes[0].position
    return span / Double(planes.count - 1)
  }

  /// The largest distance of a slice's position from the line from the first to the last.
  private static func sideways(
    _ planes: [ImagePlane], offsets: [Double], step: PatientVector
  ) -> Double {
    guard let length = offsets.last, length > 0 else { return 0 }
    let line = step * Double(planes.count - 1)
    return zip(planes, offsets).map { plane, offset in
      (plane.position - (planes[0].position + line * (offset / length))).length
    }.max() ?? 0
  }

  /// The largest distance of a slice from its place in an even stack, along the normal.
  private static func unevenness(_ offsets: [Double]) -> Double {
    guard let length = offsets.last, offsets.count > 2 else { return 0 }
    let mean = length / Double(offsets.count - 1)
    return offsets.enumerated().map { abs($1 - Double($0) * mean) }.max() ?? 0
  }

  private static func grid(
    _ format: PixelFormat, _ first: ImagePlane, step: PatientVector, offsets: [Double]?,
    count: Int
  ) throws(Problem) -> GridGeometry {
    do throws(GridGeometryError) {
      return try GridGeometry(
        dimensions: GridDimensions(columns: format.columns, rows: format.rows, slices: count),
        voxelToPatient: AffineMap(
          x: first.rowDirection * first.columnSpacing,
          y: first.columnDirection * first.rowSpacing, z: step, origin: first.position),
        slicePositions: offsets)
    } catch {
      throw .badGrid(error)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// A volume of one slice: the only case in which a file's thickness makes geometry.
enum SingleSlice {
  /// The third spacing in mm: the slice's thickness, else its spacing, else the finer pixel
  /// spacing.
  static func thickness(of frame: FrameHeader, plane: ImagePlane) -> Double {
    let stated = [frame.sliceThickness, frame.spacingBetweenSlices.map { abs($0) }]
    return stated.compactMap(\.self).first(where: ImagePlane.sensibleSpacings.contains)
      ?? min(plane.columnSpacing, plane.rowSpacing)
  }
}
