public import Geometry
public import VolumeModel
public import WorkScheduling

extension GridGeometry {
  /// Returns an evenly spaced grid of another spacing over the same part of the patient.
  ///
  /// Its axes run along those of this grid, made perpendicular: i along i, j in the slices, k
  /// along the slices' normal (against it where this grid is left-handed). Along each there are
  /// `ceil(extent / spacing − 1e-6)` voxels, centred on the volume. Of a sheared or irregular
  /// grid it covers the smallest box.
  ///
  /// - Parameters:
  ///   - spacing: Millimetres between voxel centres along i, j and k.
  ///   - limits: How many voxels there may be.
  /// - Returns: A grid with straight, evenly spaced axes.
  /// - Throws: ``ReslicingError`` unless the spacings are finite and above 0, and for too many
  ///   voxels.
  public func resampled(
    spacing: SIMD3<Double>, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> GridGeometry {
    for axis in 0..<3 { try ImageLayout.check(spacing[axis], name: "spacing") }
    let axes = perpendicularAxes
    let corners = voxelBounds.corners.map(patientPoint(of:))
    var center = PatientPoint(0, 0, 0)
    var counts: [Double] = []
    for (n, axis) in axes.enumerated() {
      let places = corners.map { $0.fromOrigin.dot(axis) }
      let low = places.min() ?? 0
      let high = places.max() ?? 0
      center = center + axis * ((low + high) / 2)
      counts.append(ImageLayout.steps(spacing[n], covering: high - low))
    }
    let voxels = counts.reduce(1, *)
    try ReslicingError.check(voxels, limit: limits.stackPixels)
    let steps = (0..<3).map { axes[$0] * spacing[$0] }
    let first = (0..<3).reduce(center) { $0 - steps[$1] * ((counts[$1] - 1) / 2) }
    let size = GridDimensions(
      columns: Int(counts[0]), rows: Int(counts[1]), slices: Int(counts[2]))
    return try Self.grid(size, steps: steps, first)
  }

  /// Returns this evenly spaced grid with voxels added before and behind along each axis;
  /// negative numbers take voxels away.
  ///
  /// - Parameters:
  ///   - before: Voxels before the first along i, j and k.
  ///   - after: Voxels behind the last.
  ///   - limits: How many voxels there may be.
  /// - Returns: A grid with the same axes.
  /// - Throws: ``ReslicingError`` for an irregular grid, if no voxel is left, or for too many.
  public func padded(
    before: SIMD3<Int>, after: SIMD3<Int>, limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) -> GridGeometry {
    guard slicePositions == nil else { throw .irregularTarget }
    let counts = (0..<3).map { Double(dimensions.ijk[$0]) + Double(before[$0]) + Double(after[$0]) }
    guard counts.allSatisfy({ $0 >= 1 }) else { throw .notPositive("size", counts.min() ?? 0) }
    let voxels = counts.reduce(1, *)
    try ReslicingError.check(voxels, limit: limits.stackPixels)
    let first = VoxelPoint(-Double(before.x), -Double(before.y), -Double(before.z))
    return try Self.grid(
      GridDimensions(columns: Int(counts[0]), rows: Int(counts[1]), slices: Int(counts[2])),
      steps: [voxelToPatient.x, voxelToPatient.y, voxelToPatient.z], patientPoint(of: first))
  }

  /// Returns the part of this grid whose voxels are needed to sample a patient box, or nil if
  /// they do not meet.
  ///
  /// - Parameter box: A box in LPS mm.
  /// - Returns: The voxels, where they are in the patient.
  public func cropped(to box: PatientBox) -> GridGeometry? {
    let corners = box.corners.map(voxelPoint(of:)).map(\.coordinates)
    let ranges = (0..<3).map { axis -> Range<Int> in
      let places = corners.map { $0[axis] }
      let top = Double(dimensions.ijk[axis])
      let low = max(0, ((places.min() ?? 0) - 1e-6).rounded(.down))
      let high = min(top, ((places.max() ?? 0) + 1e-6).rounded(.up) + 1)
      return low < high ? Int(low)..<Int(high) : 0..<0
    }
    guard ranges.allSatisfy({ !$0.isEmpty }) else { return nil }
    return cropped(i: ranges[0], j: ranges[1], k: ranges[2])
  }

  /// Directions of length 1 along i, across it in the slices, and across the slices on the side
  /// of k.
  private var perpendicularAxes: [PatientVector] {
    let i = voxelToPatient.x.normalized ?? PatientVector(1, 0, 0)
    let across = voxelToPatient.z.dot(normal) < 0 ? -normal : normal
    let j = normal.cross(i).normalized ?? PatientVector(0, 1, 0)
    return [i, j, across]
  }

  private static func grid(
    _ size: GridDimensions, steps: [PatientVector], _ first: PatientPoint
  ) throws(ReslicingError) -> GridGeometry {
    do {
      return try GridGeometry(
        dimensions: size,
        voxelToPatient: AffineMap(x: steps[0], y: steps[1], z: steps[2], origin: first))
    } catch {
      throw .notFinite("spacing")
    }
  }
}
