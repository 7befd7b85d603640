import Sagitta

extension SliceJob {
  /// The sheets that were asked for: none, one, or one for each orientation.
  func sheets(isFolder: Bool) throws -> [Sheet] {
    if command.sheet.panels { return [try panels()] }
    guard let montage = command.sheet.montage else { return [] }
    if command.native { return [try nativeMontage(montage)] }
    let choice = command.plane ?? (isFolder ? .all : .axial)
    return try choice.orientations.map { try self.montage(montage, $0) }
  }

  private func nativeMontage(_ montage: PictureSizeArgument) throws -> Sheet {
    let size = volume.dimensions
    let items = storedSlices(try indices(montage, size.slices))
    return try Sheet(montage: montage, items, size: SIMD2(size.columns, size.rows))
  }

  private func montage(
    _ montage: PictureSizeArgument, _ orientation: OrthogonalOrientation
  ) throws -> Sheet {
    var stack = try OrthogonalPlan(volume.geometry, orientation, layout: command.picture.layout)
    let extent = Sheet.extent(of: montage, stack.pictureSize)
    let side = max(extent.x, extent.y)
    if command.picture.layout == PictureLayout(), side > Sheet.usualSide {
      let pixel = stack.center.pixelWidth * Double(side) / Double(Sheet.usualSide)
      stack = try OrthogonalPlan(volume.geometry, orientation, layout: PictureLayout(pixel: pixel))
    }
    let items = try items(try indices(montage, stack.count), stack)
    return try Sheet(montage: montage, items, size: stack.pictureSize)
  }

  /// The chosen planes, else as many as there are places, spread evenly from first to last.
  private func indices(_ montage: PictureSizeArgument, _ count: Int) throws -> [Int] {
    if command.selection.isGiven { return try command.selection.indices(count: count) }
    let shown = min(count, montage.width * montage.height)
    guard shown > 1 else { return [count / 2] }
    // Whole numbers only: the k-th of n is round(k·(count−1)/(n−1)), half up.
    return (0..<shown).map { (2 * $0 * (count - 1) + shown - 1) / (2 * (shown - 1)) }
  }

  /// The planes through the crosshair, else the middle ones.
  private func panels() throws -> Sheet {
    try Sheet(
      panels: OrthogonalOrientation.allCases.map { orientation in
        let stack = try OrthogonalPlan(
          volume.geometry, orientation, layout: command.picture.layout)
        guard let point = command.picture.crosshair?.point else {
          return try items([stack.middle], stack)[0]
        }
        return try item(at: point.coordinates[orientation.axisAcross], stack)
      })
  }
}

extension OrthogonalPlan {
  /// Columns and rows of its pictures.
  fileprivate var pictureSize: SIMD2<Int> { SIMD2(center.width, center.height) }
}
