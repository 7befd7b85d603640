import Geometry
import Reslicing
import VolumeModel

extension PlanePlan {
  /// Patient planes, alone or on sheets.
  mutating func add(_ planes: OrthogonalPlanes) throws {
    switch request.sheet {
    case nil:
      for orientation in planes.plane.orientations {
        let stack = try OrthogonalPlan(
          grid, orientation: orientation, layout: request.layout, limits: limits)
        items += try items(planes.selection, of: stack)
      }
    case .panels: sheets = [try panels()]
    case .montage(let columns, let rows):
      for orientation in planes.plane.orientations {
        sheets.append(
          try montage(SIMD2(columns, rows), selection: planes.selection, orientation: orientation))
      }
    }
  }

  /// Stored slices, alone or on a sheet.
  mutating func add(_ planes: StoredPlanes) throws {
    let count = grid.dimensions.slices
    guard case .montage(let columns, let rows) = request.sheet else {
      items = storedSlices(try planes.selection.indices(count: count))
      return try ReslicingError.check(planes: items.count, limits: limits)
    }
    let places = SIMD2(columns, rows)
    let shown = storedSlices(try planes.selection.indices(count: count, spreadOver: places))
    let size = SIMD2(grid.dimensions.columns, grid.dimensions.rows)
    sheets = [try Sheet(montage: places, items: shown, size: size, limits: limits)]
  }

  private func storedSlices(_ indices: [Int]) -> [PlaneItem] {
    indices.map { index in
      PlaneItem(
        kind: "native", index: index, total: grid.dimensions.slices,
        reach: grid.sliceDistance / 2, source: .storedSlice(index))
    }
  }

  /// The chosen planes of a stack; a crosshair chooses where nothing else does.
  private mutating func items(
    _ selection: PlaneSelection, of stack: OrthogonalPlan
  ) throws -> [PlaneItem] {
    let axis = stack.orientation.axisAcross
    switch (selection, request.marks.crosshair) {
    case (.at(let coordinate), _): return [try item(at: coordinate, stack: stack)]
    case (.middle, let point?): return [try item(at: point.coordinates[axis], stack: stack)]
    case (.middle, nil), (.index, _), (.every, _), (.all, _):
      return try items(selection.indices(count: stack.count), stack: stack)
    }
  }

  private func items(_ indices: [Int], stack: OrthogonalPlan) throws -> [PlaneItem] {
    try ReslicingError.check(planes: indices.count, limits: limits)
    return try indices.map { index in
      PlaneItem(
        kind: stack.orientation.rawValue, index: index, total: stack.count,
        reach: stack.spacing / 2, source: .plane(try stack.plane(index)))
    }
  }

  private mutating func item(at coordinate: Double, stack: OrthogonalPlan) throws -> PlaneItem {
    warnIfOutside(coordinate, stack: stack)
    return PlaneItem(
      kind: stack.orientation.rawValue, index: try stack.index(closestTo: coordinate),
      total: stack.count, reach: stack.spacing / 2,
      source: .plane(try stack.plane(at: coordinate)))
  }

  /// A plane beside the volume is legal and empty, but rarely meant.
  private mutating func warnIfOutside(_ coordinate: Double, stack: OrthogonalPlan) {
    let axis = stack.orientation.axisAcross
    let low = grid.patientBounds.lower.coordinates[axis]
    let high = grid.patientBounds.upper.coordinates[axis]
    guard coordinate < low || coordinate > high else { return }
    notices.append(
      Notice(
        .warning,
        message: "\(coordinate.displayText) mm lies outside the volume, which reaches from "
          + "\(low.displayText) to \(high.displayText) mm: the picture is empty"))
  }

  /// A contact sheet of one orientation, coarse enough to be looked at where nobody asked for a
  /// size.
  private func montage(
    _ places: SIMD2<Int>, selection: PlaneSelection, orientation: OrthogonalOrientation
  ) throws -> Sheet {
    var stack = try OrthogonalPlan(
      grid, orientation: orientation, layout: request.layout, limits: limits)
    let extent = Sheet.extent(of: places, size: stack.imageSize)
    let side = max(extent.x, extent.y)
    if request.layout == ImageLayout(), side > Sheet.defaultSide {
      let pixel = stack.center.pixelWidth * Double(side) / Double(Sheet.defaultSide)
      stack = try OrthogonalPlan(
        grid, orientation: orientation, layout: ImageLayout(pixel: pixel), limits: limits)
    }
    let shown = try items(selection.indices(count: stack.count, spreadOver: places), stack: stack)
    return try Sheet(montage: places, items: shown, size: stack.imageSize, limits: limits)
  }

  /// The planes through the crosshair, else the middle ones.
  private mutating func panels() throws -> Sheet {
    var shown: [PlaneItem] = []
    for orientation in OrthogonalOrientation.allCases {
      let stack = try OrthogonalPlan(
        grid, orientation: orientation, layout: request.layout, limits: limits)
      shown += try items(.middle, of: stack)
    }
    return try Sheet(panels: shown, limits: limits)
  }
}

extension PlaneSelection {
  /// The numbers of the chosen planes, else of as many as there are places, spread evenly from first
  /// to last.
  fileprivate func indices(count: Int, spreadOver places: SIMD2<Int>) throws -> [Int] {
    guard self == .middle else { return try indices(count: count) }
    return EvenSpread.numbers(min(count, places.x * places.y), of: count)
  }
}

extension OrthogonalPlan {
  /// Columns and rows of its images.
  fileprivate var imageSize: SIMD2<Int> { SIMD2(center.width, center.height) }
}
