import Faults
import Geometry
import Phantoms
import Reslicing
import SeriesLoading
import TestSupport
import Testing
import VolumeFiles
import VolumeModel
import WorkScheduling

@testable import VolumeRequests

@Suite struct `Requests of volumes` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func phantom(
    _ kind: PhantomKind = .ramp, _ change: (inout PhantomSeries) -> Void = { _ in }
  ) throws -> String {
    var series = PhantomSeries(
      kind, dimensions: GridDimensions(columns: 12, rows: 10, slices: 8), spacing: SIMD3(2, 3, 4))
    change(&series)
    try series.write(to: folder.path("series"))
    return folder.path("series")
  }

  private func selected(
    _ path: String, _ selection: VolumeSelection = VolumeSelection()
  ) throws -> SelectedVolumes {
    try SelectedVolumes(inputs: [path], selection: selection)
  }

  @Test func `probe a ramp: its value at a point, the mean of a ball around it`() throws {
    let chosen = try selected(try phantom())
    let (volume, _, phase) = try chosen.load(chosen.plans[0])
    #expect(phase == 0 && chosen.choice.chosen == .only)
    let center = volume.geometry.center
    let ball = SphereRegion(center: center, radius: 7)
    let result = try ProbeRequest(
      points: [center, center + PatientVector(999, 0, 0)], spheres: [ball]
    )
    .run(on: volume)
    #expect(result.points.map(\.status) == [.value, .outside])
    let value = try #require(result.points[0].value)
    let mean = try #require(result.regions[0].statistics?.mean)
    // The ball is symmetric about the point, and the field is affine.
    #expect(abs(Double(value) - mean) < 1e-3)
  }

  @Test func `a grid without a field of its own is the volume's, cropped and padded`() throws {
    let chosen = try selected(try phantom())
    let source = chosen.plans[0].geometry
    #expect(try GridRequest().grid(for: source) == source)
    let wide = try GridRequest(pad: 1).grid(for: source)
    #expect(wide.dimensions.ijk == source.dimensions.ijk.map { $0 + 2 })
    let far = BoxRegion(PatientBox(PatientPoint(900, 900, 900), PatientPoint(901, 901, 901)))
    let error = #expect(throws: VolumeRequestError.self) {
      try GridRequest(crop: far).grid(for: source)
    }
    #expect(error?.place.field == "grid.crop")
  }

  @Test func `a grid that does not fit into memory is refused before it is made`() throws {
    let chosen = try selected(try phantom())
    let request = ResampleRequest(grid: GridRequest(spacing: [0.5, 0.5, 0.5]))
    var limits = WorkLimits()
    limits.memoryBytes = 10_000
    #expect(throws: MemoryExceeded.self) {
      try request.grid(for: chosen.plans[0].geometry, limits: limits)
    }
  }

  @Test func `a grid has room on disk beside the volume, where both have to lie there`() throws {
    var limits = WorkLimits()
    limits.memoryBytes = 600 << 20
    limits.scratch = ScratchFolder(folder.path)
    let room = try ScratchFolder(folder.path).room()
    let map = try selected(phantom()).plans[0].geometry.voxelToPatient
    func grid(bytes: Int) throws -> GridGeometry {
      try GridGeometry(
        dimensions: GridDimensions(columns: 1024, rows: 1024, slices: bytes >> 22),
        voxelToPatient: map)
    }
    let most = try grid(bytes: room / 10 * 7)
    try limits.checkRoom(for: most, beside: grid(bytes: 64 << 20))
    try limits.checkRoom(for: grid(bytes: 64 << 20), beside: most)
    let error = #expect(throws: ScratchError.self) {
      try limits.checkRoom(for: most, beside: most)
    }
    #expect(error?.description.contains("on a disk") == true, "\(error?.description ?? "")")
  }

  @Test func `levels of labels are labels where the file or the request says so`() throws {
    let chosen = try selected(try phantom(.head))
    let (volume, _, _) = try chosen.load(chosen.plans[0])
    let path = folder.path("labels.nii")
    try VolumeFileWriter(encoding: VoxelEncoding(type: .int16)).write(volume, to: path)
    #expect(try isLabels(path, nil) == false)
    #expect(try isLabels(path, true) == true)
    var bytes = try folder.bytes("labels.nii")
    bytes.replaceSubrange(68..<70, with: [0xEA, 0x03])
    try folder.write(bytes, as: "labels.nii")
    #expect(try isLabels(path, nil) == true)
    #expect(try isLabels(path, false) == false)
  }

  private func isLabels(_ path: String, _ wish: Bool?) throws -> Bool {
    let chosen = try selected(path)
    let writer = try VoxelRequest(holdsLabels: wish).writer(
      for: chosen.plans[0], phases: [0], loader: chosen.loader)
    return writer.encoding.holdsLabels
  }

  @Test func `on its own grid a volume keeps its values`() throws {
    let chosen = try selected(try phantom(.head))
    let volume = try chosen.load(chosen.plans[0]).volume
    let same = try ResampleRequest().run(on: volume, to: volume.geometry)
    for k in 0..<8 {
      for j in 0..<10 { for i in 0..<12 { #expect(same[i, j, k] == volume[i, j, k]) } }
    }
  }

  @Test func `an irregular stack is refused, taken as even, or resampled, as is asked`() throws {
    let chosen = try selected(try phantom { $0.oddities.missingSlices = [3] })
    let plan = chosen.plans[0]
    let error = #expect(throws: VolumeRequestError.self) {
      try EvenGrid(of: plan, policy: .refused)
    }
    #expect(error?.code == "irregular" && error?.remedies == [.resampleEvenly, .writeAsEven])
    #expect(try EvenGrid(of: plan, policy: .asEven).grid.dimensions.slices == 7)
    let even = try EvenGrid(of: plan, policy: .resampled)
    #expect(even.grid.dimensions.slices == 8 && even.grid.slicePositions == nil)
  }

  @Test func `gaps are marked where a resampled value lies between distant slices`() throws {
    let chosen = try selected(try phantom { $0.oddities.missingSlices = [3, 4] })
    let volume = try chosen.load(chosen.plans[0]).volume
    let grid = try GridRequest(spacing: [2, 3, 2]).grid(for: volume.geometry)
    let made = try ResampleRequest(antialiasing: .none).run(on: volume, to: grid)
    let mask = try made.gapMask(resampledFrom: volume.geometry)
    let marks = (0..<grid.dimensions.slices).map { mask[6, 5, $0] }
    #expect(Set(marks) == [0, 1])
    #expect(marks.first == 0 && marks.last == 0)
  }

  @Test func `what is chosen, and why, and what a user should hear, are values`() throws {
    let series = try phantom()
    var other = PhantomSeries(
      .sphere, dimensions: GridDimensions(columns: 20, rows: 20, slices: 9),
      spacing: SIMD3(2, 2, 2))
    other.modality = .mr
    try other.write(to: folder.path("other"))
    let report = try VolumeLoader().scan([series, folder.path("other")])
    let largest = try VolumeSelection().chosen(from: report)
    #expect(largest.choice.chosen == .mostVoxels && largest.plans[0].attributes.modality == "MR")
    let isTold = largest.notices.contains {
      if case .largestOfSeveral(_, let others) = $0 { others == 1 } else { false }
    }
    #expect(isTold)
    #expect(try VolumeSelection(volume: "all").chosen(from: report).plans.count == 2)
    #expect(throws: LoadError.self) { try VolumeSelection(volume: "7").chosen(from: report) }
    #expect(throws: LoadError.self) {
      try VolumeSelection(phase: .number(3)).phase(of: largest.plans[0])
    }
  }

  @Test func `where nobody chose, a volume that cannot be read gives its place to the next`() throws
  {
    let series = try phantom()
    let small = try selected(series)
    let volume = try small.load(small.plans[0]).volume
    let large = PhantomSeries(
      .sphere, dimensions: GridDimensions(columns: 40, rows: 40, slices: 9),
      spacing: SIMD3(2, 2, 2))
    try large.write(to: folder.path("large"))
    let other = try selected(folder.path("large"))
    let bad = folder.path("bad.nii.gz")
    try VolumeFileWriter().write(try other.load(other.plans[0]).volume, to: bad)
    var bytes = try folder.bytes("bad.nii.gz")
    bytes.replaceSubrange(
      bytes.count / 2..<bytes.count / 2 + 64, with: repeatElement(0xFF, count: 64))
    try folder.write(bytes, as: "bad.nii.gz")
    var leftOut: [String] = []
    let chosen = try SelectedVolumes(inputs: [series, bad], selection: VolumeSelection()) {
      if case .leftOut(let file) = $0 { leftOut.append(file.path) }
    }
    #expect(chosen.plans[0].paths == [bad])
    let phases = try chosen.phases(of: chosen.plans[0]) { _ in [0] }
    #expect(leftOut == [bad] && chosen.choice.of == 1)
    let read = try phases.volume(0)
    #expect(read.geometry == volume.geometry && read[3, 4, 5] == volume[3, 4, 5])
    #expect(throws: VolumeFileError.self) {
      let named = try SelectedVolumes(
        inputs: [series, bad], selection: VolumeSelection(volume: "2"))
      _ = try named.load(named.plans[0])
    }
  }

  @Test func `an input without volumes says so, with what to do`() throws {
    try folder.write([1, 2, 3], as: "nothing/x")
    let error = #expect(throws: VolumeRequestError.self) { try selected(folder.path("nothing")) }
    #expect(error?.code == "no-volume" && error?.remedies == [.listInput])
  }

  @Test func `a volume file is written as it is read`() throws {
    let chosen = try selected(try phantom(.head))
    let phases = try chosen.phases(of: chosen.plans[0]) { _ in [0] }
    let path = folder.path("v.nrrd")
    let written = try ConvertRequest(format: .nrrd, voxels: VoxelRequest(type: .int16)).run(
      on: phases, to: path, software: SoftwareName(name: "Test", version: "1"),
      loader: chosen.loader)
    #expect(written.grid == chosen.plans[0].geometry && written.findings.isEmpty)
    let read = try VolumeFileReader().read(path)[0]
    let volume = try phases.volume(0)
    for k in 0..<8 { #expect(read[5, 5, k] == volume[5, 5, k]) }
  }
}
