import Foundation
import Geometry
import Reslicing
import Sampling
import TestSupport
import Testing
import VolumeModel

/// The same planes by other programs, on a body phantom of 12 bits with noise of 10 HU.
@Suite struct `Other programs` {
  /// HU by which single-precision arithmetic in another order may differ; peers' own weights and
  /// coordinates are rounded too.
  static let (tight, loose) = (0.05, 0.1)

  @Test(.needsPeers, arguments: try Grids.forPeers)
  func `agree where all samples lie well inside`(_ grid: GridGeometry) throws {
    let job = try PeerJob(Volume.body(grid))
    for (name, interpolation, tolerance) in [
      ("linear-simpleitk", Interpolation.linear, Self.tight),
      ("linear-scipy", .linear, Self.tight), ("cubic-simpleitk", .cubic, Self.loose),
      ("cubic-scipy", .cubic, Self.loose), ("catmull-rom-vtk", .catmullRom, Self.loose),
    ] where job.works.contains(name) {
      // Linear everywhere between the outermost centres; wide kernels where all taps are voxels.
      let margin = interpolation == .linear ? 1e-6 : 2
      let result = try job.compared(with: name, margin: margin) { reslicer, plane in
        try reslicer.plane(plane, interpolation: interpolation)
      }
      #expect(result.count > 5000, "\(name)")
      #expect(result.largest <= tolerance, "\(name): \(result.largest) HU")
    }
  }

  @Test(.needsPeers, arguments: try Grids.forPeers)
  func `take the same closest voxels, ties aside`(_ grid: GridGeometry) throws {
    let job = try PeerJob(Volume.body(grid))
    let result = try job.compared(with: "nearest-simpleitk", margin: 1e-6, skipsTies: true) {
      reslicer, plane in try reslicer.plane(plane, interpolation: .nearest)
    }
    #expect(result.count > 5000 && result.largest == 0)
  }

  @Test(.needsPeers, arguments: [SampleBlend.max, .mean])
  func `agree on slabs whose samples all lie inside`(_ blend: SampleBlend) throws {
    let job = try PeerJob(Volume.body(Grids.forPeers[0]))
    let slab = try Slab(thickness: 20, blend: blend, step: 0.5)
    let result = try job.compared(with: "\(blend)-vtk", margin: 1e-6, halfThickness: 10) {
      reslicer, plane in try reslicer.plane(plane, slab: slab)
    }
    #expect(result.count > 2000 && result.largest <= Self.loose, "\(result.largest) HU")
  }
}

/// A volume and planes through it, and what peers make of them.
private struct PeerJob {
  struct Plane: Encodable {
    let width: Int
    let height: Int
    let affine: [Double]
  }

  struct Request: Encodable {
    let size: [Int]
    let affine: [Double]
    let planes: [Plane]
  }

  struct Answer: Decodable {
    let works: [String]
  }

  let works: [String]
  private let folder: TemporaryFolder
  private let volume: Volume
  private let planes: [PlaneGeometry]

  init(_ volume: Volume) throws {
    (self.volume, folder) = (volume, try TemporaryFolder())
    let (grid, pixel) = (volume.geometry, 0.43)
    planes = try [
      (PatientVector(1, 0, 0), PatientVector(0, 1, 0)),
      (PatientVector(0.9, 0.3, -0.2), PatientVector(-0.2, 0.9, 0.45)),
      (PatientVector(-0.3, 0.2, 0.9), PatientVector(0.9, 0.1, 0.3)),
    ].map { right, rough in
      let down = right.cross(rough).cross(right)
      return try #require(
        PlaneGeometry(
          width: 120, height: 110, right: right, down: down,
          center: grid.center + PatientVector(0.11, -0.07, 0.23), pixelWidth: pixel))
    }
    let request = Request(
      size: grid.dimensions.ijk, affine: grid.voxelToPatient.rowMajor,
      planes: planes.map {
        Plane(width: $0.width, height: $0.height, affine: $0.pixelToPatient.rowMajor)
      })
    try folder.write([UInt8](JSONEncoder().encode(request)), as: "job.json")
    let bytes = unsafe volume.voxels.withVoxels { unsafe [UInt8](UnsafeRawBufferPointer($0)) }
    try folder.write(bytes, as: "volume.raw")
    let answer: Answer = try Peers.answer(of: "resliced_planes", folder.path("."))
    works = answer.works
  }

  /// The pixels that were compared, and the largest difference of a peer's values from ours.
  ///
  /// A sample counts if it lies `margin` voxels inside the outermost centres, as both faces of a
  /// slab of `halfThickness` mm must; those half-way between two voxels can be left out.
  func compared(
    with work: String, margin: Double, halfThickness: Double = 0, skipsTies: Bool = false,
    _ ours: (Reslicer, PlaneGeometry) throws -> PlaneImage
  ) throws -> (count: Int, largest: Double) {
    let reslicer = Reslicer(volume)
    var (count, largest) = (0, 0.0)
    for (number, plane) in planes.enumerated() {
      let theirs = try folder.floats("\(work)-\(number).raw")
      let image = try ours(reslicer, plane)
      for (offset, value) in image.values.enumerated() {
        let (row, column) = offset.quotientAndRemainder(dividingBy: plane.width)
        let faces = [-halfThickness, halfThickness].map {
          volume.geometry.voxelPoint(
            of: plane.pixelToPatient(Point3(Double(column), Double(row), $0)))
        }
        guard faces.allSatisfy({ isInside($0, margin) }) else { continue }
        if skipsTies, isTie(faces[0]) { continue }
        count += 1
        largest = max(largest, value.isNaN ? .infinity : abs(Double(value - theirs[offset])))
      }
    }
    return (count, largest)
  }

  private func isInside(_ p: VoxelPoint, _ margin: Double) -> Bool {
    (0..<3).allSatisfy { axis in
      let last = Double(volume.dimensions.ijk[axis] - 1)
      return p.coordinates[axis] > margin && p.coordinates[axis] < last - margin
    }
  }

  private func isTie(_ p: VoxelPoint) -> Bool {
    (0..<3).contains { abs(abs(p.coordinates[$0].truncatingRemainder(dividingBy: 1)) - 0.5) < 1e-6 }
  }
}

extension Grids {
  /// Straight along x, y, z, as VTK wants it; oblique; oblique and left-handed.
  static var forPeers: [GridGeometry] {
    get throws {
      let size = GridDimensions(columns: 72, rows: 68, slices: 76)
      let straight = [
        PatientVector(0.7, 0, 0), PatientVector(0, 0.7, 0), PatientVector(0, 0, 0.625),
      ]
      let turned = straight.map { $0.rotated(about: PatientVector(1, 2, 3), degrees: 33) }
      return try [
        grid(straight, size: size), grid(turned, size: size),
        grid([turned[0], -turned[1], turned[2]], size: size),
      ]
    }
  }
}

extension Volume {
  /// A body with lungs and spine, whole numbers of 12 bits, with noise of about 10 HU.
  fileprivate static func body(_ grid: GridGeometry) throws -> Volume {
    var noise = SeededRandom(21)
    return try Volume(geometry: grid) { i, j, k in
      let p = VoxelPoint(Double(i), Double(j), Double(k))
      let x = (grid.patientPoint(of: p) - grid.center).components / SIMD3(22, 20, 30)
      var value = (x * x).sum() <= 1 ? 40.0 : -1000
      let lung = (x - SIMD3(0.4, 0, 0)) / SIMD3(0.3, 0.5, 0.6)
      if (lung * lung).sum() <= 1 { value = -850 }
      if x.x * x.x + (x.y - 0.5) * (x.y - 0.5) < 0.03 { value = 700 }
      // Four uniform numbers of ±9 have a standard deviation of 10.
      for _ in 0..<4 { value += noise.number(in: -9...9) }
      return Float(min(max(value.rounded(), -1024), 3071))
    }
  }
}

extension TemporaryFolder {
  /// The 32-bit little-endian floats of a file.
  fileprivate func floats(_ name: String) throws -> [Float] {
    let bytes = try bytes(name)
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) })
    }
  }
}
