import DICOMCoding
import DICOMModel
import Foundation
import Geometry
import PixelCoding
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

@Suite struct MosaicTests {
  /// A sheet of 3 × 3 tiles of 3 × 2 pixels, of which five hold slices; stored values are
  /// 100 · tile + pixel.
  private static func sheet(_ change: (inout DataSet) -> Void = { _ in }) -> DataSet {
    let (columns, rows) = (EnhancedImage.columns, EnhancedImage.rows)
    var set = EnhancedImage.slice(1, z: 50, first: 0)
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"])
    set.set(.columns, integer: columns * 3)
    set.set(.rows, integer: rows * 3)
    set.set(.spacingBetweenSlices, double: 2.5)
    set.set(.init(0x0019, 0x0010), vr: .lo, string: "SIEMENS MR HEADER")
    set.set(.init(0x0019, 0x100A), vr: .us, integer: 5)
    let values = (0..<columns * rows * 9).map { n in
      let (j, i) = n.quotientAndRemainder(dividingBy: columns * 3)
      let tile = j / rows * 3 + i / columns
      return 100 * tile + j % rows * columns + i % columns
    }
    set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(values))
    change(&set)
    return set
  }

  private static func setCSA(_ set: inout DataSet, normal: [String], tiles: String? = nil) {
    set.set(.init(0x0029, 0x0010), vr: .lo, string: "SIEMENS CSA HEADER")
    var entries = [("SliceNormalVector", normal)]
    if let tiles { entries.append(("NumberOfImagesInMosaic", [tiles])) }
    set.set(.init(0x0029, 0x1010), vr: .ob, bytes: csa(entries))
  }

  /// A CSA header of version 2.
  private static func csa(_ entries: [(String, [String])]) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    func padded(_ text: String, _ count: Int) -> [UInt8] {
      Array(text.utf8) + [UInt8](repeating: 0, count: count - text.utf8.count)
    }
    var bytes = Array("SV10".utf8) + [4, 3, 2, 1] + word(entries.count) + word(77)
    for (name, values) in entries {
      bytes += padded(name, 64) + word(values.count) + padded("FD", 4) + word(4)
      bytes += word(values.count) + word(77)
      for value in values {
        let count = value.utf8.count
        bytes += word(count) + word(count) + word(77) + word(count)
        bytes += padded(value, (count + 3) / 4 * 4)
      }
    }
    return bytes
  }

  /// The values of tiles in order.
  private static func tiles(_ order: [Int]) -> [Float] {
    order.flatMap { tile in (0..<6).map { Float(100 * tile + $0) } }
  }

  @Test func `a sheet's tiles are slices around the sheet's axis`() throws {
    let found = try LoadedSeries([Self.sheet { Self.setCSA(&$0, normal: ["0", "0", "1"]) }])
    let grid = try #require(found.report.volumes.first).geometry
    #expect(grid.dimensions.ijk == [3, 2, 5])
    // Half of the sheet minus half a tile: 6 columns of 0.75 mm and 4 rows of 0.5 mm, halved.
    #expect(grid.voxelToPatient.origin == PatientPoint(-1 + 2.25, -2 + 1, 50))
    #expect(grid.spacing == SIMD3(0.75, 0.5, 2.5))
    #expect(found.values == [[Self.tiles([0, 1, 2, 3, 4])]])
    #expect(found.finding(.mosaicDirection) == nil)
  }

  @Test func `tiles run against the normal if the scanner says so`() throws {
    let found = try LoadedSeries([
      Self.sheet {
        Self.setCSA(&$0, normal: ["0.0", "0.0", "-1.0"], tiles: "5")
        $0.remove(.init(0x0019, 0x100A))
      }
    ])
    #expect(found.values == [[Self.tiles([4, 3, 2, 1, 0])]])
    #expect(found.report.volumes.first?.geometry.voxelToPatient.origin.z == 40)
  }

  @Test func `a direction that is not stated is a warning`() throws {
    let found = try LoadedSeries([Self.sheet()])
    #expect(found.finding(.mosaicDirection)?.severity == .warning)
  }

  @Test func `mosaics of several times are phases`() throws {
    let sets = (0..<3).map { time in
      Self.sheet {
        $0.set(.sopInstanceUID, string: "1.2.5.\(time)")
        $0.set(.acquisitionTime, string: "12000\(time)")
      }
    }
    let found = try LoadedSeries(sets)
    #expect(found.report.volumes.map(\.phases) == [3])
    #expect(found.report.filesUsed == 3)
  }

  @Test func `a sheet that cannot be taken apart is never a slice`() throws {
    func code(_ change: (inout DataSet) -> Void) throws -> [SkippedFile.Code] {
      let found = try LoadedSeries([Self.sheet(change)])
      #expect(found.report.volumes.isEmpty)
      return found.codes
    }
    let count = DICOMModel.Tag(0x0019, 0x100A)
    #expect(try code { $0.remove(count) } == [.mosaic])
    #expect(try code { $0.set(count, vr: .us, integer: 0) } == [.mosaic])
    #expect(try code { $0.set(count, vr: .us, integer: 16) } == [.mosaic])
    #expect(try code { $0.set(count, vr: .us, integer: 65_535) } == [.mosaic])
    #expect(try code { $0.remove(.spacingBetweenSlices) } == [.noGeometry])
    #expect(try code { $0.remove(.imagePositionPatient) } == [.noGeometry])
  }

  @Test func `a CSA header cut or changed at any byte never traps`() throws {
    let whole = Self.csa([("SliceNormalVector", ["0", "0", "1"]), ("X", ["12345"])])
    let folder = try TemporaryFolder()
    for count in stride(from: 0, to: whole.count, by: 2) {
      for changed in [Array(whole[..<count]), whole.enumerated().map { $0 == count ? 0xFF : $1 }] {
        var set = Self.sheet()
        set.set(.init(0x0029, 0x0010), vr: .lo, string: "SIEMENS CSA HEADER")
        set.set(.init(0x0029, 0x1010), vr: .ob, bytes: changed)
        try folder.write(set, as: "a")
        #expect(try VolumeLoader().scan([folder.path]).volumes.count == 1)
      }
    }
  }

  @Test(.needsData("mr_mosaic_siemens_9_syntaxes"))
  func `a real mosaic holds the sheet's values, whatever its encoding`() throws {
    let folder = try #require(Repository.data("mr_mosaic_siemens_9_syntaxes")).path
    let first = try LoadedSeries(below: [folder + "/1.dcm"])
    #expect(first.report.volumes.first?.geometry.dimensions.ijk == [64, 64, 35])
    // The empty tile holds zeros: the sums of the sheet and of the tiles are equal.
    #expect(first.values[0][0].reduce(0) { $0 + Int($1) } == 38_036_663)
    for n in 2...9 {
      #expect(try LoadedSeries(below: [folder + "/\(n).dcm"]).values == first.values, "\(n)")
    }
  }
}
