/// A displacement in `Space`: it has a direction and a length, but no place.
@frozen
public struct Vector3<Space: CoordinateSpace>: Hashable, Sendable {
  /// The components, in the units of `Space`.
  public var components: SIMD3<Double>

  /// Creates a displacement from its components, in the units of `Space`.
  @inlinable
  public init(_ components: SIMD3<Double>) {
    self.components = components
  }

  /// Creates a displacement from its components, in the units of `Space`.
  @inlinable
  public init(_ x: Double, _ y: Double, _ z: Double) {
    components = SIMD3(x, y, z)
  }

  /// The first component.
  @inlinable public var x: Double { components.x }
  /// The second component.
  @inlinable public var y: Double { components.y }
  /// The third component.
  @inlinable public var z: Double { components.z }

  /// The Euclidean length, in the units of `Space`.
  @inlinable public var length: Double { dot(self).squareRoot() }

  /// Whether no component is NaN or infinite.
  @inlinable
  public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The vector of length 1 in the same direction, or nil for the null vector and for
  /// components that are not finite.
  @inlinable
  public var normalized: Self? {
    // Scaling first keeps very long and very short vectors from over- and underflowing.
    let largest = Swift.max(abs(x), abs(y), abs(z))
    guard isFinite, largest > 0 else { return nil }
    let scaled = Self(components / largest)
    return scaled / scaled.length
  }

  /// Returns the scalar product with `other`.
  @inlinable
  public func dot(_ other: Self) -> Double {
    (components * other.components).sum()
  }

  /// Returns the right-handed vector product `self × other`.
  @inlinable
  public func cross(_ other: Self) -> Self {
    Self(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// The angle to `other` in degrees, from 0 to 180; 0 if either is the null vector.
  public func degrees(to other: Self) -> Double {
    // atan2 keeps its precision near 0° and 180°, where the arc cosine loses half of it.
    arcTangent(cross(other).length, dot(other)) * 180 / .pi
  }

  /// The sum of two displacements.
  @inlinable
  public static func + (a: Self, b: Self) -> Self { Self(a.components + b.components) }

  /// The difference of two displacements.
  @inlinable
  public static func - (a: Self, b: Self) -> Self { Self(a.components - b.components) }

  /// The displacement of the same length in the opposite direction.
  @inlinable
  public static prefix func - (a: Self) -> Self { Self(-a.components) }

  /// The displacement `scale` times as long.
  @inlinable
  public static func * (a: Self, scale: Double) -> Self { Self(a.components * scale) }

  /// The displacement shortened by `divisor`.
  @inlinable
  public static func / (a: Self, divisor: Double) -> Self { Self(a.components / divisor) }
}

/// A displacement in the patient, in millimetres.
public typealias PatientVector = Vector3<PatientSpace>

/// A displacement on the voxel grid, in voxels.
public typealias VoxelVector = Vector3<VoxelSpace>
