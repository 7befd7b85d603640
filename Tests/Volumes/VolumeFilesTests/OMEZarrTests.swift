import Files
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import VolumeFiles

@Suite struct `OME-Zarr folders` {
  let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private var path: String { scratch.path("a.ome.zarr") }

  /// A value for each place: linear, so that the mean of a box is the value of its centre.
  private static func field(_ point: PatientPoint) -> Double {
    3 * point.x - 2 * point.y + 0.5 * point.z + 7
  }

  private func linear(_ map: VoxelMap, _ size: GridDimensions) throws -> Volume {
    let geometry = try Samples.geometry(map, size)
    return try Volume(geometry: geometry) { i, j, k in
      Float(Self.field(geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))))
    }
  }

  /// Voxels as long as they are wide, all of whose axes are halved together.
  private static let even = VoxelMap(
    x: Vector3(1, 0, 0), y: Vector3(0, 1, 0), z: Vector3(0, 0, 1), origin: Point3(0, 0, 0))

  private func files(_ name: String) throws -> [String: [UInt8]] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: scratch.path(name))
    return try names.reduce(into: [:]) { files, file in
      if FileSize.of(scratch.path("\(name)/\(file)")) != nil {
        files[file] = try scratch.bytes("\(name)/\(file)")
      }
    }
  }

  @Test(arguments: [
    Samples.orientations[0], Samples.orientations[29], Samples.oblique, Samples.sheared,
  ])
  func `hold levels whose voxels are the values of their centres`(map: VoxelMap) throws {
    let volume = try linear(map, GridDimensions(columns: 150, rows: 131, slices: 17))
    try VolumeFileWriter().write(volume, to: path)
    let levels = OMEZarrPyramid(volume.geometry).levels
    // Rows that are half as long again as columns wait for these.
    let sizes =
      abs(volume.geometry.spacing.x - volume.geometry.spacing.y) < 1e-6
      ? [[75, 65, 17], [37, 32, 17]] : [[75, 131, 17], [37, 65, 17], [18, 32, 17]]
    #expect(levels.map(\.size.ijk) == [[150, 131, 17]] + sizes)
    for level in levels.indices {
      let read = try VolumeFileReader().read("\(path)/\(level)")[0]
      #expect(read.dimensions == levels[level].size)
      let values = Samples.values(read)
      for (i, j, k) in [(0, 0, 0), (17, 0, 3), (5, 31, 16), (17, 31, 16)] {
        let place = read.geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
        let value = Double(values[read.dimensions.offset(i, j, k)])
        #expect(abs(value - Self.field(place)) < 1e-3)
      }
    }
  }

  @Test func `give the very same geometry back`() throws {
    for map in Samples.orientations + [Samples.oblique, Samples.sheared] {
      try VolumeFileWriter().write(Samples.volume(map), to: path)
      let file = try VolumeFileReader().open(path)
      #expect(file.geometry.voxelToPatient.rowMajor == map.rowMajor)
      #expect(file.nonconformance == nil && file.attributes.hasPatientFrame)
    }
  }

  @Test func `say where axes lead, for programs that know no affine`() throws {
    for map in Samples.orientations {
      try VolumeFileWriter().write(Samples.volume(map), to: path)
      let document = scratch.path("a.ome.zarr/zarr.json")
      let text = try String(contentsOfFile: document, encoding: .utf8)
      try text.replacing("\"sagitta\"", with: "\"other\"")
        .write(toFile: document, atomically: true, encoding: .utf8)
      let file = try VolumeFileReader().open(path)
      #expect(Samples.difference(file.geometry.voxelToPatient, map) < 1e-9)
      #expect(file.attributes.hasPatientFrame && file.nonconformance == nil)
    }
  }

  @Test func `whose array was exchanged lie where the standard's words say`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.orientations[0]), to: path)
    let document = scratch.path("a.ome.zarr/zarr.json")
    let text = try String(contentsOfFile: document, encoding: .utf8)
    try text.replacing("2.5,", with: "2.75,").replacing("\"affine\"", with: "\"affin\"")
      .write(toFile: document, atomically: true, encoding: .utf8)
    #expect(try VolumeFileReader().open(path).nonconformance != nil)
  }

  @Test func `are the same bytes for any number of workers`() throws {
    let size = GridDimensions(columns: 130, rows: 90, slices: 70)
    let volume = try Samples.volume(Samples.oblique, size)
    for workers in [1, 3] {
      try VolumeFileWriter().write(
        volume, to: scratch.path("\(workers).ome.zarr"), context: WorkContext(workers: workers))
    }
    #expect(try files("1.ome.zarr") == files("3.ome.zarr"))
    for workers in [1, 3] {
      let read = try VolumeFileReader().read(
        scratch.path("3.ome.zarr"), context: WorkContext(workers: workers))[0]
      #expect(Samples.values(read) == Samples.values(volume))
    }
  }

  @Test func `keep gaps out of means`() throws {
    let size = GridDimensions(columns: 130, rows: 2, slices: 2)
    let volume = try Volume(geometry: Samples.geometry(Samples.orientations[0], size)) { i, _, _ in
      i < 2 || i == 4 ? .nan : Float(i)
    }
    try VolumeFileWriter().write(volume, to: path)
    let read = try VolumeFileReader().read("\(path)/1")[0]
    let values = Samples.values(read)
    #expect(values[0].isNaN && values[1] == 2.5 && values[2] == 5 && values[3] == 6.5)
  }

  @Test(arguments: [VoxelType.float32, .uint8])
  func `of labels hold the commonest one of each box, of several the smallest`(
    type: VoxelType
  ) throws {
    let boxes: [[Float]] = [
      [5, 5, 5, 5, 0, 0, 0, 0], [7, 3, 7, 3, 7, 3, 0, 0], [9, 0, 9, 0, 9, 0, 9, 9],
      [1, 2, 3, 4, 5, 6, 8, 7], [4, 4, 4, 4, 4, 4, 4, 4],
    ]
    let size = GridDimensions(columns: 130, rows: 2, slices: 2)
    let volume = try Volume(geometry: Samples.geometry(Self.even, size)) { i, j, k in
      boxes[i / 2 % boxes.count][4 * k + 2 * j + i % 2]
    }
    var encoding = VoxelEncoding(type: type)
    encoding.holdsLabels = true
    try VolumeFileWriter(encoding: encoding).write(volume, to: path)
    for level in ["", "/1"] {
      #expect(try VolumeFileReader().open(path + level).holdsLabels)
    }
    let values = Samples.values(try VolumeFileReader().read("\(path)/1")[0])
    #expect(values == (0..<65).map { [0, 3, 9, 1, 4][$0 % boxes.count] })
  }

  @Test func `of labels keep gaps out`() throws {
    let size = GridDimensions(columns: 130, rows: 2, slices: 2)
    let volume = try Volume(geometry: Samples.geometry(Self.even, size)) { i, j, _ in
      i < 2 || i == 2 || i == 3 && j == 0 ? .nan : 6
    }
    var encoding = VoxelEncoding()
    encoding.holdsLabels = true
    try VolumeFileWriter(encoding: encoding).write(volume, to: path)
    let values = Samples.values(try VolumeFileReader().read("\(path)/1")[0])
    #expect(values[0].isNaN && values[1...].allSatisfy { $0 == 6 })
  }

  @Test func `know the image of a level that a link leads to`() throws {
    let size = GridDimensions(columns: 130, rows: 20, slices: 20)
    try VolumeFileWriter().write(Samples.volume(Samples.oblique, size), to: path)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("level"), withDestinationPath: path + "/1")
    let named = try VolumeFileReader().open(path + "/1")
    #expect(try VolumeFileReader().open(scratch.path("level")).geometry == named.geometry)
  }

  @Test(arguments: [
    (GridDimensions(columns: 4096, rows: 4096, slices: 5), 67_108_864 * 2),
    (GridDimensions(columns: 512, rows: 512, slices: 600), 32 << 20),
  ])
  func `count layers of large slices in the memory that they need`(
    size: GridDimensions, layer: Int
  ) throws {
    let geometry = try Samples.geometry(Self.even, size)
    let bytes = VolumeFileWriter.memoryNeeded(
      for: geometry, as: .float32, in: .omeZarr, workers: 1)
    #expect(bytes > layer + layer / 4 && bytes < 2 * layer + (24 << 20))
    #expect(
      VolumeFileWriter.memoryNeeded(for: geometry, as: .float32, in: .nrrd, workers: 1)
        == VolumeFileWriter.memoryNeeded(workers: 1))
  }

  @Test func `take the place of an older one, and of no other folder`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: path)
    let older = try files("a.ome.zarr")
    try VolumeFileWriter().write(Samples.volume(Samples.sheared), to: path)
    #expect(try files("a.ome.zarr") != older)
    #expect(Folders.names(in: scratch.path) == ["a.ome.zarr"])
    let folder = scratch.path("b.ome.zarr")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try Data([1]).write(to: URL(filePath: folder + "/letter"))
    #expect(throws: FileWritingError.self) {
      try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: folder)
    }
    #expect(try files("b.ome.zarr") == ["letter": [1]])
    #expect(Folders.names(in: scratch.path).sorted() == ["a.ome.zarr", "b.ome.zarr"])
  }

  @Test func `are no place for memory, devices and missing folders`() throws {
    let volume = try Samples.volume(Samples.oblique)
    let memory = CollectedBytes()
    #expect(throws: VolumeFileError(.needsFolder, path: "a.ome.zarr")) {
      try VolumeFileWriter().write(volume, to: .memory(memory, name: "a.ome.zarr"))
    }
    #expect(throws: VolumeFileError(.needsFolder, path: "a.ome.zarr")) {
      try VolumeFileReader().open(.memory([1], name: "a.ome.zarr"))
    }
    for place in ["/dev/full", scratch.path("no/a")] {
      let error = #expect(throws: FileWritingError.self) {
        try VolumeFileWriter().write(volume, to: place, as: .omeZarr)
      }
      #expect(error?.stage == .cannotCreate)
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `whose chunks were lost or cut are refused by name`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: path)
    let chunk = "a.ome.zarr/0/c/0/0/0"
    let bytes = try scratch.bytes(chunk)
    for count in stride(from: 0, to: bytes.count, by: 3) {
      try Data(bytes[..<count]).write(to: URL(filePath: scratch.path(chunk)))
      let error = #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(path) }
      #expect(error?.path == scratch.path(chunk))
    }
    try FileManager.default.removeItem(atPath: scratch.path(chunk))
    let lost = #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(path) }
    #expect(lost?.reason == .dataFileMissing(scratch.path(chunk)))
    // A link that leads out is followed only if that was allowed.
    try Data(bytes).write(to: URL(filePath: scratch.path("apart")))
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path(chunk), withDestinationPath: scratch.path("apart"))
    let outside = #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(path) }
    #expect(outside?.reason == .dataFileOutside("c/0/0/0"))
    #expect(try VolumeFileReader(allowsOutsideData: true).read(path).count == 1)
  }

  @Test func `with changed bytes never trap`() throws {
    var random = SeededRandom(81)
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: path)
    for name in ["zarr.json", "0/zarr.json", "0/c/0/0/0"] {
      let bytes = try scratch.bytes("a.ome.zarr/\(name)")
      for _ in 0..<300 {
        var changed = bytes
        for _ in 0..<2 {
          let place = Int(random.next() % UInt64(bytes.count))
          changed[place] =
            name == "0/c/0/0/0"
            ? UInt8(truncatingIfNeeded: random.next())
            : Array("0123456789-\"[]{}e.,".utf8)[
              Int(random.next() % 19)]
        }
        try Data(changed).write(to: URL(filePath: "\(path)/\(name)"))
        do {
          _ = try VolumeFileReader().read(path, context: .voxels(1 << 20))
        } catch is VolumeFileError {
        }
      }
      try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }
  }

  /// An array of version 3 with something exchanged in its document.
  private func refusal(_ word: String, with other: String, in name: String) throws
    -> VolumeFileError?
  {
    try VolumeFileWriter(encoding: VoxelEncoding(type: .float32))
      .write(Samples.volume(Samples.oblique), to: path)
    let document = "\(path)/\(name)"
    let text = try String(contentsOfFile: document, encoding: .utf8)
      .split(whereSeparator: \.isWhitespace).joined()
    let changed = text.replacing(word, with: other)
    try #require(changed != text, "\(word) stands in \(text)")
    try changed.write(toFile: document, atomically: true, encoding: .utf8)
    return #expect(throws: VolumeFileError.self, "\(word) \(other)") {
      try VolumeFileReader().read(path, context: .voxels(1 << 22))
    }
  }

  @Test(
    arguments: [
      ("\"shape\":[3,4,5]", "\"shape\":[300000,400000,500000]"),
      ("\"shape\":[3,4,5]", "\"shape\":[3,4,-5]"), ("\"shape\":[3,4,5]", "\"shape\":[3,4,5.5]"),
      ("\"shape\":[3,4,5]", "\"shape\":[3,4,1e300]"), ("\"shape\":[3,4,5]", "\"shape\":[]"),
      ("\"shape\":[3,4,5]", "\"shape\":[3,4]"), ("\"shape\":[3,4,5]", "\"shape\":[9,400,500]"),
      ("\"chunk_shape\":[3,4,5]", "\"chunk_shape\":[0,4,5]"),
      ("\"chunk_shape\":[3,4,5]", "\"chunk_shape\":[3,4,-1]"),
      ("\"chunk_shape\":[3,4,5]", "\"chunk_shape\":[90000,90000,90000]"),
      ("\"chunk_shape\":[3,4,5]", "\"chunk_shape\":[3,4,6]"),
      ("\"float32\"", "\"float16\""), ("\"float32\"", "\"complex64\""), ("\"float32\"", "\"int8\""),
      ("\"regular\"", "\"rectilinear\""), ("\"blosc\"", "\"lzma\""), ("\"blosc\"", "\"zstd\""),
      ("\"chunk_shape\":[3,4,5]", "\"chunk_shape\":[1,1,1]"),
      ("\"bytes\"", "\"vlen-utf8\""), ("\"default\"", "\"other\""),
      ("\"separator\":\"/\"", "\"separator\":\"../\""), ("\"zarr_format\":3", "\"zarr_format\":4"),
      ("\"fill_value\":0", "\"fill_value\":\"much\""), ("{", ""), ("[", "["),
    ].dropLast())
  func `of arrays that make no sense are refused`(word: String, other: String) throws {
    _ = try refusal(word, with: other, in: "0/zarr.json")
  }

  @Test(arguments: [
    ("\"path\":\"0\"", "\"path\":\"../0\""), ("\"path\":\"0\"", "\"path\":\"/etc\""),
    ("\"path\":\"0\"", "\"path\":\"\""), ("\"path\":\"0\"", "\"path\":\"7\""),
    ("\"scale\":[", "\"scale\":[1,"), ("\"type\":\"scale\"", "\"type\":\"affine\""),
    ("\"name\":\"x\"", "\"name\":\"q\""), ("\"millimeter\"", "\"parsec\""),
    ("\"multiscales\"", "\"plate\""), ("\"axes\":[{", "\"axis\":[{"),
  ])
  func `of images that make no sense are refused`(word: String, other: String) throws {
    _ = try refusal(word, with: other, in: "zarr.json")
  }

  @Test func `with a chunk that unpacks to more than it should are refused`() throws {
    try VolumeFileWriter().write(Samples.volume(Samples.oblique), to: path)
    let larger = try Samples.volume(
      Samples.oblique, GridDimensions(columns: 60, rows: 60, slices: 60))
    try VolumeFileWriter().write(larger, to: scratch.path("b.ome.zarr"))
    let bytes = try scratch.bytes("b.ome.zarr/0/c/0/0/0")
    try Data(bytes).write(to: URL(filePath: path + "/0/c/0/0/0"))
    #expect(throws: VolumeFileError.self) { try VolumeFileReader().read(path) }
  }
}
