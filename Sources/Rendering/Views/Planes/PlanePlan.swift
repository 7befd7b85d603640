public import Reslicing
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// Where the planes of a request lie in a volume, before any value is made: no voxels are needed.
public struct PlanePlan: Sendable {
  /// The planes that become images of their own; none where sheets or a curve hold them.
  public internal(set) var items: [PlaneItem] = []
  /// The sheets that hold the planes.
  public internal(set) var sheets: [Sheet] = []
  /// The image along a curve.
  public internal(set) var curve: CurvedReformation?
  /// What a reader should know.
  public internal(set) var findings: [Finding] = []
  /// What people are told.
  public internal(set) var notices: [Notice] = []

  let request: PlaneRequest
  let grid: GridGeometry
  let slab: Slab?
  let limits: WorkLimits

  /// Lays out the planes of a request.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - grid: The volume's grid.
  ///   - attributes: What is known of the volume.
  ///   - other: The volume whose planes are asked for by ``PlaneChoice/planeOf``.
  ///   - limits: How large planes may be.
  /// - Throws: ``RequestError``, `ReslicingError` for planes that cannot be.
  public init(
    _ request: PlaneRequest, of grid: GridGeometry,
    attributes: VolumeAttributes = VolumeAttributes(), like other: OtherGrid? = nil,
    limits: WorkLimits = WorkLimits()
  ) throws {
    try request.validate()
    self.request = request
    self.grid = grid
    self.limits = limits
    slab = try request.slab?.slab()
    switch request.planes {
    case .orthogonal(let planes): try add(planes)
    case .native(let planes): try add(planes)
    case .oblique(let planes):
      try add(planes.planes(in: grid, layout: request.layout, limits: limits))
    case .planeOf:
      guard let other else { throw RequestError.noOtherGrid }
      notices += other.notices(beside: attributes)
      try add(other.planes(layout: request.layout, limits: limits))
    case .curve(let planes): try add(planes)
    }
  }

  /// All planes, on sheets or not.
  public var shown: [PlaneItem] {
    sheets.isEmpty ? items : sheets.flatMap { $0.places.map(\.item) }
  }

  /// How many images there are.
  var count: Int { curve != nil ? 1 : sheets.isEmpty ? items.count : sheets.count }

  /// What each image shows, and its number: names of files.
  public var names: [(kind: String, index: Int)] {
    if curve != nil { return [("mpr", 0)] }
    guard sheets.isEmpty else {
      return sheets.enumerated().map { number, sheet in (sheet.kind, number) }
    }
    return items.map { ($0.kind, $0.index) }
  }

  /// Columns and rows of a plane.
  func size(of item: PlaneItem) -> SIMD2<Int> {
    switch item.source {
    case .plane(let plane): SIMD2(plane.width, plane.height)
    case .storedSlice: SIMD2(grid.dimensions.columns, grid.dimensions.rows)
    }
  }

  /// The bytes of the values of some planes.
  func valueBytes(of items: some Sequence<PlaneItem>) -> Int {
    items.reduce(0) { $0 + pixels(of: $1) } * MemoryLayout<Float>.stride
  }

  /// The pixels of a plane.
  func pixels(of item: PlaneItem) -> Int {
    let size = size(of: item)
    return size.x * size.y
  }
}

extension RequestError {
  /// Planes of another volume are asked for, and there is none.
  fileprivate static let noOtherGrid = RequestError(
    .incomplete, field: "planes.planeOf", sentence: "`planes.planeOf` needs another volume")
}
