import DICOMModel
import Foundation
import Testing
import VolumeModel

@testable import SeriesLoading

/// Several objects of one series that are whole volumes each.
@Suite struct WholeObjectTests {
  /// An enhanced object of slices at some heights.
  private static func object(
    _ number: Int, heights: Range<Int> = 0..<3, _ change: (inout DataSet) -> Void = { _ in }
  ) -> DataSet {
    var image = EnhancedImage(
      frames: heights.map { .init(z: 2 * Double($0), first: 1000 * number + 100 * $0) })
    image.uid = "1.2.3.\(9 - number)"
    var set = image.dataSet
    set.set(.instanceNumber, integer: number + 1)
    change(&set)
    return set
  }

  @Test func `objects of one place are volumes of their own, in order of their numbers`() throws {
    let found = try LoadedSeries((0..<3).map { Self.object($0) }.reversed())
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [3, 3, 3])
    #expect(found.codes.isEmpty)
    #expect(found.values.map { Int($0[0][0]) / 1000 } == [0, 1, 2])
    #expect(found.finding(.separatedVolume)?.message.contains("number 1 of 3") == true)
  }

  @Test func `parts that share a slice are volumes of their own`() throws {
    let found = try LoadedSeries([Self.object(0, heights: 0..<4), Self.object(1, heights: 3..<7)])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [4, 4])
    #expect(found.codes.isEmpty)
  }

  @Test func `an object of a single slice does not spoil the others`() throws {
    let found = try LoadedSeries([
      Self.object(0, heights: 0..<4), Self.object(1, heights: 3..<7),
      Self.object(2, heights: 3..<4),
    ])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices).sorted() == [1, 4, 4])
    #expect(found.codes.isEmpty)
  }

  @Test func `an attribute that differs is named`() throws {
    let found = try LoadedSeries(
      (0..<2).map { n in
        Self.object(n) {
          $0.set(.correctedImage, strings: n == 0 ? ["ATTN", "SCAT"] : ["NONE"])
        }
      })
    let messages = found.report.volumes.compactMap { plan in
      plan.findings.first { $0.code == .separatedVolume }?.message
    }
    #expect(messages.count == 2)
    #expect(messages.first?.contains("Corrected Image (ATTN\\SCAT)") == true)
  }

  @Test func `objects that times tell apart stay phases`() throws {
    let found = try LoadedSeries(
      (0..<2).map { n in Self.object(n) { $0.set(.acquisitionDateTime, string: "2020010110\(n)0") }
      }
    )
    #expect(found.report.volumes.map(\.phases) == [2])
    #expect(found.finding(.separatedVolume) == nil)
  }

  @Test func `an object with phases keeps them beside another one`() throws {
    let first = PhaseImages.object(2, along: .temporalPositionIndex)
    var second = first
    second.set(.sopInstanceUID, string: "1.2.3.2")
    let found = try LoadedSeries([first, second])
    #expect(found.report.volumes.map(\.phases) == [2, 2])
  }
}
