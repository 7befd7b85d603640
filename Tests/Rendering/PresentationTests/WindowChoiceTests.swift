import Geometry
import Testing
import VolumeModel
import WorkScheduling

@testable import Presentation

@Suite struct `The choice of a window` {
  @Test func `takes the series' first window before all else`() throws {
    let windows = [(40.0, 400.0), (-600, 1500)].compactMap {
      DisplayWindow(center: $0.0, width: $0.1, function: .sigmoid)
    }
    var volume = try makeVolume([0, 1, 2, 3])
    volume.attributes.windows = windows
    #expect(try WindowChoice.automatic.resolve(for: volume) == windows[0])
    // Presets and full take over the series' curve, unless told another.
    #expect(try WindowChoice.preset(.bone).resolve(for: volume).function == .sigmoid)
    let linear = try WindowChoice.automatic.resolve(for: volume, function: .linear)
    #expect(linear == DisplayWindow(center: 40, width: 400))
  }

  @Test(arguments: DisplayWindow.Function.allCases.filter { $0 != .sigmoid })
  func `full makes the smallest value black and the largest white`(
    function: DisplayWindow.Function
  ) throws {
    let volume = try makeVolume([-3.5, 7, 12, 40])
    let window = try WindowChoice.full.resolve(for: volume, function: function)
    #expect(window.grey(of: -3.5, white: 255) == 0)
    #expect(window.grey(of: 40, white: 255) == 255)
    #expect(window.grey(of: 39.9, white: 65535) < 65535)
    #expect(window.grey(of: -3.4, white: 65535) > 0)
  }

  @Test func `automatic covers the percentiles as NumPy counts them`() throws {
    // numpy.percentile(range(1001), [0.5, 99.5]) is 5 and 995.
    let volume = try makeVolume((0...1000).map { Float(($0 * 7919) % 1001) })
    #expect(try volume.percentileRange(0.005, 0.995, context: WorkContext()) == 5...995)
    // numpy.percentile([1, 2, 4, 8], [10, 90]) is 1.3 and 6.8.
    let few = try makeVolume([8, 1, 4, 2])
    let range = try #require(try few.percentileRange(0.1, 0.9, context: WorkContext()))
    #expect(abs(range.lowerBound - 1.3) < 1e-6 && abs(range.upperBound - 6.8) < 1e-6)
  }

  @Test func `automatic is not led astray by wild values`() throws {
    var values = (0..<10_000).map { Float($0 % 100) - 50 }
    values[17] = .greatestFiniteMagnitude
    values[4711] = -.greatestFiniteMagnitude
    let volume = try makeVolume(values)
    let window = try WindowChoice.automatic.resolve(for: volume, function: .linearExact)
    #expect(window == DisplayWindow(center: -0.5, width: 99, function: .linearExact))
  }

  @Test func `ignores invalid voxels and NaN`() throws {
    let storage = try VoxelStorage(count: 4)
    unsafe storage.withMutableBand(0..<4) { unsafe _ = $0.update(from: [-2000, 1, 5, .nan]) }
    let geometry = try grid(4)
    let mask = ValidityMask(dimensions: geometry.dimensions) { $0 != 0 }
    let volume = Volume(geometry: geometry, voxels: storage, validity: mask)
    let window = try WindowChoice.full.resolve(for: volume, function: .linearExact)
    #expect(window == DisplayWindow(center: 3, width: 4, function: .linearExact))
    let range = try volume.percentileRange(0, 1, context: WorkContext())
    #expect(range == 1...5)
  }

  @Test(arguments: [WindowChoice.automatic, .full])
  func `of fractions spans them, from black to white`(choice: WindowChoice) throws {
    let volume = try makeVolume((0...1000).map { Float($0) * 3e-6 })
    let window = try choice.resolve(for: volume)
    #expect(window.function == .linearExact && window.width < 0.0031)
    #expect(window.grey(of: 0, white: 255) == 0 && window.grey(of: 0.003, white: 255) == 255)
    #expect(abs(window.grey(of: 0.0015, white: 255) - 127.5) <= 1)
    // Whole numbers keep the line of whole numbers, and so does who asks for it.
    #expect(try choice.resolve(for: makeVolume([0, 1, 2, 3])).function == .linear)
    #expect(try choice.resolve(for: volume, function: .linear).function == .linear)
  }

  @Test func `of PET begins at 0, and uptake values are shown up to 7`() throws {
    var volume = try makeVolume((0...1000).map { Float($0) - 5.5 })
    volume.attributes.modality = "PT"
    let plain = try WindowChoice.automatic.resolve(for: volume)
    #expect(plain.center == plain.width / 2 && (990...996).contains(plain.width))
    volume.attributes.unit = "SUVbw"
    volume.attributes.windows = [DisplayWindow(center: 100, width: 200)].compactMap(\.self)
    let uptake = try WindowChoice.automatic.resolve(for: volume)
    #expect(uptake == DisplayWindow(center: 3.5, width: 7, function: .linearExact))
    #expect(uptake.grey(of: 0, white: 255) == 0 && uptake.grey(of: 7, white: 255) == 255)
  }

  @Test(arguments: [WindowChoice.automatic, .full])
  func `is sane for constant and for empty volumes`(choice: WindowChoice) throws {
    let constant = try choice.resolve(for: makeVolume([7, 7, 7]))
    #expect(constant.grey(of: 7, white: 255) == 128)
    let empty = try choice.resolve(for: makeVolume([.nan, .nan]))
    #expect(empty.width >= 1 && empty.center.isFinite)
  }

  @Test func `falls back on the whole range where nearly all is background`() throws {
    var values = [Float](repeating: 0, count: 1000)
    values[3] = 12
    let window = try WindowChoice.automatic.resolve(for: makeVolume(values))
    #expect(window.grey(of: 12, white: 255) == 255)
    #expect(window.grey(of: 0, white: 255) == 0)
  }

  @Test func `does not depend on the number of workers`() throws {
    let volume = try makeVolume((0..<600_000).map { Float(($0 &* 2_654_435_761) % 100_003) })
    let one = try WindowChoice.automatic.resolve(
      for: volume, context: WorkContext(workers: 1))
    let four = try WindowChoice.automatic.resolve(
      for: volume, context: WorkContext(workers: 4))
    #expect(one == four)
  }
}

@Suite struct `Window presets` {
  @Test(arguments: [
    ("lung", -600.0, 1500.0), ("bone", 400, 1800), ("brain", 40, 80), ("abdomen", 50, 400),
    ("mediastinum", 50, 350),
  ])
  func `have the centres and widths of the interface`(
    name: String, center: Double, width: Double
  ) throws {
    let preset = try WindowPreset(named: name.uppercased())
    #expect(preset.window() == DisplayWindow(center: center, width: width))
  }

  @Test func `have different names`() {
    #expect(Set(WindowPreset.all.map(\.name)).count == WindowPreset.all.count)
  }

  @Test(arguments: [("lnug", "lung"), ("mediastinun", "mediastinum"), ("Livr", "liver")])
  func `suggest the closest name`(wrong: String, right: String) {
    let error = UnknownWindowPreset(name: wrong)
    #expect(error.suggestion?.name == right)
    #expect(error.description.contains("did you mean \(right)?"))
    #expect(throws: error) { try WindowPreset(named: wrong) }
  }

  @Test func `suggest nothing for noise, but list all names`() {
    let error = UnknownWindowPreset(name: "qqqqqqqqq")
    #expect(error.suggestion == nil)
    #expect(WindowPreset.all.allSatisfy { error.description.contains($0.name) })
  }
}

private func grid(_ count: Int) throws -> GridGeometry {
  try GridGeometry(
    dimensions: GridDimensions(columns: count, rows: 1, slices: 1),
    voxelToPatient: AffineMap(
      x: Vector3(1, 0, 0), y: Vector3(0, 1, 0), z: Vector3(0, 0, 1), origin: Point3(0, 0, 0)))
}

private func makeVolume(_ values: [Float]) throws -> Volume {
  try Volume(geometry: grid(values.count)) { i, _, _ in values[i] }
}
