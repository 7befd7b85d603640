import Presentation
public import VolumeModel
public import WorkScheduling

extension PlaneImages {
  /// Makes finished images: planes, sheets, or the one along a curve.
  ///
  /// - Parameters:
  ///   - range: Which of the plan's ``PlanePlan/names``.
  ///   - stopwatch: Gets the time of computing.
  ///   - context: The workers.
  /// - Returns: The images in their order, the same whatever the range is.
  /// - Throws: `ReslicingError`, `OutOfMemory`, `WorkCancelled`; ``RequestError`` unless images were
  ///   asked for, and such ones.
  public func images(
    _ range: Range<Int>, stopwatch: Stopwatch = Stopwatch(), context: WorkContext = WorkContext()
  ) throws -> [FinishedImage] {
    try check(range)
    return try stopwatch.time(.compute) {
      if plan.curve != nil { return [try curvedImage(context: context)] }
      guard plan.sheets.isEmpty else {
        return try range.map { try sheetImage(plan.sheets[$0], context: context) }
      }
      var finished: [FinishedImage] = []
      try forEachPart(of: Array(plan.items[range]), context: context) { planes, _ in
        finished += try images(of: planes, context: context)
      }
      return finished
    }
  }

  /// Makes finished images and hands them on, as many at a time as memory has room for.
  ///
  /// - Parameters:
  ///   - stopwatch: Gets the time of computing.
  ///   - context: The workers.
  ///   - body: Takes images in their order, and the number of the first.
  /// - Throws: As ``images(_:stopwatch:context:)``; what `body` throws.
  func forEachImages(
    stopwatch: Stopwatch, context: WorkContext,
    body: ([FinishedImage], _ first: Int) throws -> Void
  ) throws {
    guard plan.curve == nil, plan.sheets.isEmpty else {
      for n in 0..<count {
        let image = try images(n..<n + 1, stopwatch: stopwatch, context: context)
        try body(image, n)
      }
      return
    }
    try forEachPart(of: plan.items, stopwatch: stopwatch, context: context) { planes, first in
      let made = try stopwatch.time(.compute) { try images(of: planes, context: context) }
      try body(made, first)
    }
  }

  private func images(
    of planes: [MadePlane], context: WorkContext
  ) throws -> [FinishedImage] {
    try context.map(planes.count, stage: "drawing") { number in
      let plane = planes[number]
      return FinishedImage(raster: try image(of: plane), place: .plane(plane.values.geometry))
    }
  }

  /// Makes all images; as for a range.
  public func images(context: WorkContext = WorkContext()) throws -> [FinishedImage] {
    try batches().flatMap { try images($0, context: context) }
  }

  /// Makes the values of all planes, or of the image along a curve.
  ///
  /// - Throws: As ``values(of:context:)``.
  public func values(context: WorkContext = WorkContext()) throws -> [PlaneImage] {
    guard plan.curve == nil else { return [try curvedValues(context: context)] }
    return try values(of: plan.shown, context: context)
  }

  /// Ranges of images that are made side by side; sheets take their turn.
  func batches() -> [Range<Int>] {
    let step = plan.sheets.isEmpty ? Self.batch : 1
    let count = count
    return stride(from: 0, to: count, by: step).map { $0..<min(count, $0 + step) }
  }

  /// The image of a plane that is made, among all others of the request.
  func image(of plane: MadePlane) throws(RequestError) -> Raster {
    let style = try imageStyle
    let annotation = style.annotator?.annotation(
      of: plane.item, in: plane.values.geometry, among: plan.items)
    return style.image(
      of: plane.values, overlay: plane.overlay, annotation: annotation, gaps: source.marks)
  }

  private func curvedImage(context: WorkContext) throws -> FinishedImage {
    guard let curve = plan.curve else { throw RequestError.noCurve }
    let style = try imageStyle
    let raster = style.image(
      of: try curvedValues(context: context),
      annotation: style.annotator?.annotation(ofCurve: curve), gaps: source.marks?.along(curve))
    return FinishedImage(raster: raster, place: .curve(curve))
  }

  private func sheetImage(_ sheet: Sheet, context: WorkContext) throws -> FinishedImage {
    var canvas = SheetCanvas(width: sheet.width, height: sheet.height)
    var places: [ImagePlace.Tile] = []
    try forEachPart(of: sheet.places.map(\.item), context: context) { planes, first in
      for tile in try drawn(planes, sheet: sheet, from: first, context: context) {
        canvas.add(tile)
      }
      places += planes.enumerated().map { number, plane in
        ImagePlace.Tile(
          plane: plane.values.geometry, origin: sheet.places[first + number].origin)
      }
    }
    return FinishedImage(raster: canvas.raster, place: .sheet(places))
  }

  /// The images of planes on a sheet, side by side.
  private func drawn(
    _ planes: [MadePlane], sheet: Sheet, from start: Int, context: WorkContext
  ) throws -> [Raster.Tile] {
    let style = try imageStyle
    let gaps = source.marks
    let marks = SheetMarks(annotator: style.annotator, sheet: sheet)
    return try context.map(planes.count) { number in
      let plane = planes[number]
      let annotation = marks.annotation(
        ofPlace: start + number, in: plane.values.geometry)
      let raster = style.image(
        of: plane.values, overlay: plane.overlay, annotation: annotation, gaps: gaps)
      return Raster.Tile(raster, at: sheet.places[start + number].origin)
    }
  }
}
