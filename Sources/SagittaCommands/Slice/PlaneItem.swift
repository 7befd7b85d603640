import Sagitta

/// A plane to be made, and what its file is called in a folder.
struct PlaneItem: Sendable {
  /// Where the values come from.
  enum Source: Sendable {
    case patientPlane(PlaneGeometry)
    case storedSlice(Int)
  }

  /// What the plane shows: `axial`, `coronal`, `sagittal`, or `native`.
  let kind: String
  /// Its number, from 0.
  let index: Int
  /// Where the values come from.
  let source: Source

  /// `axial-0001`: names count from 1.
  var name: String {
    let digits = String(index + 1)
    return "\(kind)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Makes the values of planes of one volume.
struct PlaneSource: Sendable {
  let volume: Volume
  let interpolation: Interpolation
  /// What stands outside the volume; nil leaves NaN.
  let outside: Float?

  func image(_ item: PlaneItem, _ scheduler: WorkScheduler) throws -> PlaneImage {
    let reslicer = Reslicer(volume, scheduler: scheduler)
    let image =
      switch item.source {
      case .patientPlane(let plane): try reslicer.plane(plane, interpolation: interpolation)
      case .storedSlice(let k): try reslicer.storedSlice(k)
      }
    guard let outside else { return image }
    return image.replacingOutside(of: volume.geometry, by: outside)
  }
}

extension PlaneImage {
  /// Returns the picture with `value` where a pixel lies outside a grid; invalid pixels
  /// inside keep NaN.
  func replacingOutside(of grid: GridGeometry, by value: Float) -> PlaneImage {
    let toPatient = geometry.pixelToPatient
    var values = values
    for offset in values.indices where values[offset].isNaN {
      let (row, column) = offset.quotientAndRemainder(dividingBy: geometry.width)
      let point = toPatient(Point3<PixelSpace>(Double(column), Double(row), 0))
      if !grid.contains(grid.voxelPoint(of: point)) { values[offset] = value }
    }
    return PlaneImage(geometry: geometry, values: values)
  }
}
