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

  /// Finished images that become the frames of one secondary capture, made one after the other.
  public struct Capture: Sendable {
    /// The word before the number in the file's name.
    public let kind: String
    /// That number, from 0.
    public let index: Int
    /// How many images there are.
    public let count: Int
    /// How they came about.
    public let derivation: Derivation
    /// What their header says.
    public let details: SecondaryCapture.Details
    /// Where the pixels of the first lie.
    public let place: ImagePlace
    /// Makes an image, from 0; to be asked in order.
    public let picture: @Sendable (Int) throws -> Raster
  }

  /// Makes the planes as calibrated images, a series for each direction.
  ///
  /// Where memory does not hold all values, they are made twice, some planes at a time: when the
  /// series are planned, and when their images are made.
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
    let areHeld = try hold(context)
    return try groups.map { group in
      Series(
        kind: group.kind, indices: group.items.map(\.index),
        planes: areHeld
          ? try held(group, stopwatch: stopwatch, context: context)
          : try made(group, context: context),
        derivation: derivation(of: group.kind))
    }
  }

  /// Whether memory holds the values of all planes, with what becomes of one at a time.
  ///
  /// - Throws: `MemoryExceeded` where it does not even hold one.
  private func hold(_ context: WorkContext) throws(MemoryExceeded) -> Bool {
    let one = objectMemory.fixed + objectMemory.perPlane
    try context.limits.checkMemory(one)
    let others = min(context.workers, plan.items.count) - 1
    do throws(MemoryExceeded) {
      try context.limits.checkMemory(
        one + others * objectMemory.perPlane + plan.valueBytes(of: plan.items))
      return true
    } catch {
      return false
    }
  }

  /// The memory of planes that become objects.
  private var objectMemory: PlaneMemory {
    memory.makingObjects(of: plan.items.map { plan.pixels(of: $0) }.max() ?? 0)
  }

  /// Planes of one kind in memory, made in batches.
  private func held(
    _ group: Group, stopwatch: Stopwatch, context: WorkContext
  ) throws -> CalibratedPlanes {
    var values: [PlaneImage] = []
    try forEachPart(of: group.items, stopwatch: stopwatch, context: context) { planes, _ in
      values += planes.map(\.values)
    }
    return CalibratedPlanes(
      values, thickness: thickness(of: group.kind), slices: storedSlices(group.items))
  }

  /// Planes of one kind that are made when they are asked for.
  private func made(_ group: Group, context: WorkContext) throws -> CalibratedPlanes {
    let parts = PlaneParts(
      items: group.items, together: objectMemory.together(context.limits))
    return CalibratedPlanes(
      try parts.geometries(in: volume.geometry), thickness: thickness(of: group.kind),
      slices: storedSlices(group.items),
      lots: parts.all.map { $0.first..<$0.first + $0.range.count }
    ) { lot in
      try made(parts.part(of: lot.lowerBound), context: context).map(\.values)
    }
  }

  /// Finished images, those of one direction as the frames of one secondary capture, each made when
  /// it is asked for.
  ///
  /// - Parameters:
  ///   - stopwatch: Gets the time of computing.
  ///   - context: The workers.
  /// - Returns: One for each direction.
  /// - Throws: ``RequestError`` for sheets, and unless images were asked for.
  public func captures(
    stopwatch: Stopwatch = Stopwatch(), context: WorkContext = WorkContext()
  ) throws -> [Capture] {
    try checkDerived()
    if let curve = plan.curve {
      let derivation = Derivation(
        [.curvedReformatting], description: "Picture along a curve, \(curve.mode.rawValue)")
      return [
        Capture(
          kind: "mpr", index: 0, count: 1, derivation: derivation,
          details: SecondaryCapture.Details(), place: .curve(curve)
        ) { _ in try images(0..<1, stopwatch: stopwatch, context: context)[0].raster }
      ]
    }
    return try groups.map { group in
      let pictures = CapturePictures(
        self, items: group.items, stopwatch: stopwatch, context: context)
      let first = try parts(of: group.items, context: context).part(of: 0).sweep
        .geometries(in: volume.geometry)[0]
      var details = SecondaryCapture.Details()
      details.plane = first
      return Capture(
        kind: group.kind, index: group.items.count == 1 ? group.items[0].index : 0,
        count: group.items.count, derivation: derivation(of: group.kind), details: details,
        place: .plane(first)
      ) { try pictures.picture($0) }
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

  private typealias Group = (kind: String, items: [PlaneItem])

  /// Planes of one kind, in the order of their first ones.
  private var groups: [Group] {
    var order: [String] = []
    for item in plan.items where !order.contains(item.kind) { order.append(item.kind) }
    return order.map { kind in (kind, plan.items.filter { $0.kind == kind }) }
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
