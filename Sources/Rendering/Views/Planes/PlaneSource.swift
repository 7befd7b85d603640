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

  init(_ request: PlaneRequest, of volume: Volume, limits: WorkLimits) throws {
    reslicer = Reslicer(volume)
    slab = try request.slab?.slab()
    interpolation = request.interpolation
    antialiasing = request.antialias ? .widenedKernel : .none
    outside = request.outside.map { Float($0) }
    marks = request.markGaps ? try GapMarks(volume, slab: slab, limits: limits) : nil
  }

  /// The values of planes, in order; parallel planes at equal distances are one sweep.
  func images(_ items: [PlaneItem], context: WorkContext) throws -> [PlaneImage] {
    try plain(items, context: context).map { image in
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
    _ items: [PlaneItem], context: WorkContext
  ) throws -> [PlaneImage] {
    if items.count > 1, let stack = Self.stack(items) {
      let image = try reslicer.stack(
        stack, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
        context: context)
      return try items.indices.map { try image.plane($0) }
    }
    return try items.map { item in
      switch item.source {
      case .plane(let plane):
        try reslicer.plane(
          plane, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
          context: context)
      case .storedSlice(let k): try reslicer.storedSlice(k)
      }
    }
  }

  /// The planes as a stack, if they are one.
  private static func stack(_ items: [PlaneItem]) -> PlaneStack? {
    let planes = items.compactMap { item -> PlaneGeometry? in
      if case .plane(let plane) = item.source { return plane }
      return nil
    }
    guard planes.count == items.count, let first = planes.first else { return nil }
    let distance = (planes[planes.count - 1].center - first.center).dot(first.normal)
    let middle = first.moved(away: distance / 2)
    let stack = try? PlaneStack(
      around: middle, count: planes.count, spacing: distance / Double(planes.count - 1))
    guard let stack, planes.indices.allSatisfy({ stack.holds(planes[$0], at: $0) }) else {
      return nil
    }
    return stack
  }
}

extension PlaneStack {
  /// Whether a plane is the one with a number, but for rounding.
  fileprivate func holds(_ plane: PlaneGeometry, at index: Int) -> Bool {
    guard let own = try? self.plane(index) else { return false }
    return plane.width == own.width && plane.height == own.height
      && plane.pixelWidth == own.pixelWidth && plane.pixelHeight == own.pixelHeight
      && plane.right == own.right && plane.down == own.down
      && plane.center.distance(to: own.center) < 1e-6 * min(own.pixelWidth, spacing)
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
