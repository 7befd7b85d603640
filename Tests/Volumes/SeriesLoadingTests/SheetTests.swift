import DICOMModel
import Geometry
import Testing
import VolumeModel

@testable import SeriesLoading

/// Sheets of tiles that say in other ways than a Siemens mosaic does how they are made.
@Suite struct SheetTests {
  /// The stored values of a sheet: 100 · tile + pixel of the tile.
  private static func pixels(columns: Int, rows: Int) -> [UInt8] {
    let (width, height) = (EnhancedImage.columns, EnhancedImage.rows)
    let values = (0..<width * columns * height * rows).map { n in
      let (j, i) = n.quotientAndRemainder(dividingBy: width * columns)
      return 100 * (j / height * columns + i / width) + j % height * width + i % width
    }
    return EnhancedImage.words(values)
  }

  private static func tiles(_ count: Int) -> [Float] {
    (0..<count).flatMap { tile in (0..<6).map { Float(100 * tile + $0) } }
  }

  /// A sheet of 3 × 2 tiles, of which five hold slices, with the positions in private items.
  private static func frame(
    _ time: Int = 0, _ change: (inout DataSet) -> Void = { _ in }
  ) -> DataSet {
    var set = EnhancedImage.slice(time, z: 0, first: 0)
    set.remove(.imagePositionPatient)
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "VFRAME"])
    set.set(.columns, integer: EnhancedImage.columns * 3)
    set.set(.rows, integer: EnhancedImage.rows * 2)
    set.set(.pixelData, vr: .ow, bytes: pixels(columns: 3, rows: 2))
    set.set(Tag(0x0065, 0x0010), vr: .lo, string: "Image Private Header")
    set.set(Tag(0x0065, 0x1050), vr: .ds, double: 5)
    let items = (0..<5).map { tile in
      var item = DataSet()
      item.set(.acquisitionTime, string: "10000\(time)")
      item.set(.imagePositionPatient, doubles: [-1, -2, 50 - 4 * Double(tile)])
      return item
    }
    set.set(Tag(0x0065, 0x1051), items: items)
    change(&set)
    return set
  }

  @Test func `tiles with positions of their own lie there`() throws {
    let found = try LoadedSeries([Self.frame()])
    let plan = try #require(found.report.volumes.first)
    #expect(plan.geometry.dimensions.ijk == [3, 2, 5])
    #expect(plan.geometry.spacing == SIMD3(0.75, 0.5, 4))
    // Tiles run downwards: the volume begins with the last.
    #expect(plan.geometry.voxelToPatient.origin == PatientPoint(-1, -2, 34))
    #expect(found.values[0][0].suffix(6) == [0, 1, 2, 3, 4, 5])
    #expect(found.values[0][0].sorted() == Self.tiles(5))
    #expect(found.finding(.mosaicDirection) == nil)
  }

  @Test func `such sheets of several times are phases, ordered by the times of their tiles`() throws
  {
    let found = try LoadedSeries([Self.frame(2), Self.frame(0), Self.frame(1)])
    #expect(found.report.volumes.map(\.phases) == [3])
    #expect(found.report.filesUsed == 3)
  }

  @Test func `positions prove themselves where the private creator was removed`() throws {
    let found = try LoadedSeries([Self.frame { $0.remove(Tag(0x0065, 0x0010)) }])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [5])
  }

  @Test func `a sheet whose tiles cannot be placed is refused as a mosaic`() throws {
    func codes(_ change: (inout DataSet) -> Void) throws -> [SkippedFile.Code] {
      try LoadedSeries([Self.frame(0, change)]).codes
    }
    #expect(try codes { $0.remove(Tag(0x0065, 0x1051)) } == [.mosaic])
    #expect(try codes { $0.set(Tag(0x0065, 0x1050), vr: .ds, double: 6) } == [.mosaic])
    #expect(try codes { $0.set(.columns, integer: 8) } == [.mosaic])
    #expect(try codes { $0.remove(.pixelSpacing) } == [.noGeometry])
  }

  // MARK: Siemens

  /// A mosaic of 2 × 2 tiles without any private creator; the protocol says that three hold slices.
  private static func anonymous(_ change: (inout DataSet) -> Void = { _ in }) -> DataSet {
    var set = EnhancedImage.slice(1, z: 50, first: 0)
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"])
    set.set(.columns, integer: EnhancedImage.columns * 2)
    set.set(.rows, integer: EnhancedImage.rows * 2)
    set.set(.spacingBetweenSlices, double: 2.5)
    set.set(.pixelData, vr: .ow, bytes: pixels(columns: 2, rows: 2))
    let text = "### ASCCONV BEGIN ###\nsSliceArray.lSize      = \t3\nsSliceArray.asSlice[0].d = 4\n"
    set.set(Tag(0x0029, 0x1020), vr: .ob, bytes: csa("MrPhoenixProtocol", text))
    change(&set)
    return set
  }

  private static func csa(_ name: String, _ text: String) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let value = Array(text.utf8) + [UInt8](repeating: 0, count: 4 - text.utf8.count % 4)
    let padding = [UInt8](repeating: 0, count: 64 - name.utf8.count)
    return Array("SV10".utf8) + [4, 3, 2, 1] + word(1) + word(77) + Array(name.utf8) + padding
      + word(1) + Array("UN\0\0".utf8) + word(0) + word(1) + word(77)
      + word(value.count) + word(value.count) + word(77) + word(value.count) + value
  }

  @Test(arguments: ["MrPhoenixProtocol", "MrProtocol"])
  func `a CSA header without a private creator proves itself by its mark`(name: String) throws {
    let text = "sSliceArray.lSize = 3\n"
    let found = try LoadedSeries([
      Self.anonymous { $0.set(Tag(0x0029, 0x1020), vr: .ob, bytes: Self.csa(name, text)) }
    ])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [3])
    #expect(found.values == [[Self.tiles(3)]])
    #expect(found.finding(.mosaicDirection)?.severity == .warning)
  }

  @Test func `bytes without that mark say nothing`() throws {
    let found = try LoadedSeries([
      Self.anonymous { set in
        set.set(Tag(0x0029, 0x1020), vr: .ob, bytes: Array("sSliceArray.lSize = 3\n".utf8))
      }
    ])
    #expect(found.codes == [.mosaic])
  }

  @Test func `slices cut out of mosaics load although they kept the word`() throws {
    let slices = (0..<4).map { n in
      EnhancedImage.slice(n, z: 3 * Double(n), first: 10 * n) {
        $0.set(.imageType, strings: ["DERIVED", "PRIMARY", "M", "ND", "MOSAIC"])
        $0.set(.sliceThickness, double: 3)
      }
    }
    let found = try LoadedSeries(slices)
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [4])
    // The matrix of the scan settles it for each image alone; a count that was left is no obstacle.
    let alone = slices.map { slice in
      var slice = slice
      slice.set(Tag(0x0018, 0x1310), vr: .us, integers: [EnhancedImage.columns, 0, 0, 3])
      slice.set(Tag(0x0019, 0x0010), vr: .lo, string: "SIEMENS MR HEADER")
      slice.set(Tag(0x0019, 0x100A), vr: .us, integer: 36)
      return slice
    }
    let known = try LoadedSeries(alone)
    #expect(known.report.volumes.map(\.geometry.dimensions.slices) == [4])
    #expect(known.finding(.encodingOddity)?.message.contains("MOSAIC") == true)
  }

  @Test func `sheets of a patient who moves a little are never taken for slices`() throws {
    let sheets = (0..<4).map { n in
      EnhancedImage.slice(n, z: 0.3 * Double(n), first: 10 * n) {
        $0.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"])
        $0.set(.sliceThickness, double: 3)
      }
    }
    #expect(try LoadedSeries(sheets).codes == [.mosaic, .mosaic, .mosaic, .mosaic])
  }
}
