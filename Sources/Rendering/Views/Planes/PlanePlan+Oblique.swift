import Geometry
import Reslicing
import SeriesLoading
import VolumeModel
import WorkScheduling

extension PlanePlan {
  /// Planes of any direction.
  mutating func add(_ planes: [PlaneGeometry]) throws(RequestError) {
    let distance = planes.count > 1 ? (planes[1].center - planes[0].center).length : 0
    let reach = max(distance, slab?.thickness ?? 0, planes[0].pixelWidth) / 2
    items = planes.enumerated().map { number, plane in
      PlaneItem(
        kind: "mpr", index: number, total: planes.count > 1 ? planes.count : nil, reach: reach,
        source: .plane(plane))
    }
    findings += try findings(of: planes)
  }

  /// The most planes of a request that may lie beside the volume: a few are a wider stack than need
  /// be, so many are a mistake.
  private static var mostOutside: Int { 1000 }

  /// A plane beside the volume is legal and empty, but rarely meant.
  private mutating func findings(of planes: [PlaneGeometry]) throws(RequestError) -> [Finding] {
    let outside = planes.count { !grid.meets($0, slab: slab) }
    guard outside > 0 else { return [] }
    guard outside <= Self.mostOutside else {
      throw RequestError(
        .overLimit, field: "planes",
        sentence: "\(outside) of \(planes.count) planes lie outside the volume and would be empty; "
          + "at most \(Self.mostOutside) such are made")
    }
    notices.append(
      Notice(
        .warning,
        message: planes.count == 1
          ? "the plane lies outside the volume: the picture is empty"
          : "\(outside) of \(planes.count) planes lie outside the volume and are empty"))
    return outside < planes.count ? [] : [.nothingThere("no plane meets the volume")]
  }

  /// An image along a curve, or planes across it.
  mutating func add(_ planes: CurvedPlanes) throws {
    let path = try CurvePath(planes.points, shape: planes.shape, limits: limits)
    let pixel = request.layout.pixel ?? grid.finestSpacing
    let mode: CurvedReformation.Mode
    switch planes.mode {
    case .straightened: mode = .straightened
    case .stretched: mode = .stretched
    case .crossSections:
      let side = Int((planes.width / pixel).rounded(.up), clampedTo: 1...1 << 30)
      let size = request.layout.size ?? ImageLayout.Size(width: side, height: side)
      let distances = try planes.distances(path.length)
      try ReslicingError.check(planes: distances.count, limits: limits)
      return try add(
        path.crossSections(
          at: distances, size: size, pixel: pixel, limits: limits))
    }
    let image = try CurvedReformation(
      along: path, mode: mode, width: planes.width, pixel: pixel, limits: limits)
    curve = image
    guard !grid.meets(image) else { return }
    let finding = Finding.nothingThere("the picture along the curve lies outside the volume")
    findings.append(finding)
    notices.append(Notice(.warning, message: finding.message))
  }
}

extension ObliquePlanes {
  /// The planes in a volume, at least one.
  func planes(
    in grid: GridGeometry, layout: ImageLayout, limits: WorkLimits
  ) throws(ReslicingError) -> [PlaneGeometry] {
    let middle = try plane(in: grid, layout: layout, limits: limits)
    if let radial {
      return try orientation().radialPlanes(
        of: grid, about: middle.down, center: middle.center, count: radial, layout: layout,
        limits: limits)
    }
    let stack = try PlaneStack(
      around: middle, count: count ?? 1, spacing: spacingBetween ?? middle.pixelWidth,
      limits: limits)
    var planes: [PlaneGeometry] = []
    for number in 0..<stack.count { planes.append(try stack.plane(number)) }
    return planes
  }

  /// The plane through the centre, of the size that the layout asks for.
  private func plane(
    in grid: GridGeometry, layout: ImageLayout, limits: WorkLimits
  ) throws(ReslicingError) -> PlaneGeometry {
    let orientation = try orientation()
    guard let first = through?.first else {
      return try orientation.plane(of: grid, center: center, layout: layout, limits: limits)
    }
    // The centre, moved onto the plane through the points.
    let wished = center ?? grid.patientBounds.center
    let normal = try unturned().normal
    let middle = wished - normal * (wished - first).dot(normal)
    return try orientation.plane(of: grid, center: middle, layout: layout, limits: limits)
  }
}

extension OtherGrid {
  /// The planes of its stored slices, with their pixels or the layout's.
  func planes(
    layout: ImageLayout, limits: WorkLimits
  ) throws(ReslicingError) -> [PlaneGeometry] {
    var planes: [PlaneGeometry] = []
    for number in 0..<geometry.dimensions.slices {
      let plane = try geometry.storedSlice(number)
      guard layout != ImageLayout() else {
        planes.append(plane)
        continue
      }
      planes.append(
        try ImageOrientation(right: plane.right, down: plane.down)
          .plane(of: geometry, center: plane.center, layout: layout, limits: limits))
    }
    return planes
  }
}

extension GridGeometry {
  /// Whether an image along a curve has a pixel in the volume.
  fileprivate func meets(_ image: CurvedReformation) -> Bool {
    (0..<image.height).contains { row in
      (0..<image.width).contains { column in
        let place = image.patientPoint(column: Double(column), row: Double(row))
        return contains(voxelPoint(of: place))
      }
    }
  }
}
