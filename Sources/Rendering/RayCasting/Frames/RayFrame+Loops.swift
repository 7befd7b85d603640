import CRayKernels
import Geometry
import VolumeModel

extension RayFrame {
  /// Calls `body` with the rays as the loops see them; the pointer must not escape.
  func withLoops<Result>(
    _ body: (UnsafePointer<SRFrame>) throws -> Result
  ) rethrows -> Result {
    let planes = voxelPlanes
    var frame = unsafe SRFrame()
    unsafe frame.stepLength = step
    unsafe frame.planeCount = Int32(planes.count / 4)
    switch camera.projection {
    case .orthographic: unsafe layParallelRays(&frame)
    case .perspective: unsafe layFannedRays(&frame)
    }
    // SAFETY: the planes live until the closure returns.
    return try unsafe planes.withUnsafeBufferPointer { planes in
      unsafe frame.planes = planes.baseAddress
      return try unsafe withUnsafePointer(to: frame, body)
    }
  }

  /// Where sample 0 of an orthographic ray lies, away from the viewer from ``Camera/lookAt``.
  var firstDepth: Double {
    let center = (grid.center - camera.lookAt).dot(camera.forward)
    return center + (clipping.slab?.lowerBound ?? 0)
  }

  /// From ray to ray, in mm.
  private var rayDistance: SIMD2<Double> { pixelSize / Double(samples) }

  /// From the picture's centre to the first ray, in rays.
  private var toFirstRay: SIMD2<Double> { -SIMD2(Double(columns - 1), Double(rows - 1)) / 2 }

  private func layParallelRays(_ frame: inout SRFrame) {
    let rays = parallelRays
    unsafe frame.origin = rays.origin.tuple
    unsafe frame.column = rays.column.tuple
    unsafe frame.row = rays.row.tuple
    unsafe frame.step = rays.step.tuple
    unsafe frame.forward = camera.forward.components.tuple
  }

  /// The rays of an orthographic frame.
  var parallelRays: ParallelRays {
    let toVoxel = grid.patientToVoxel
    let column = toVoxel(camera.right * rayDistance.x).components
    let row = toVoxel(camera.down * rayDistance.y).components
    let steady = Steady(grid, column: column, row: row, along: toVoxel(camera.forward * step))
    let center = toVoxel(camera.lookAt + camera.forward * firstDepth).coordinates
    let origin = steady.origin(center + column * toFirstRay.x + row * toFirstRay.y)
    return ParallelRays(
      origin: origin, column: steady.column, row: steady.row, step: steady.step)
  }

  private func layFannedRays(_ frame: inout SRFrame) {
    let column = camera.right * (rayDistance.x / camera.distance)
    let row = camera.down * (rayDistance.y / camera.distance)
    let first = camera.forward + column * toFirstRay.x + row * toFirstRay.y
    unsafe frame.isPerspective = 1
    unsafe frame.eye = grid.patientToVoxel(camera.position).coordinates.tuple
    unsafe frame.forward = first.components.tuple
    unsafe frame.rightward = column.components.tuple
    unsafe frame.downward = row.components.tuple
  }

  /// What is kept: a·i + b·j + c·k + d ≥ 0 in voxels of evenly spaced slices.
  var voxelPlanes: [Double] {
    let map = grid.voxelToPatient
    return clipping.halfSpaces(forward: camera.forward, center: grid.center).flatMap { plane in
      [
        map.x.dot(plane.normal), map.y.dot(plane.normal), map.z.dot(plane.normal),
        plane.signedDistance(to: map.origin),
      ]
    }
  }
}

/// Rays side by side, in voxels of evenly spaced slices.
struct ParallelRays {
  /// Sample 0 of the ray at the top left.
  let origin: SIMD3<Double>
  /// From ray to ray along a row and down a column.
  let column: SIMD3<Double>
  let row: SIMD3<Double>
  /// From sample to sample.
  let step: SIMD3<Double>
}

/// Directions of rays that rounding does not push off the voxels' centres.
///
/// Steps are moved to the nearest multiple of 1/64 voxel where this moves no sample by more than
/// 3·10⁻⁷ voxels, and so are the coordinates of the origin.
private struct Steady {
  let column: SIMD3<Double>
  let row: SIMD3<Double>
  let step: SIMD3<Double>

  private static let tolerance = 3e-7

  init(
    _ grid: GridGeometry, column: SIMD3<Double>, row: SIMD3<Double>, along step: VoxelVector
  ) {
    self.column = Self.snapped(column, times: 4096)
    self.row = Self.snapped(row, times: 4096)
    self.step = Self.snapped(step.components, times: 4096)
  }

  func origin(_ place: SIMD3<Double>) -> SIMD3<Double> { Self.snapped(place, times: 1) }

  private static func snapped(_ steps: SIMD3<Double>, times: Double) -> SIMD3<Double> {
    let near = (steps * 64).rounded(.toNearestOrAwayFromZero) / 64
    let off = near - steps
    return steps.replacing(
      with: near, where: (off * times .<= tolerance) .& (off * times .>= -tolerance))
  }
}

extension SIMD3<Double> {
  fileprivate var tuple: (Double, Double, Double) { (x, y, z) }
}
