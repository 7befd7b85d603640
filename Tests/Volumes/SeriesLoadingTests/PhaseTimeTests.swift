import DICOMModel
import Foundation
import TestSupport
import Testing
import VolumeFiles

@testable import SeriesLoading

@Suite struct `The times of phases` {
  /// Times of the only volume of some images: `count` phases of two slices.
  private static func times(
    _ count: Int = 3, _ change: (_ phase: Int, _ slice: Int, inout DataSet) -> Void
  ) throws -> PhaseTimes? {
    let folder = try TemporaryFolder()
    for phase in 0..<count {
      for k in 0..<2 {
        let set = EnhancedImage.slice(2 * phase + k, z: 2 * Double(k), first: 1000 * phase) {
          $0.set(.modality, string: "MR")
          change(phase, k, &$0)
        }
        try folder.write(set, as: "\(phase)-\(k)")
      }
    }
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([folder.path]).volumes.first)
    #expect(plan.phases == count)
    return try loader.phaseTimes(of: plan)
  }

  @Test func `are those that were measured, in seconds`() throws {
    let offsets = try Self.times { phase, _, set in
      set.set(.temporalPositionTimeOffset, double: 2.5 * Double(phase))
    }
    #expect(offsets == PhaseTimes(first: 0, step: 2.5))
    let triggers = try Self.times { phase, slice, set in
      set.set(.triggerTime, double: 800 * Double(phase) + Double(slice))
    }
    #expect(triggers == PhaseTimes(first: 0, step: 0.8))
  }

  @Test func `take the repetition time where it agrees with the clock`() throws {
    func times(_ repetition: Double) throws -> PhaseTimes? {
      try Self.times { phase, slice, set in
        set.set(.temporalPositionIdentifier, integer: phase + 1)
        set.set(.acquisitionTime, string: ["101010.00", "101012.43", "101014.87"][phase])
        set.set(.repetitionTime, double: repetition)
      }
    }
    #expect(try times(2435) == PhaseTimes(first: 0, step: 2.435))
    // A repetition of another length is not that of volumes.
    #expect(try abs((times(12)?.step ?? 0) - 2.435) < 1e-9)
  }

  @Test func `without a clock are those of repetition, of echo-planar images alone`() throws {
    func times(_ sequence: [String], _ kind: String = "2D") throws -> PhaseTimes? {
      try Self.times { phase, _, set in
        set.set(.temporalPositionIdentifier, integer: phase + 1)
        set.set(.repetitionTime, double: 5000)
        set.set(.scanningSequence, strings: sequence)
        set.set(.mrAcquisitionType, string: kind)
      }
    }
    #expect(try times(["EP", "GR"]) == PhaseTimes(first: 0, step: 5))
    #expect(try times(["GR"]) == nil && times(["EP"], "3D") == nil)
  }

  @Test func `are invented neither for uneven steps nor for echoes and weightings`() throws {
    let uneven = try Self.times { phase, _, set in
      set.set(.temporalPositionTimeOffset, double: [0, 2, 7][phase])
      set.set(.repetitionTime, double: 2000)
      set.set(.scanningSequence, string: "EP")
    }
    #expect(uneven == nil)
    for tag in [Tag.echoTime, .diffusionBValue] {
      let times = try Self.times { phase, _, set in
        set.set(tag, double: 100 * Double(phase) + 5)
        set.set(.repetitionTime, double: 2000)
        set.set(.scanningSequence, string: "EP")
      }
      #expect(times == nil)
    }
  }

  @Test(
    .needsData("mr_4d_ge_fmri"),
    arguments: [
      ("mr_4d_ge_fmri", 5.0), ("mr_4d_siemens_xa30_enhanced", 4.8),
    ])
  func `of real series are their repetition times`(_ folder: String, _ step: Double) throws {
    let path = try #require(Repository.data(folder)).path
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([path]).volumes.first)
    #expect(try loader.phaseTimes(of: plan) == PhaseTimes(first: 0, step: step))
  }
}
