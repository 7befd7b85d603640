import Geometry
import Reslicing
import VolumeModel

/// Planes that are made in one sweep, a part at a time where memory is short.
struct PlaneSweep: Sendable {
  /// The planes, in order.
  let items: [PlaneItem]
  /// Them as a stack, if several are one.
  let stack: PlaneStack?

  init(_ items: [PlaneItem]) {
    self.items = items
    stack = items.count > 1 ? Self.stack(items) : nil
  }

  /// Where the values of planes lie: on the planes themselves, but for rounding.
  func geometries(in grid: GridGeometry) throws -> [PlaneGeometry] {
    guard let stack else {
      return try items.map { item in
        switch item.source {
        case .plane(let plane): plane
        case .storedSlice(let slice): try grid.storedSlice(slice)
        }
      }
    }
    return try items.indices.map { try stack.plane($0) }
  }

  /// The planes as a stack, if they are one.
  private static func stack(_ items: [PlaneItem]) -> PlaneStack? {
    let planes = items.compactMap { item -> PlaneGeometry? in
      if case .plane(let plane) = item.source { return plane }
      return nil
    }
    guard planes.count == items.count, let first = planes.first else { return nil }
    let distance = (planes[planes.count - 1].center - first.center).dot(first.normal)
    let middle = first.moved(away: distance / 2)
    let stack = try? PlaneStack(
      around: middle, count: planes.count, spacing: distance / Double(planes.count - 1))
    guard let stack, planes.indices.allSatisfy({ stack.holds(planes[$0], at: $0) }) else {
      return nil
    }
    return stack
  }
}

extension PlaneStack {
  /// Whether a plane is the one with a number, but for rounding.
  fileprivate func holds(_ plane: PlaneGeometry, at index: Int) -> Bool {
    guard let own = try? self.plane(index) else { return false }
    return plane.width == own.width && plane.height == own.height
      && plane.pixelWidth == own.pixelWidth && plane.pixelHeight == own.pixelHeight
      && plane.right == own.right && plane.down == own.down
      && plane.center.distance(to: own.center) < 1e-6 * min(own.pixelWidth, spacing)
  }
}
