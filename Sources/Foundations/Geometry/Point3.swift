/// A position in `Space`.
@frozen
public struct Point3<Space: CoordinateSpace>: Hashable, Sendable {
  /// The coordinates, in the units of `Space`.
  public var coordinates: SIMD3<Double>

  /// Creates a point from its coordinates, in the units of `Space`.
  @inlinable
  public init(_ coordinates: SIMD3<Double>) {
    self.coordinates = coordinates
  }

  /// Creates a point from its coordinates, in the units of `Space`.
  @inlinable
  public init(_ x: Double, _ y: Double, _ z: Double) {
    coordinates = SIMD3(x, y, z)
  }

  /// The first coordinate.
  @inlinable public var x: Double { coordinates.x }
  /// The second coordinate.
  @inlinable public var y: Double { coordinates.y }
  /// The third coordinate.
  @inlinable public var z: Double { coordinates.z }

  /// Whether no coordinate is NaN or infinite.
  @inlinable
  public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The displacement that leads from the space's origin to the point.
  @inlinable public var fromOrigin: Vector3<Space> { Vector3(coordinates) }

  /// Returns the distance to `other`, in the units of `Space`.
  @inlinable
  public func distance(to other: Self) -> Double { (other - self).length }

  /// The displacement that leads from `b` to `a`.
  @inlinable
  public static func - (a: Self, b: Self) -> Vector3<Space> {
    Vector3(a.coordinates - b.coordinates)
  }

  /// The point reached from `a` by the displacement `d`.
  @inlinable
  public static func + (a: Self, d: Vector3<Space>) -> Self {
    Self(a.coordinates + d.components)
  }

  /// The point from which the displacement `d` leads to `a`.
  @inlinable
  public static func - (a: Self, d: Vector3<Space>) -> Self {
    Self(a.coordinates - d.components)
  }
}

/// A position on the voxel grid.
public typealias VoxelPoint = Point3<VoxelSpace>

/// A position in the patient, in millimetres.
public typealias PatientPoint = Point3<PatientSpace>
