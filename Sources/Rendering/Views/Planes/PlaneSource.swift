import Geometry
import Reslicing
import Sampling
import VolumeModel
import WorkScheduling

/// Makes the values of planes of one volume.
struct PlaneSource: Sendable {
  /// Keeps what serves several images.
  let reslicer: Reslicer
  let slab: Slab?
  let interpolation: Interpolation
  let antialiasing: Antialiasing
  /// What stands outside the volume; nil leaves NaN.
  let outside: Float?

  /// Marks of what was interpolated across missing slices, if they are wanted.
  let marks: GapMarks?

  var volume: Volume { reslicer.volume }

  init(_ request: PlaneRequest, by reslicer: Reslicer, limits: WorkLimits) throws {
    self.reslicer = reslicer
    slab = try request.slab?.slab()
    interpolation = request.interpolation
    antialiasing = request.antialias ? .widenedKernel : .none
    outside = request.outside.map { Float($0) }
    marks = request.markGaps ? try GapMarks(reslicer.volume, slab: slab, limits: limits) : nil
  }

  /// The values of some of planes, in order; parallel planes at equal distances are one sweep.
  ///
  /// - Parameters:
  ///   - run: All planes of the sweep, which decide where each lies to the last bit.
  ///   - part: Those that are made.
  ///   - context: The workers.
  /// - Returns: An image for each plane of the part.
  /// - Throws: `ReslicingError`, `OutOfMemory`, `WorkCancelled`.
  func images(
    _ run: PlaneSweep, part: Range<Int>, context: WorkContext
  ) throws -> [PlaneImage] {
    try plain(run, part: part, context: context).map { image in
      guard let outside else { return image }
      return image.replacingOutside(of: volume.geometry, by: outside)
    }
  }

  /// The values of an image along a curve, laid flat.
  func flat(_ curve: CurvedReformation, context: WorkContext) throws -> PlaneImage {
    let image = try reslicer.curve(
      curve, slab: slab, interpolation: interpolation, context: context)
    let flat = try PlaneImage(flattening: image)
    guard let outside else { return flat }
    return flat.replacingOutside(of: volume.geometry, by: outside) {
      curve.patientPoint(column: $0, row: $1)
    }
  }

  private func plain(
    _ run: PlaneSweep, part: Range<Int>, context: WorkContext
  ) throws -> [PlaneImage] {
    if let stack = run.stack {
      return try reslicer.planes(
        part, of: stack, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
        context: context)
    }
    return try run.items[part].map { item in
      switch item.source {
      case .plane(let plane):
        try reslicer.plane(
          plane, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
          context: context)
      case .storedSlice(let k): try reslicer.storedSlice(k)
      }
    }
  }
}

extension PlaneImage {
  /// Lays an image along a curve flat, in a plane of its own.
  init(flattening image: CurvedImage) throws {
    let picture = image.picture
    let plane = PlaneGeometry(
      width: picture.width, height: picture.height, right: PatientVector(1, 0, 0),
      down: PatientVector(0, 1, 0), center: PatientPoint(0, 0, 0), pixelWidth: picture.pixel)
    guard let plane else { throw ReslicingError.curveTooShort }
    self.init(geometry: plane, values: image.values)
  }

  /// Returns the image with `value` where a pixel lies outside a grid; invalid pixels
  /// inside keep NaN.
  func replacingOutside(of grid: GridGeometry, by value: Float) -> PlaneImage {
    let toPatient = geometry.pixelToPatient
    return replacingOutside(of: grid, by: value) { toPatient(Point3<PixelSpace>($0, $1, 0)) }
  }

  /// The same for pixels whose places a function of column and row gives.
  fileprivate func replacingOutside(
    of grid: GridGeometry, by value: Float, place: (Double, Double) -> PatientPoint
  ) -> PlaneImage {
    var values = values
    for offset in values.indices where values[offset].isNaN {
      let (row, column) = offset.quotientAndRemainder(dividingBy: geometry.width)
      let voxel = grid.voxelPoint(of: place(Double(column), Double(row)))
      if !grid.contains(voxel) { values[offset] = value }
    }
    return PlaneImage(geometry: geometry, values: values)
  }
}
