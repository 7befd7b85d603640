import Files
public import VolumeFiles
import VolumeModel
public import WorkScheduling

extension PlaneImages {
  /// Writes the values of all planes as one array, and the mask of their gaps beside it if that was
  /// asked for; those of an image along a curve as one that says that it lies in no plane.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - format: The kind of file.
  ///   - stopwatch: Gets the time of computing and writing.
  ///   - context: The workers.
  /// - Returns: Where the values lie: of several planes, the first.
  /// - Throws: ``RequestError`` for planes of several directions and for sheets; as
  ///   ``values(of:context:)``; `VolumeFileError`, `FileWritingError`.
  @discardableResult
  public func writeValues(
    to path: String, as format: VolumeFileFormat, stopwatch: Stopwatch = Stopwatch(),
    context: WorkContext = WorkContext()
  ) throws -> ImagePlace {
    try checkValues()
    if let curve = plan.curve {
      let flat = try stopwatch.time(.compute) { try curvedValues(context: context) }
      var attributes = volume.attributes
      attributes.hasPatientFrame = false
      try stopwatch.time(.write) {
        try request.marks.valueWriter.write(
          [flat], attributes: attributes, marks: source.marks?.along(curve), to: path, as: format,
          context: context)
      }
      return .curve(curve)
    }
    guard Set(plan.items.map(\.kind)).count == 1 else {
      throw RequestError(
        .unsuitable, field: "planes",
        sentence: "planes of several directions do not go into one file; each takes one of its own")
    }
    let stack = try PlaneValues(self, stopwatch: stopwatch, context: context)
    try stopwatch.time(.write) {
      try request.marks.valueWriter.write(
        stack, attributes: volume.attributes, marks: source.marks, to: path, as: format,
        context: context)
    }
    return .plane(stack.geometries[0])
  }

  /// Writes the values of every plane into a file of its own, several at a time.
  ///
  /// - Parameters:
  ///   - paths: The file of each plane.
  ///   - format: The kind of file.
  ///   - stopwatch: Gets the time of computing and writing.
  ///   - context: The workers.
  /// - Returns: Where the values of each file lie.
  /// - Throws: As ``writeValues(to:as:stopwatch:context:)``; ``RequestError`` unless there are as many
  ///   paths as planes.
  @discardableResult
  public func writeValueFiles(
    to paths: [String], as format: VolumeFileFormat, stopwatch: Stopwatch = Stopwatch(),
    context: WorkContext = WorkContext()
  ) throws -> [ImagePlace] {
    try checkValues()
    guard paths.count == count else { throw RequestError.paths(paths.count, of: count) }
    guard plan.curve == nil else {
      return [try writeValues(to: paths[0], as: format, stopwatch: stopwatch, context: context)]
    }
    var places: [ImagePlace] = []
    try forEachPart(of: plan.items, stopwatch: stopwatch, context: context) { planes, first in
      let writer = request.marks.valueWriter
      try stopwatch.time(.write) {
        try context.forEach(planes.count, stage: "writing") { number in
          try writer.write(
            [planes[number].values], attributes: volume.attributes, marks: source.marks,
            to: paths[first + number], as: format, context: context)
        }
      }
      places += planes.map { .plane($0.values.geometry) }
    }
    return places
  }

  private func checkValues() throws(RequestError) {
    guard plan.sheets.isEmpty else {
      throw RequestError(
        .unsuitable, field: "sheet",
        sentence: "`sheet.montage` and `sheet.panels` make images; values go into files of planes")
    }
  }
}

extension VolumeFileWriter {
  /// Writes planes of a volume, and the mask of its gaps beside them if that is wanted.
  fileprivate func write(
    _ planes: [PlaneImage], attributes: VolumeAttributes, marks: GapMarks?, to path: String,
    as format: VolumeFileFormat, context: WorkContext
  ) throws {
    try write(planes: planes, attributes: attributes, to: path, as: format, context: context)
    guard let marks else { return }
    try write(
      planes: planes.map { marks.mask($0) },
      attributes: VolumeAttributes(hasPatientFrame: attributes.hasPatientFrame),
      to: GapMarks.maskPath(beside: path, format: format), as: format, context: context)
  }

  /// Writes planes that are made one after the other, and the mask of their gaps beside them if that
  /// is wanted, for which they are made once more.
  fileprivate func write(
    _ stack: PlaneValues, attributes: VolumeAttributes, marks: GapMarks?, to path: String,
    as format: VolumeFileFormat, context: WorkContext
  ) throws {
    try write(
      planes: stack.geometries, attributes: attributes, to: ByteSink.file(path), as: format,
      context: context
    ) { try stack.plane($0) }
    guard let marks else { return }
    try write(
      planes: stack.geometries,
      attributes: VolumeAttributes(hasPatientFrame: attributes.hasPatientFrame),
      to: ByteSink.file(GapMarks.maskPath(beside: path, format: format)), as: format,
      context: context
    ) { marks.mask(try stack.plane($0)) }
  }
}
