import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import Presentation

@Suite struct `Colour maps` {
  @Test func `have 256 colours each and names of their own`() {
    #expect(
      ColorMap.all.map(\.name) == [
        "gray", "hot-iron", "pet", "hot-metal-blue", "pet-20-step", "spring", "summer", "fall",
        "winter", "viridis", "magma", "inferno", "plasma",
      ])
    #expect(ColorMap.all.allSatisfy { $0.colors.count == 256 })
    #expect(Set(ColorMap.all.map(\.name)).count == ColorMap.all.count)
  }

  @Test func `are found by name, and a misspelt one is answered with the closest`() throws {
    #expect(try ColorMap(named: "Hot_Iron").name == "hot-iron")
    let error = #expect(throws: UnknownColorMap.self) { try ColorMap(named: "virdis") }
    #expect(error?.description.contains("did you mean viridis?") == true)
  }

  private struct Published: Decodable {
    let maps: [String: [[UInt8]]]
  }

  @Test(.needsPeers) func `are those of DICOM PS3.6 Annex B and of matplotlib`() throws {
    let published: Published = try Peers.answer(of: "color_maps")
    #expect(published.maps.count == ColorMap.all.count - 1)
    for (name, colors) in published.maps {
      let map = try ColorMap(named: name)
      // Matplotlib cuts its fractions to whole numbers, where we round them.
      let tolerance = map.source.hasPrefix("DICOM") ? 0 : 1
      let differences = zip(map.colors, colors).map { ours, theirs in
        (0..<3).map { abs(Int(ours[$0]) - Int(theirs[$0])) }.max() ?? 0
      }
      #expect(colors.count == 256 && differences.allSatisfy { $0 <= tolerance }, "\(name)")
    }
  }

  @Test func `color what the window makes grey, and leave pixels without a value black`() throws {
    let image = try row([0, 100, 255, .nan])
    let window = DisplayWindow(covering: 0...255)
    let colored = image.displayed(with: window, map: try ColorMap(named: "viridis"))
    let colors = try ColorMap(named: "viridis").colors
    let expected = [colors[0], colors[100], colors[255], SIMD3(0, 0, 0)]
    #expect(colored.samples == .rgb8(expected.flatMap { [$0.x, $0.y, $0.z] }))
    let grey = image.displayed(with: window, map: .gray)
    #expect(grey.samples == .rgb8([0, 0, 0, 100, 100, 100, 255, 255, 255, 0, 0, 0]))
    let inverted = image.displayed(with: window, map: .gray, inverted: true)
    #expect(inverted.samples == .rgb8([255, 255, 255, 155, 155, 155, 0, 0, 0, 0, 0, 0]))
  }
}

@Suite struct `An overlay` {
  @Test func `mixes by opacity and is clear where it is empty, faint where it is low`() throws {
    let base = Raster(width: 4, height: 1, samples: .gray8([100, 100, 100, 100]))
    let second = try row([0, 255, 16, .nan])
    let map = try ColorMap(named: "hot-iron")
    let overlay = Overlay(.map(map, DisplayWindow(covering: 0...255)), opacity: 0.25)
    func mixed(_ color: SIMD3<UInt8>, _ part: Double) -> [UInt8] {
      (0..<3).map { UInt8((100 + (Double(color[$0]) - 100) * part).rounded()) }
    }
    // The opacity is reached at a quarter of the window; 16 is a quarter of that.
    let expected =
      [100, 100, 100] + mixed(map.colors[255], 0.25) + mixed(map.colors[16], 0.0625)
      + [100, 100, 100]
    #expect(base.overlaid(with: second, as: overlay).samples == .rgb8(expected))
  }

  @Test func `of labels has their colours, and none for zero and for parts`() throws {
    let base = Raster(width: 4, height: 1, samples: .gray8([9, 9, 9, 9]))
    let table = try LabelTable(parsing: "# organs\n0 nothing 1 1 1 0\n3 liver 200 100 50 255\n")
    let second = try row([0, 3, 2.5, 7])
    let picture = base.overlaid(with: second, as: Overlay(.labels(table), opacity: 1))
    #expect(picture.samples == .rgb8([9, 9, 9, 200, 100, 50, 9, 9, 9, 9, 9, 9]))
  }

  @Test func `knows labels that went through floats, and no others`() throws {
    for value in [2.00003, 1.99997, 2.009] as [Float] {
      #expect(LabelTable.default.label(of: value) == LabelTable.default.label(of: 2))
    }
    #expect(LabelTable.default.label(of: 2.3) == nil && LabelTable.default.label(of: 3e-5) == nil)
    #expect(LabelTable.number(of: -.infinity) == nil && LabelTable.number(of: -3) == -3)
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 3, rows: 1, slices: 1),
      voxelToPatient: AffineMap(
        x: PatientVector(1, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
        origin: PatientPoint(0, 0, 0)))
    let labels: [Float] = [0, 2.00003, .nan]
    let mixed: [Float] = [0, 2, 1.4]
    #expect(try Volume(geometry: grid) { i, _, _ in labels[i] }.firstValueBetweenLabels() == nil)
    #expect(try Volume(geometry: grid) { i, _, _ in mixed[i] }.firstValueBetweenLabels() == 1.4)
  }

  @Test func `gives labels without a table colours that differ`() {
    let colors = (1...40).compactMap { LabelTable.default.label(of: Float($0))?.color }
    #expect(Set(colors).count == 40)
    #expect(LabelTable.default.label(of: .nan) == nil && LabelTable.default.label(of: 0) == nil)
    #expect(LabelTable.default.label(of: 3e38) == nil || LabelTable.default.label(of: -5) != nil)
  }

  @Test func `reads FreeSurfer's tables, in which opaque is written as 0`() throws {
    let table = try LabelTable(parsing: "0 Unknown 0 0 0 0\r\n17 Left-Hippocampus 220 216 20 0\r\n")
    #expect(table.label(of: 17)?.opacity == 1 && table.label(of: 0) == nil)
  }

  @Test(arguments: [
    "", "# only words\n", "1 liver 200 100\n", "1 liver 200 100 999 0", "x y 1 2 3 4",
  ])
  func `refuses texts that are no colour table`(text: String) {
    #expect(throws: LabelTableError.self) { try LabelTable(parsing: text) }
  }
}

@Suite struct `A sheet` {
  @Test func `holds every tile where it was put, in grey unless one has colours`() {
    let grey = Raster(width: 2, height: 1, samples: .gray8([10, 20]))
    let sheet = Raster(
      tiles: [.init(grey, at: SIMD2(0, 0)), .init(grey, at: SIMD2(1, 1))], width: 3, height: 2)
    #expect(sheet.samples == .gray8([10, 20, 0, 0, 10, 20]))
    let color = Raster(width: 1, height: 1, samples: .rgb8([1, 2, 3]))
    let mixed = Raster(
      tiles: [.init(grey, at: SIMD2(0, 0)), .init(color, at: SIMD2(2, 0))], width: 3, height: 1)
    #expect(mixed.samples == .rgb8([10, 10, 10, 20, 20, 20, 1, 2, 3]))
  }
}

/// A picture of one row of these values.
private func row(_ values: [Float]) throws -> PlaneImage {
  let geometry = try #require(
    PlaneGeometry(
      width: values.count, height: 1, right: PatientVector(1, 0, 0),
      down: PatientVector(0, 1, 0), center: PatientPoint(0, 0, 0), pixelWidth: 1))
  return PlaneImage(geometry: geometry, values: values)
}
