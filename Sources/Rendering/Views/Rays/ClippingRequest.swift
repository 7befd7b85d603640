public import Geometry
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

  /// Reads a request in which any field may be absent.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    crop = try fields.decodeIfPresent([Double].self, forKey: .crop)
    clipPlanes = try fields.decodeIfPresent([[Double]].self, forKey: .clipPlanes) ?? []
    slabFrom = try fields.decodeIfPresent(Double.self, forKey: .slabFrom)
    slabTo = try fields.decodeIfPresent(Double.self, forKey: .slabTo)
    removeTable = try fields.decodeIfPresent(Bool.self, forKey: .removeTable) ?? false
  }

  /// Returns normally if the request makes sense.
  ///
  /// - Throws: ``RayRequestError`` that names the field below `clipping`.
  public func validate() throws(RayRequestError) {
    if let crop { _ = try Self.box(crop) }
    for plane in clipPlanes { _ = try Self.plane(plane) }
    _ = try slab()
  }

  /// The clipping of rays.
  ///
  /// - Throws: ``RayRequestError``.
  public func clipping() throws(RayRequestError) -> Clipping {
    var planes: [Plane] = []
    for plane in clipPlanes { planes.append(try Self.plane(plane)) }
    return Clipping(crop: try crop.map(Self.box), planes: planes, slab: try slab())
  }

  /// The slab; nil where neither end is asked for.
  ///
  /// - Throws: ``RayRequestError``.
  public func slab() throws(RayRequestError) -> ClosedRange<Double>? {
    guard slabFrom != nil || slabTo != nil else { return nil }
    try RequestField.checkFinite(slabFrom, field: "clipping.slabFrom")
    try RequestField.checkFinite(slabTo, field: "clipping.slabTo")
    // Far enough for every volume, near enough for exact sums.
    let from = slabFrom ?? -1e6
    let to = slabTo ?? 1e6
    guard from <= to else {
      throw RayRequestError(.slabEnds(at: to, before: from), field: "clipping.slabTo")
    }
    return from...to
  }

  private static func box(_ limits: [Double]) throws(RayRequestError) -> PatientBox {
    guard limits.count == 6 else {
      throw RayRequestError(.notCount(6, limits.count), field: "clipping.crop")
    }
    for limit in limits { try RequestField.checkFinite(limit, field: "clipping.crop") }
    guard limits[0] <= limits[1], limits[2] <= limits[3], limits[4] <= limits[5] else {
      throw RayRequestError(.notGrowing, field: "clipping.crop")
    }
    return PatientBox(
      PatientPoint(limits[0], limits[2], limits[4]), PatientPoint(limits[1], limits[3], limits[5]))
  }

  private static func plane(_ numbers: [Double]) throws(RayRequestError) -> Plane {
    guard numbers.count == 4 else {
      throw RayRequestError(.notCount(4, numbers.count), field: "clipping.clipPlanes")
    }
    for number in numbers {
      try RequestField.checkFinite(number, field: "clipping.clipPlanes")
    }
    let normal = PatientVector(numbers[0], numbers[1], numbers[2])
    guard let unit = normal.normalized,
      let plane = Plane(
        through: PatientPoint(0, 0, 0) - unit * (numbers[3] / normal.length), normal: normal)
    else { throw RayRequestError(.noDirection, field: "clipping.clipPlanes") }
    return plane
  }
}
