import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

/// Phases that nothing but Instance Number tells apart.
@Suite struct InstancePhaseTests {
  /// Three phases of three slices with instance numbers of one's choice.
  private static func numbered(
    _ change: (inout DataSet) -> Void = { _ in }, _ number: (_ phase: Int, _ slice: Int) -> Int
  ) -> [DataSet] {
    PhaseImages.slices(3, heights: [0, 2, 4]) { phase, k, set in
      set.set(.instanceNumber, integer: number(phase, k))
      change(&set)
    }
  }

  private static func check(_ sets: [DataSet], _ first: [Double]) throws {
    for order in [sets, sets.reversed()] {
      let found = try LoadedSeries(order)
      #expect(found.report.volumes.count == 1 && found.codes.isEmpty)
      #expect(found.axes.map(\.tag) == [.instanceNumber])
      #expect(found.axes.first?.values == first.map(PhaseAxis.Value.number))
      #expect(found.phaseOrder == [0, 1, 2])
      #expect(found.finding(.phasesByInstance)?.severity == .warning)
    }
  }

  @Test func `the n-th number of each position is phase n, time by time`() throws {
    try Self.check(Self.numbered { 5 + 3 * $0 + $1 }, [5, 8, 11])
    // Slices that were acquired in another order than they lie.
    try Self.check(Self.numbered { 3 * $0 + [2, 0, 1][$1] }, [0, 3, 6])
  }

  @Test func `the n-th number of each position is phase n, position by position`() throws {
    try Self.check(Self.numbered { 50 + 200 * $1 + $0 }, [50, 51, 52])
    try Self.check(Self.numbered { 10 * (2 - $1) + $0 }, [0, 1, 2])
  }

  @Test func `heartbeats of several lengths do not take phases apart`() throws {
    for tag in [DICOMModel.Tag.triggerTime, .echoTime] {
      let found = try LoadedSeries(
        PhaseImages.slices(5, heights: [0, 2, 4, 6]) { phase, k, set in
          set.set(.instanceNumber, integer: 1 + 5 * k + phase)
          set.set(tag, double: Double(phase * [32, 60][k % 2]))
        })
      #expect(found.report.volumes.map(\.phases) == [5] && found.codes.isEmpty)
      #expect(found.axes.map(\.tag) == [.instanceNumber])
      #expect(found.values[0].map { $0[18] } == [300, 1300, 2300, 3300, 4300])
    }
  }

  @Test func `numbers that are left out are no obstacle`() throws {
    try Self.check(Self.numbered { 1 + 47 * $0 + $1 }, [1, 48, 95])
    try Self.check(Self.numbered { 1 + 47 * $0 + 9 * $1 }, [1, 48, 95])
  }

  @Test func `only locations that differ from the positions are a veto`() throws {
    try Self.check(Self.numbered({ $0.setLocations(3) }) { 3 * $0 + $1 }, [0, 3, 6])
    for planned in [1, 3, 60] {
      let sets = Self.numbered({ $0.set(.numberOfTemporalPositions, integer: planned) }) {
        3 * $0 + $1
      }
      try Self.check(sets, [0, 3, 6])
      let message = try #require(try LoadedSeries(sets).finding(.phases)).message
      #expect(message.contains("60 time points were planned") == (planned == 60))
    }
    let contradicted = try LoadedSeries(Self.numbered({ $0.setLocations(9) }) { 3 * $0 + $1 })
    #expect(contradicted.codes == .init(repeating: .repeatedPositions, count: 9))
  }

  @Test func `numbers without a pattern separate nothing`() throws {
    let doubtful: [(Int, Int) -> Int] = [
      // Neither time by time nor position by position.
      { [[0, 1, 4], [2, 5, 6], [3, 7, 8]][$0][$1] },
      // Positions in another order in one of the times.
      { phase, k in 3 * phase + (phase == 1 ? [0, 2, 1][k] : k) },
      // A number twice.
      { 3 * $0 + min($1, 1) },
    ]
    for number in doubtful {
      let found = try LoadedSeries(Self.numbered({ _ in }, number))
      #expect(found.codes == .init(repeating: .repeatedPositions, count: 9))
    }
  }

  @Test func `images that do not repeat every position are no phases`() throws {
    let sets = Self.numbered { 3 * $0 + $1 }
    #expect(try LoadedSeries(Array(sets.dropLast())).report.volumes.isEmpty)
    // Bolus monitoring: one position, many images. Without times the position may be no position.
    let one = PhaseImages.slices(5, heights: [0]) { _, _, _ in }
    #expect(try LoadedSeries(one).codes == .init(repeating: .noGeometry, count: 5))
    // A monitored position within a stack.
    let mixed = sets.prefix(3) + sets.suffix(1)
    #expect(try LoadedSeries(Array(mixed)).report.volumes.isEmpty)
  }

  @Test func `an axis that leaves repetitions leaves them to the numbers`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(4) { phase, _, set in
        set.set(.echoTime, double: phase % 2 == 0 ? 5 : 9)
      })
    #expect(found.axes.map(\.tag) == [.instanceNumber, .echoTime])
    #expect(found.phaseOrder == [0, 1, 2, 3])
    #expect(found.finding(.phasesByInstance) != nil)
  }

  @Test func `ten thousand images are one volume of a hundred phases`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      PhaseImages.slices(100, heights: (0..<100).map(Double.init)) { _, _, _ in })
    let loader = VolumeLoader()
    let report = try loader.scan([folder.path])
    #expect(report.volumes.map(\.phases) == [100])
    #expect(report.volumes.map(\.geometry.dimensions.slices) == [100])
  }
}
