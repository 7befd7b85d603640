public import DerivedObjects
import Reslicing
import Sampling
public import VolumeModel
public import WorkScheduling

extension PlaneImages {
  /// Planes of one kind that become a series of calibrated images.
  public struct Series: Sendable {
    /// The word before the number in names of files.
    public let kind: String
    /// The numbers of the planes, from 0.
    public let indices: [Int]
    /// Their values.
    public let planes: CalibratedPlanes
    /// How they came about.
    public let derivation: Derivation
  }

  /// Finished images that become the frames of one secondary capture.
  public struct Capture: Sendable {
    /// The word before the number in the file's name.
    public let kind: String
    /// That number, from 0.
    public let index: Int
    /// The images.
    public let frames: [Raster]
    /// How they came about.
    public let derivation: Derivation
    /// What their header says.
    public let details: SecondaryCapture.Details
    /// Where the pixels of the first lie.
    public let place: ImagePlace
  }

  /// Makes the planes as calibrated images, a series for each direction.
  ///
  /// - Throws: ``RequestError`` for an image along a curve, whose pixels lie on no plane, and for
  ///   sheets; as ``values(of:context:)``.
  public func series(
    stopwatch: Stopwatch = Stopwatch(), context: WorkContext = WorkContext()
  ) throws -> [Series] {
    guard plan.curve == nil else {
      throw RequestError(
        .unsuitable, field: "planes.curve",
        sentence: "the pixels along a curve lie on no plane, which a calibrated image needs")
    }
    try checkDerived()
    return try groups.map { group in
      let values = try stopwatch.time(.compute) {
        try inBatches(group.items, context: context).map(\.values)
      }
      return Series(
        kind: group.kind, indices: group.items.map(\.index),
        planes: CalibratedPlanes(
          values, thickness: thickness(of: group.kind), slices: storedSlices(group.items)),
        derivation: derivation(of: group.kind))
    }
  }

  /// Makes finished images, those of one direction as the frames of one secondary capture.
  ///
  /// - Throws: ``RequestError`` for sheets; as ``images(_:stopwatch:context:)``.
  /// - Precondition: Images were wanted.
  public func captures(
    stopwatch: Stopwatch = Stopwatch(), context: WorkContext = WorkContext()
  ) throws -> [Capture] {
    try checkDerived()
    if let curve = plan.curve {
      let image = try images(0..<1, stopwatch: stopwatch, context: context)[0]
      return [
        Capture(
          kind: "mpr", index: 0, frames: [image.raster],
          derivation: Derivation(
            [.curvedReformatting], description: "Picture along a curve, \(curve.mode.rawValue)"),
          details: SecondaryCapture.Details(), place: image.place)
      ]
    }
    return try groups.map { group in
      try stopwatch.time(.compute) {
        let planes = try inBatches(group.items, context: context)
        var details = SecondaryCapture.Details()
        details.plane = planes[0].values.geometry
        return Capture(
          kind: group.kind, index: planes.count == 1 ? group.items[0].index : 0,
          frames: planes.map(image), derivation: derivation(of: group.kind), details: details,
          place: .plane(planes[0].values.geometry))
      }
    }
  }

  private func checkDerived() throws(RequestError) {
    guard plan.sheets.isEmpty else {
      throw RequestError(
        .unsuitable, field: "sheet",
        sentence:
          "`sheet.montage` and `sheet.panels` make image files; DICOM goes into files of planes")
    }
  }

  /// Planes of one kind, in the order of their first ones.
  private var groups: [(kind: String, items: [PlaneItem])] {
    var order: [String] = []
    for item in plan.items where !order.contains(item.kind) { order.append(item.kind) }
    return order.map { kind in (kind, plan.items.filter { $0.kind == kind }) }
  }

  /// Planes that have to be in memory together, made in batches.
  private func inBatches(
    _ items: [PlaneItem], context: WorkContext
  ) throws -> [MadePlane] {
    try check(items, limits: context.limits)
    return try stride(from: 0, to: items.count, by: Self.batch).flatMap { start in
      try made(
        Array(items[start..<min(items.count, start + Self.batch)]), context: context)
    }
  }

  /// Which stored slices planes are; nil if they are none.
  private func storedSlices(_ items: [PlaneItem]) -> CalibratedPlanes.StoredSlices? {
    let indices = items.compactMap { item -> Int? in
      if case .storedSlice(let slice) = item.source { slice } else { nil }
    }
    guard indices.count == items.count else { return nil }
    return CalibratedPlanes.StoredSlices(
      indices: indices, volumeCount: volume.dimensions.slices)
  }

  private func derivation(of kind: String) -> Derivation {
    Derivation(planes: kind, slab: source.slab, interpolation: source.interpolation)
  }

  /// What a plane's values stand for: the slab, or for stored slices what their distance is.
  private func thickness(of kind: String) -> Double? {
    source.slab?.thickness ?? (kind == "native" ? volume.geometry.sliceDistance : nil)
  }
}

extension Derivation {
  /// Planes through a volume.
  fileprivate init(planes kind: String, slab: Slab?, interpolation: Interpolation) {
    guard kind != "native" else {
      self.init([.slices], description: "Stored slices")
      return
    }
    var text = "Planes (\(kind)), \(interpolation.rawValue) interpolation"
    var processes: [Process] = [.multiplanarReformatting]
    if let slab {
      let blend = slab.blend.rawValue
      text += ", slabs of \(slab.thickness.displayText) mm, \(blend) of the samples"
      switch slab.blend {
      case .max: processes.append(.maximumProjection)
      case .min: processes.append(.minimumProjection)
      case .mean: processes.append(.meanProjection)
      case .sum: break
      }
    }
    self.init(processes, description: text)
  }
}
