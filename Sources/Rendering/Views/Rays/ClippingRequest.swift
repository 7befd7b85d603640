import Geometry
public import RayCasting

/// What of a volume is seen.
///
/// As JSON every field may be left out: `{ "crop": [-90, 100, 110, 240, -680, -430] }`.
public struct ClippingRequest: Codable, Hashable, Sendable {
  /// Only what lies in this box: x0, x1, y0, y1, z0, z1 in LPS mm, each pair in ascending order.
  public var crop: [Double]?

  /// Only what lies on this side of planes: a, b, c, d of each with ax + by + cz + d ≥ 0 in LPS mm.
  public var clipPlanes: [[Double]]

  /// Where the slab begins, in mm along the view, away from the viewer, from the plane through the
  /// volume's centre; nil is before everything.
  public var slabFrom: Double?

  /// Where the slab ends, counted alike; nil is behind everything.
  public var slabTo: Double?

  /// Whether what is not the patient in a CT is left out: table, clothes, tubes.
  public var removeTable: Bool

  /// Creates a request; without arguments everything is seen.
  public init(
    crop: [Double]? = nil, clipPlanes: [[Double]] = [], slabFrom: Double? = nil,
    slabTo: Double? = nil, removeTable: Bool = false
  ) {
    self.crop = crop
    self.clipPlanes = clipPlanes
    self.slabFrom = slabFrom
    self.slabTo = slabTo
    self.removeTable = removeTable
  }

  /// Reads a request; what is not given is as
  /// ``init(crop:clipPlanes:slabFrom:slabTo:removeTable:)`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    crop = try fields.value(.crop)
    clipPlanes = try fields.value(.clipPlanes, default: [])
    slabFrom = try fields.value(.slabFrom)
    slabTo = try fields.value(.slabTo)
    removeTable = try fields.value(.removeTable, default: false)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError`` that names the field below `clipping`.
  public func validate() throws(RequestError) {
    if let crop { _ = try Self.box(crop) }
    for plane in clipPlanes { _ = try Self.plane(plane) }
    _ = try slab()
  }

  /// The clipping of rays.
  ///
  /// - Throws: ``RequestError``.
  public func clipping() throws(RequestError) -> Clipping {
    var planes: [Plane] = []
    for plane in clipPlanes { planes.append(try Self.plane(plane)) }
    return Clipping(crop: try crop.map(Self.box), planes: planes, slab: try slab())
  }

  /// The slab; nil where neither end is asked for.
  ///
  /// - Throws: ``RequestError``.
  public func slab() throws(RequestError) -> ClosedRange<Double>? {
    guard slabFrom != nil || slabTo != nil else { return nil }
    try RequestError.checkFinite(slabFrom, field: "clipping.slabFrom")
    try RequestError.checkFinite(slabTo, field: "clipping.slabTo")
    // Far enough for every volume, near enough for exact sums.
    let from = slabFrom ?? -1e6
    let to = slabTo ?? 1e6
    guard from <= to else {
      throw RequestError(
        .contradiction, field: "clipping.slabTo",
        sentence:
          "the slab ends at `clipping.slabTo` \(to) mm, before it begins at `clipping.slabFrom` "
          + "\(from) mm")
    }
    return from...to
  }

  private static func box(_ limits: [Double]) throws(RequestError) -> PatientBox {
    try RequestError.check(limits, count: 6, field: "clipping.crop")
    guard limits[0] <= limits[1], limits[2] <= limits[3], limits[4] <= limits[5] else {
      throw RequestError(
        .contradiction, field: "clipping.crop",
        sentence: "`clipping.crop` ends before it begins: each pair is in ascending order")
    }
    return PatientBox(
      PatientPoint(limits[0], limits[2], limits[4]), PatientPoint(limits[1], limits[3], limits[5]))
  }

  private static func plane(_ numbers: [Double]) throws(RequestError) -> Plane {
    try RequestError.check(numbers, count: 4, field: "clipping.clipPlanes")
    let normal = PatientVector(numbers[0], numbers[1], numbers[2])
    guard let unit = normal.normalized,
      let plane = Plane(
        through: PatientPoint(0, 0, 0) - unit * (numbers[3] / normal.length), normal: normal)
    else {
      throw RequestError(
        .outOfRange, field: "clipping.clipPlanes",
        sentence: "`clipping.clipPlanes` 0,0,0 is no direction")
    }
    return plane
  }
}
