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

/// Parallel rays along no axis, 1 mm from sample to sample.
func rays(_ size: Int, of volume: Volume) throws -> RayFrame {
  let camera = try Camera(
    position: PatientPoint(-40, -50, -77), lookAt: PatientPoint(0, 0, 0),
    up: PatientVector(0, 0, 1), projection: .orthographic(width: 80, height: 80))
  return try RayFrame(camera, width: size, height: size, of: volume.geometry, step: 1)
}
