import Foundation
import Sagitta

/// A shell of bone around soft tissue with noise: voxels of 1 mm around (0, 0, 0).
func ball(_ edge: Int) throws -> Volume {
  let half = Double(edge - 1) / 2
  let geometry = try GridGeometry(
    dimensions: GridDimensions(columns: edge, rows: edge, slices: edge),
    voxelToPatient: AffineMap(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
      origin: PatientPoint(-half, -half, -half)))
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  return try Volume(geometry: geometry) { i, j, k in
    let place = SIMD3(Double(i), Double(j), Double(k)) / half - 1
    let radius = (place * place).sum().squareRoot()
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    let tissue: Float = radius > 0.9 ? -1000 : radius > 0.75 ? 1200 : 40
    return tissue + Float(state >> 59)
  }
}

/// A plane through the centre along no axis.
func tilted(_ size: Int, _ pixel: Double) throws -> PlaneGeometry {
  let orientation = try ImageOrientation(normal: PatientVector(0.4, 0.5, 0.77))
  let plane = PlaneGeometry(
    width: size, height: size, right: orientation.right, down: orientation.down,
    center: PatientPoint(0, 0, 0), pixelWidth: pixel)
  guard let plane else { throw MissingInput(path: "a plane") }
  return plane
}

/// Rays along no axis, 1 mm from sample to sample: parallel ones, or from a point.
func rays(_ size: Int, of volume: Volume, angle: Double? = nil) throws -> RayFrame {
  let camera = try Camera(
    position: PatientPoint(-40, -50, -77), lookAt: PatientPoint(0, 0, 0),
    up: PatientVector(0, 0, 1),
    projection: angle.map { .perspective(verticalAngle: $0) }
      ?? .orthographic(width: 80, height: 80))
  return try RayFrame(camera, width: size, height: size, of: volume.geometry, step: 1)
}

/// A ray for each line of voxels.
func straightRays(
  _ size: Int, of volume: Volume, forward: PatientVector, up: PatientVector
) throws -> RayFrame {
  let center = PatientPoint(0, 0, 0)
  let camera = try Camera(
    position: center - forward * 100, lookAt: center, up: up,
    projection: .orthographic(width: Double(size), height: Double(size)))
  return try RayFrame(camera, width: size, height: size, of: volume.geometry)
}
