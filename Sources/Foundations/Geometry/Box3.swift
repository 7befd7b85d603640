/// A box with edges along the axes of `Space`; its faces belong to it.
public struct Box3<Space: CoordinateSpace>: Hashable, Sendable {
  /// The corner with the smallest coordinates.
  public let lower: Point3<Space>

  /// The corner with the largest coordinates.
  public let upper: Point3<Space>

  /// Creates the box that two opposite corners span, in any order.
  public init(_ a: Point3<Space>, _ b: Point3<Space>) {
    let p = a.coordinates
    let q = b.coordinates
    lower = Point3(p.replacing(with: q, where: q .< p))
    upper = Point3(p.replacing(with: q, where: q .> p))
  }

  /// Creates the smallest box that holds all `points`, or nil if there are none.
  public init?(around points: some Sequence<Point3<Space>>) {
    var iterator = points.makeIterator()
    guard let first = iterator.next() else { return nil }
    var box = Box3(first, first)
    while let point = iterator.next() { box = box.extended(to: point) }
    self = box
  }

  /// The point in the middle.
  public var center: Point3<Space> { Point3((lower.coordinates + upper.coordinates) / 2) }

  /// The edge lengths.
  public var size: Vector3<Space> { upper - lower }

  /// The eight corners; the first coordinate changes fastest.
  public var corners: [Point3<Space>] {
    (0..<8).map { n in
      Point3(
        n & 1 == 0 ? lower.x : upper.x, n & 2 == 0 ? lower.y : upper.y,
        n & 4 == 0 ? lower.z : upper.z)
    }
  }

  /// Returns whether `point` lies in the box or on its faces.
  public func contains(_ point: Point3<Space>) -> Bool {
    all(point.coordinates .>= lower.coordinates) && all(point.coordinates .<= upper.coordinates)
  }

  /// Returns the smallest box that holds this one and `point`.
  public func extended(to point: Point3<Space>) -> Self {
    let p = point.coordinates
    let low = lower.coordinates.replacing(with: p, where: p .< lower.coordinates)
    let high = upper.coordinates.replacing(with: p, where: p .> upper.coordinates)
    return Box3(Point3(low), Point3(high))
  }

  /// Returns the parameters t for which `origin + direction·t` lies in the box, or nil if
  /// the line misses it.
  ///
  /// A line that runs inside a face counts as inside; a null direction gives an unbounded
  /// range or nil.
  public func clip(
    origin: Point3<Space>, direction: Vector3<Space>
  ) -> ClosedRange<Double>? {
    var first = -Double.infinity
    var last = Double.infinity
    for axis in 0..<3 {
      let o = origin.coordinates[axis]
      let d = direction.components[axis]
      let low = lower.coordinates[axis]
      let high = upper.coordinates[axis]
      if d == 0 {
        guard low <= o, o <= high else { return nil }
        continue
      }
      let a = (low - o) / d
      let b = (high - o) / d
      first = max(first, min(a, b))
      last = min(last, max(a, b))
    }
    return first <= last ? first...last : nil
  }
}

/// A box in the patient, in millimetres.
public typealias PatientBox = Box3<PatientSpace>
