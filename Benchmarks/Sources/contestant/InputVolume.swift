import Foundation
import Sagitta

/// The volumes that work is done on, centred on (0, 0, 0).
enum InputVolume {
  /// `ct` and `head` are the files that the runner makes; `cube-N` is made here.
  static func named(_ name: String, cache: String) throws -> Volume {
    if name == "ct" {
      return try file("\(cache)/ct.f32", [512, 512, 600], SIMD3(0.7, 0.7, 0.625))
    }
    if name == "head" {
      return try file("\(cache)/head.f32", [512, 512, 512], SIMD3(0.5, 0.5, 0.5))
    }
    guard name.hasPrefix("cube-"), let edge = Int(name.dropFirst(5)) else {
      throw BadRequest("no such volume: \(name)")
    }
    return try cube(edge)
  }

  private static func file(
    _ path: String, _ size: [Int], _ spacing: SIMD3<Double>
  ) throws -> Volume {
    let geometry = try centred(size, spacing)
    guard let file = fopen(path, "rb") else { throw BadRequest("cannot read \(path)") }
    defer { fclose(file) }
    let storage = try VoxelStorage(count: geometry.dimensions.voxelCount) { voxels in
      let bytes = voxels.count * MemoryLayout<Float>.size
      let read = voxels.withUnsafeMutableBufferPointer { fread($0.baseAddress, 1, bytes, file) }
      guard read == bytes else { throw BadRequest("\(path) is too short") }
    }
    return Volume(geometry: geometry, voxels: storage)
  }

  private static func centred(_ size: [Int], _ spacing: SIMD3<Double>) throws -> GridGeometry {
    let dimensions = GridDimensions(columns: size[0], rows: size[1], slices: size[2])
    let last = SIMD3(Double(size[0] - 1), Double(size[1] - 1), Double(size[2] - 1))
    return try GridGeometry(
      dimensions: dimensions,
      voxelToPatient: AffineMap(
        x: PatientVector(spacing.x, 0, 0), y: PatientVector(0, spacing.y, 0),
        z: PatientVector(0, 0, spacing.z), origin: PatientPoint(-last * spacing / 2)))
  }

  /// A body of soft tissue, bone and noise that fills the same 256 mm whatever its resolution.
  private static func cube(_ edge: Int) throws -> Volume {
    let geometry = try centred([edge, edge, edge], SIMD3(repeating: 256 / Double(edge)))
    let storage = try VoxelStorage(count: geometry.dimensions.voxelCount) { voxels in
      try voxels.withUnsafeMutableBufferPointer { voxels in
        // Every item has a slice of its own.
        nonisolated(unsafe) let voxels = voxels
        try WorkContext().forEach(edge) { k in
          fill(voxels.extracting(k * edge * edge..<(k + 1) * edge * edge), edge, k)
        }
      }
    }
    return Volume(geometry: geometry, voxels: storage)
  }

  private static func fill(_ slice: UnsafeMutableBufferPointer<Float>, _ edge: Int, _ k: Int) {
    var state = UInt64(k + 1) &* 0x9E37_79B9_7F4A_7C15
    for n in 0..<slice.count {
      let (j, i) = n.quotientAndRemainder(dividingBy: edge)
      let place = SIMD3(Float(i), Float(j), Float(k)) * (2 / Float(edge - 1)) - 1
      let radius = (place * place).sum().squareRoot()
      let tissue: Float = radius > 0.9 ? -1000 : radius > 0.8 ? 40 : radius > 0.72 ? 1200 : 30
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      slice[n] = tissue + Float(state >> 59) - 15.5
    }
  }
}
