import DICOMImaging
import Geometry

/// Where slices without a whole place go: what their files state is kept, the rest is assumed.
struct AssumedPlace {
  /// The slices in order of k.
  let slices: [SliceSource]
  /// Voxels to millimetres.
  let map: AffineMap<VoxelSpace, PatientSpace>
  /// The distances of the slices from the first, if they are stated and uneven.
  let slicePositions: [Double]?
  /// What was assumed, in words.
  let message: String

  /// Places slices.
  ///
  /// - Parameters:
  ///   - images: The slices in the order in which they are stacked if they state none.
  ///   - spacing: Millimetres between columns, rows and slices.
  init(_ images: [SliceSource], spacing: SIMD3<Double>) {
    let directions = Self.directions(images)
    let row = directions?.row ?? PatientVector(1, 0, 0)
    let column = directions?.column ?? PatientVector(0, 1, 0)
    let pixel = Self.pixelSpacing(images) ?? SIMD2(spacing.x, spacing.y)
    let line = directions == nil ? StatedLine(images) : nil
    slices = line?.slices ?? images
    slicePositions = line?.unevenOffsets
    let normal = directions?.normal ?? PatientVector(0, 0, 1)
    map = AffineMap<VoxelSpace, PatientSpace>(
      x: row * pixel.x, y: column * pixel.y, z: normal * (line?.step ?? spacing.z),
      origin: PatientPoint(0, 0, 0))
    let keptSpacing = Self.pixelSpacing(images) == nil ? "" : " (Pixel Spacing is the files' own)"
    message =
      switch (directions, line) {
      case (nil, nil):
        "position and orientation are not in the files: stacked by name, with the spacing given"
          + keptSpacing
      case (nil, _):
        "orientation is not in the files: stacked in the order and at the distances of the stated "
          + "positions" + (keptSpacing.isEmpty ? ", with the spacing given" : "")
      case (_, _):
        "the position of each slice is not in the files: stacked by name, frames as stored, with "
          + "the spacing given\(keptSpacing); the stated orientation is kept, the side to which "
          + "slices follow each other is not known"
      }
  }

  /// The directions that all slices state.
  private static func directions(_ images: [SliceSource]) -> ImageDirections? {
    let stated = images.map { image in
      image.frame.plane.plane.flatMap {
        ImageDirections(row: $0.rowDirection, column: $0.columnDirection)
      } ?? image.frame.statedPlace?.directions
    }
    return Set(stated).count == 1 ? stated[0] : nil
  }

  /// The pixel spacing that all slices state, columns first.
  private static func pixelSpacing(_ images: [SliceSource]) -> SIMD2<Double>? {
    let stated = images.map { image in
      image.frame.plane.plane.map { SIMD2($0.columnSpacing, $0.rowSpacing) }
        ?? image.frame.statedPlace?.spacing.map { SIMD2($0.columns, $0.rows) }
    }
    return Set(stated).count == 1 ? stated[0] : nil
  }
}

/// Slices without orientation whose stated positions lie one after the other.
private struct StatedLine {
  /// The slices in order of position.
  let slices: [SliceSource]
  /// The mean distance of neighbours, in mm.
  let step: Double
  /// The distances from the first slice in mm; nil if they are even.
  let unevenOffsets: [Double]?

  /// Nil unless all positions are stated, different and on a line.
  init?(_ images: [SliceSource]) {
    let points = images.compactMap(\.frame.statedPlace?.position)
    guard points.count == images.count, images.count > 1 else { return nil }
    // The end of the line is the point farthest from any other.
    guard let end = points.max(by: { ($0 - points[0]).length < ($1 - points[0]).length }),
      let start = points.max(by: { ($0 - end).length < ($1 - end).length }),
      let direction = Self.ascending((end - start).normalized)
    else { return nil }
    let placed = zip(images, points).map { image, point in
      (image: image, along: (point - start).dot(direction), point: point)
    }.sorted { $0.along < $1.along }
    let offsets = placed.map { $0.along - placed[0].along }
    let step = offsets[offsets.count - 1] / Double(offsets.count - 1)
    let first = placed[0].point
    let gaps = zip(offsets.dropFirst(), offsets).map { $0 - $1 }
    guard step > 0, gaps.allSatisfy({ $0 > 0.01 * step }),
      zip(placed, offsets).allSatisfy({
        ($0.point - (first + direction * $1)).length <= 0.1 * step
      })
    else { return nil }
    slices = placed.map(\.image)
    self.step = step
    let isEven = offsets.enumerated().allSatisfy { abs($1 - Double($0) * step) <= 0.01 * step }
    unevenOffsets = isEven ? nil : offsets
  }

  /// The direction towards greater coordinates along its largest component.
  private static func ascending(_ direction: PatientVector?) -> PatientVector? {
    guard let direction else { return nil }
    let largest = [direction.x, direction.y, direction.z].max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? direction * -1 : direction
  }
}
