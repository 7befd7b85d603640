import Faults
import Files
import Foundation
import Geometry
import Locks
import Testing
import TestSupport
import VolumeModel
import VolumePairs
import WorkScheduling

@testable import VolumeFiles

extension Samples {
  /// Oblique planes of 4 × 3 pixels, 1.5 mm apart.
  static func planes(_ count: Int, apart: (Int) -> Double = { Double($0) * 1.5 }) -> [PlaneImage] {
    let first = PlaneGeometry(
      width: 4, height: 3, right: oblique.x, down: oblique.y, center: PatientPoint(1, 2, 3),
      pixelWidth: 0.5, pixelHeight: 0.75)
    return (0..<count).compactMap { number in
      first.map {
        PlaneImage(
          geometry: $0.moved(away: apart(number)),
          values: (0..<12).map { pixel in pixel == 5 ? .nan : Float(pixel + 100 * number) })
      }
    }
  }
}

@Suite struct `Volume files` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test(arguments: VolumeFileFormat.allCases.filter(\.isWritten))
  func `refuse irregular stacks and name the way out`(format: VolumeFileFormat) throws {
    let geometry = try GridGeometry(
      dimensions: GridDimensions(columns: 2, rows: 2, slices: 3), voxelToPatient: Samples.oblique,
      slicePositions: [0, 2, 6])
    let volume = try Volume(geometry: geometry) { _, _, _ in 0 }
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter().write(volume, to: scratch.path("a"), as: format)
    }
    #expect(error?.reason == .irregular)
    #expect(error?.remedies == [.resampleEvenly])
    #expect(try scratch.names.isEmpty)
  }

  @Test(arguments: VolumeFileFormat.allCases.filter(\.isWritten), StoredKind.allCases)
  func `of integers are those of the floats they stand for`(
    format: VolumeFileFormat, kind: StoredKind
  ) throws {
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 9, rows: 8, slices: 7), voxelToPatient: Samples.oblique)
    for invalid in [0, 0.1] {
      let pair = try VolumePair(grid, kind, seed: 6, invalid: invalid) { 4000 * $0 - 1000 }
      var encodings = [VoxelEncoding(), VoxelEncoding(type: .float64)]
      if format == .nifti { encodings.append(VoxelEncoding(type: .int16, isScaled: true)) }
      for encoding in encodings {
        // Of one name, since headers name their data.
        let files = try pair.both.map { volume in
          try VolumeFileWriter(encoding: encoding).write(
            volume, to: scratch.path("a" + format.extensions[0]), as: format)
          defer {
            for name in Folders.names(in: scratch.path) { Folders.remove(scratch.path(name)) }
          }
          return try scratch.names.filter { FileSize.of(scratch.path($0)) != nil }.map { name in
            try Data(contentsOf: URL(filePath: scratch.path(name)))
          }
        }
        #expect(files[0] == files[1])
      }
      #expect(pair.compact.memoryBytes < 4 * pair.compact.dimensions.voxelCount)
    }
  }

  @Test(arguments: ["a.npy", "a.nii", "a.nii.gz"])
  func `of a stack of planes have them where they were`(name: String) throws {
    let planes = Samples.planes(4)
    try VolumeFileWriter().write(
      planes: planes, attributes: VolumeAttributes(unit: "HU"), to: scratch.path(name))
    let read = try VolumeFileReader().read(scratch.path(name))[0]
    #expect(read.dimensions.ijk == [4, 3, 4])
    #expect(read.attributes.unit == "HU")
    for (k, plane) in planes.enumerated() {
      let place = read.geometry.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      // NIfTI-1 holds floats: 1e-6 of 10 mm.
      #expect(place.distance(to: plane.geometry.firstPixel) < 1e-5)
      #expect(read[1, 2, k] == plane[1, 2])
      #expect(!read.isValid(1, 1, k))
    }
  }

  @Test(arguments: ["a.npy", "a.npz", "a.nii", "a.nii.gz", "a.nrrd", "a.mha"])
  func `of planes made one after the other are those of all at once`(name: String) throws {
    for count in [1, 4] {
      let planes = Samples.planes(count)
      let whole = CollectedBytes()
      let parts = CollectedBytes()
      let asked = Locked<[Int]>([])
      try VolumeFileWriter().write(planes: planes, to: .memory(whole, name: name))
      try VolumeFileWriter().write(
        planes: planes.map(\.geometry), to: .memory(parts, name: name)
      ) { number in
        asked.withLock { $0.append(number) }
        return planes[number]
      }
      #expect(whole.bytes == parts.bytes && !whole.bytes.isEmpty)
      #expect(asked.withLock { $0 } == Array(0..<count))
    }
  }

  @Test func `of planes that are uneven, turned or none are refused`() throws {
    let uneven = Samples.planes(4, apart: { Double($0 * $0) })
    let error = #expect(throws: VolumeFileError.self) {
      try VolumeFileWriter().write(planes: uneven, to: scratch.path("a.npy"))
    }
    // Squares leave the straight line from 0 to 9 by 2.
    guard case .planesUneven(let deviation) = error?.reason else {
      Issue.record("uneven planes were not refused as such: \(error as Any)")
      return
    }
    #expect(abs(deviation - 2) < 1e-9)
    #expect(throws: VolumeFileError(.planesUneven(millimetres: 0), path: scratch.path("a.npy"))) {
      try VolumeFileWriter().write(
        planes: Samples.planes(2, apart: { _ in 0 }), to: scratch.path("a.npy"))
    }
    #expect(throws: VolumeFileError(.empty, path: scratch.path("a.npy"))) {
      try VolumeFileWriter().write(planes: [], to: scratch.path("a.npy"))
    }
    let other = try #require(
      PlaneGeometry(
        width: 4, height: 3, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
        center: PatientPoint(0, 0, 0), pixelWidth: 0.5, pixelHeight: 0.75))
    let turned = PlaneImage(geometry: other, values: Array(repeating: 0, count: 12))
    #expect(throws: VolumeFileError(.planesDiffer, path: scratch.path("a.npy"))) {
      try VolumeFileWriter().write(planes: Samples.planes(1) + [turned], to: scratch.path("a.npy"))
    }
  }

  @Test(arguments: ["a.npy", "a.nii", "a.nii.gz"])
  func `keep the file's own value of invalid voxels, or replace it`(name: String) throws {
    let whole = try Samples.volume(Samples.oblique)
    let mask = ValidityMask(dimensions: whole.dimensions) { $0 % 7 != 0 }
    let volume = Volume(geometry: whole.geometry, voxels: whole.voxels, validity: mask)
    func written(_ padding: PaddingPolicy) throws -> Volume {
      try VolumeFileWriter(padding: padding).write(volume, to: scratch.path(name))
      return try VolumeFileReader().read(scratch.path(name))[0]
    }
    #expect(Samples.values(try written(.keep)) == Samples.values(whole))
    let replaced = Samples.values(try written(.value(-3)))
    #expect(replaced.indices.allSatisfy { (replaced[$0] == -3) == ($0 % 7 == 0) })
    #expect(try written(.value(.nan)).validity == mask)
  }

  @Test func `are the same bytes for any number of workers`() throws {
    let size = GridDimensions(columns: 100, rows: 90, slices: 80)
    let volume = try Samples.volume(Samples.oblique, size)
    for workers in [1, 3] {
      try VolumeFileWriter().write(
        volume, to: scratch.path("\(workers).nii.gz"), context: WorkContext(workers: workers))
    }
    #expect(try scratch.bytes("1.nii.gz") == scratch.bytes("3.nii.gz"))
    let read = try VolumeFileReader().read(scratch.path("3.nii.gz"))[0]
    #expect(Samples.values(read) == Samples.values(volume))
  }

  @Test(arguments: VolumeFileFormat.allCases.filter(\.isWritten).filter { $0 != .omeZarr })
  func `that cannot be written leave nothing behind`(format: VolumeFileFormat) throws {
    let volume = try Samples.volume(Samples.oblique)
    let writer = VolumeFileWriter()
    let isTwoFiles = format == .nrrdHeader || format == .metaImageHeader
    let full = #expect(throws: (any Error).self) {
      try writer.write(volume, to: "/dev/full", as: format)
    }
    #expect(isTwoFiles || (full as? FileWritingError)?.stage == .failedMidway)
    #expect(!isTwoFiles || (full as? VolumeFileError)?.reason == .needsTwoFiles)
    let missing = #expect(throws: FileWritingError.self) {
      try writer.write(volume, to: scratch.path("no/a"), as: format)
    }
    #expect(missing?.stage == .cannotCreate)
    #expect(try scratch.names.isEmpty)
    try Data([1]).write(to: URL(filePath: scratch.path("file")))
    #expect(throws: FileWritingError.self) {
      try writer.write(volume, to: scratch.path("file/a"), as: format)
    }
    #expect(try scratch.names == ["file"])
  }

  @Test func `whose writing is cancelled leave nothing behind`() throws {
    let context = WorkContext()
    context.cancellation.request()
    for name in VolumeFileFormat.extensions.map({ "a" + $0 }) {
      #expect(throws: WorkCancelled.self) {
        try VolumeFileWriter().write(
          Samples.volume(Samples.oblique), to: scratch.path(name), context: context)
      }
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test(arguments: [("A.NII.GZ", VolumeFileFormat.niftiGzip), ("b.nii", .nifti), ("c.npy", .npy)])
  func `are known by extension`(name: String, format: VolumeFileFormat) throws {
    #expect(try VolumeFileFormat(fileName: name) == format)
  }

  @Test func `not known by extension are refused with the list`() {
    let error = #expect(throws: VolumeFileError.self) { try VolumeFileFormat(fileName: "a.raw") }
    #expect(error?.description.contains(".npy, .npz, .nii, .nii.gz") == true)
  }
}
