/// An affine map that carries points of `Source` to points of `Target`.
@frozen
public struct AffineMap<Source: CoordinateSpace, Target: CoordinateSpace>: Hashable, Sendable {
  /// Images of the unit steps along x, y and z of `Source`.
  public var x, y, z: Vector3<Target>

  /// Image of the origin of `Source`.
  public var origin: Point3<Target>

  /// Creates a map from the images of the unit steps and of the origin.
  @inlinable
  public init(
    x: Vector3<Target>, y: Vector3<Target>, z: Vector3<Target>, origin: Point3<Target>
  ) {
    self.x = x
    self.y = y
    self.z = z
    self.origin = origin
  }

  /// Returns the image of `point`.
  @inlinable
  public func callAsFunction(_ point: Point3<Source>) -> Point3<Target> {
    origin + self(point.fromOrigin)
  }

  /// Returns the image of a displacement, which does not depend on the origin.
  @inlinable
  public func callAsFunction(_ vector: Vector3<Source>) -> Vector3<Target> {
    let v = vector.components
    return Vector3(x.components * v.x + y.components * v.y + z.components * v.z)
  }

  /// The volume of the image of a unit cube, negative if the map mirrors.
  @inlinable
  public var determinant: Double { x.dot(y.cross(z)) }

  /// The map that undoes this one, or nil if this one flattens space (or is not finite).
  @inlinable
  public var inverse: AffineMap<Target, Source>? {
    let scale = x.length * y.length * z.length
    // Relative to the edge lengths, so that micrometre voxels invert as well as metres.
    guard scale.isFinite, abs(determinant) > 1e-12 * scale else { return nil }
    let volume = determinant
    let yz = y.cross(z) / volume
    let zx = z.cross(x) / volume
    let xy = x.cross(y) / volume
    let linear = AffineMap<Target, Source>(
      x: Vector3(yz.x, zx.x, xy.x), y: Vector3(yz.y, zx.y, xy.y), z: Vector3(yz.z, zx.z, xy.z),
      origin: Point3(0, 0, 0))
    var inverse = linear
    inverse.origin = Point3((-linear(origin.fromOrigin)).components)
    return inverse
  }

  /// Returns the map that applies this one first and then `next`.
  @inlinable
  public func followed<Final>(by next: AffineMap<Target, Final>) -> AffineMap<Source, Final> {
    AffineMap<Source, Final>(x: next(x), y: next(y), z: next(z), origin: next(origin))
  }

  /// The 4×4 matrix, row-major; its last row is 0 0 0 1.
  public var rowMajor: [Double] {
    let rows = (0..<3).map { row in
      [x.components[row], y.components[row], z.components[row], origin.coordinates[row]]
    }
    return rows.flatMap(\.self) + [0, 0, 0, 1]
  }

  /// Creates a map from a row-major 4×4 matrix.
  ///
  /// Returns nil unless there are 16 finite numbers whose last row is 0 0 0 1.
  public init?(rowMajor m: [Double]) {
    guard m.count == 16, m.allSatisfy(\.isFinite), Array(m[12...]) == [0, 0, 0, 1] else {
      return nil
    }
    self.init(
      x: Vector3(m[0], m[4], m[8]), y: Vector3(m[1], m[5], m[9]), z: Vector3(m[2], m[6], m[10]),
      origin: Point3(m[3], m[7], m[11]))
  }
}
