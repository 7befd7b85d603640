import DICOMImaging
import DerivedObjects
import Files
import Foundation
import Geometry
import Phantoms
import SeriesLoading
import TestSupport
import Testing
import VolumeModel

@Suite struct `Derived objects with the worst numbers` {
  private let folder: TemporaryFolder
  private let volume: Volume
  private let source: SourceImages

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.path("series")
    try PhantomSeries(
      .ramp, dimensions: GridDimensions(columns: 6, rows: 5, slices: 4), spacing: SIMD3(1, 1, 2)
    ).write(to: path)
    let plan = try #require(try VolumeLoader().scan([path]).largest)
    volume = try VolumeLoader().load(plan)
    source = try VolumeLoader().sourceImages(of: plan)
  }

  private static let options = DerivedObjectOptions(
    software: DerivedObjectOptions.Software(manufacturer: "", model: "", version: ""))

  private func make(
    _ planes: CalibratedPlanes, window: DisplayWindow? = nil,
    options: DerivedObjectOptions = Self.options
  ) throws {
    let series = try CalibratedSeries(
      planes, of: volume.attributes, from: source, by: Derivation([.slices], description: ""),
      window: window, options: options)
    for count in Worst.counts where count != 0 {
      #expect(throws: DerivedObjectError.self) { try series.object(count) }
    }
    try series.forEachObject { object, _ in _ = try object.fileBytes() }
  }

  private func planes() -> [PlaneImage] {
    (0..<4).map { k in
      let plane = volume.geometry.plane(ofSlice: k)
      return PlaneImage(
        geometry: plane, values: (0..<plane.width * plane.height).map { Float($0 + k) })
    }
  }

  @Test(arguments: Worst.numbers) func `values and moments are written or refused`(
    number: Double
  ) throws {
    survive { try make(CalibratedPlanes(planes(), thickness: number)) }
    let plane = volume.geometry.plane(ofSlice: 0)
    for other in [number, 0, Double(Float.greatestFiniteMagnitude), 1e-40] {
      let values = (0..<plane.width * plane.height).map { Float($0 % 2 == 0 ? number : other) }
      survive { try make(CalibratedPlanes([PlaneImage(geometry: plane, values: values)])) }
    }
    survive {
      try make(
        CalibratedPlanes(slicesOf: volume), window: DisplayWindow(center: number, width: number))
    }
    var options = Self.options
    options.creation = Date(timeIntervalSince1970: number)
    survive { try make(CalibratedPlanes(slicesOf: volume), options: options) }
  }

  @Test(arguments: Worst.counts) func `numbers of series and planes are written or refused`(
    count: Int
  ) throws {
    var options = Self.options
    options.seriesOffset = count
    survive { try make(CalibratedPlanes(slicesOf: volume), options: options) }
    options.seriesNumber = count
    survive { try make(CalibratedPlanes(slicesOf: volume), options: options) }
    let slices = CalibratedPlanes.StoredSlices(indices: [count], volumeCount: 4)
    let all = CalibratedPlanes.StoredSlices(indices: [0, 1, 2, 3], volumeCount: count)
    for slices in [slices, all] where slices.volumeCount < 1 || slices.indices != [0] {
      guard slices.volumeCount < 4 || slices.indices.count == 1 else { continue }
      #expect(throws: DerivedObjectError.self) {
        try make(CalibratedPlanes(planes(), slices: slices))
      }
    }
  }

  @Test func `planes that are counted in different ways are refused`() throws {
    let all = planes()
    for lots in [[], [0..<3], [0..<5], [1..<4], [0..<2, 1..<4], [2..<4, 0..<2]] {
      #expect(throws: DerivedObjectError.self) {
        try make(CalibratedPlanes(all.map(\.geometry), lots: lots) { _ in all })
      }
    }
    #expect(throws: DerivedObjectError.self) {
      try make(CalibratedPlanes(all.map(\.geometry), lots: [0..<2, 2..<4]) { _ in [] })
    }
    try make(CalibratedPlanes(all.map(\.geometry), lots: [0..<2, 2..<4]) { Array(all[$0]) })
  }

  @Test(arguments: Worst.counts) func `pictures are written or refused`(count: Int) throws {
    let picture = Raster(width: 2, height: 1, samples: .gray8([1, 2]))
    var details = SecondaryCapture.Details()
    details.instanceNumber = count
    for speed in Worst.numbers {
      details.framesPerSecond = speed
      survive {
        _ = try SecondaryCapture(
          [picture, picture], from: source, by: Derivation([], description: ""), details: details,
          options: Self.options
        ).object().fileBytes()
      }
    }
    if count < 1 {
      #expect(throws: DerivedObjectError.self) {
        try SecondaryCapture.write(
          count, to: .memory(CollectedBytes(), name: "a"), from: nil,
          by: Derivation([], description: ""), options: Self.options
        ) { _ in picture }
      }
    }
  }
}
