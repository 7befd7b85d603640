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

@Suite struct PhaseTests {
  @Test func `times and echoes are axes, the last one fastest, in any order of files`() throws {
    let sets = PhaseImages.slices(6) { phase, _, set in
      set.set(.temporalPositionIdentifier, integer: 3 - phase / 2)
      set.set(.echoTime, double: phase % 2 == 0 ? 20 : 4.5)
    }
    for workers in [1, 3] {
      for order in [sets, sets.reversed(), Array(sets.dropFirst(5) + sets.prefix(5))] {
        let found = try LoadedSeries(order, context: WorkContext(workers: workers))
        let plan = try #require(found.report.volumes.first)
        #expect(found.report.volumes.count == 1 && plan.phases == 6)
        #expect(plan.phaseAxes.map(\.tag) == [.temporalPositionIdentifier, .echoTime])
        #expect(
          plan.phaseAxes.map(\.values)
            == [[.number(1), .number(2), .number(3)], [.number(4.5), .number(20)]])
        #expect(found.phaseOrder == [5, 4, 3, 2, 1, 0])
        #expect(found.finding(.phases)?.values["phases"] == [6])
      }
    }
  }

  @Test func `diffusion weightings are one axis with their directions`() throws {
    let directions: [[Double]?] = [nil, [0, 0, 1], [1, 0, 0]]
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        set.set(.diffusionBValue, double: phase == 0 ? 0 : 1000)
        if let direction = directions[phase] {
          set.set(.diffusionGradientOrientation, doubles: direction)
        }
      })
    let axis = try #require(found.report.volumes.first?.phaseAxes.first)
    #expect(axis.values == [.number(0), .number(1000), .number(1000)])
    #expect(axis.directions == directions)
    #expect(found.phaseOrder == [0, 1, 2])
  }

  @Test func `private b-values of the makers count too`() throws {
    let makers: [(DICOMModel.Tag, String, DICOMModel.Tag, (Int) -> (VR, [UInt8]))] = [
      (
        .init(0x0019, 0x10), "SIEMENS MR HEADER", .init(0x0019, 0x100C),
        { (.is, Array("\($0 * 500)".utf8)) }
      ),
      (
        .init(0x0043, 0x11), "GEMS_PARM_01", .init(0x0043, 0x1139),
        { (.is, Array("\(1_000_000_000 + $0 * 500)\\8\\0\\0".utf8)) }
      ),
      (
        .init(0x2001, 0x10), "Philips Imaging DD 001", .init(0x2001, 0x1003),
        {
          let bits = Float($0 * 500).bitPattern
          return (.fl, (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) })
        }
      ),
    ]
    for (creator, name, tag, value) in makers {
      let found = try LoadedSeries(
        PhaseImages.slices(2) { phase, _, set in
          set.set(creator, vr: .lo, string: name)
          let (vr, bytes) = value(phase)
          set.set(tag, vr: vr, bytes: bytes)
        })
      let axis = found.report.volumes.first?.phaseAxes.first
      #expect(axis?.values == [.number(0), .number(500)], "\(name)")
    }
  }

  @Test func `times that grow from slice to slice separate phases that do not overlap`() throws {
    func sets(_ period: Double) -> [DataSet] {
      PhaseImages.slices(3) { phase, slice, set in
        set.set(.triggerTime, double: Double(phase) * period + Double(slice) * 10)
      }
    }
    let found = try LoadedSeries(sets(30))
    #expect(found.report.volumes.first?.phaseAxes.first?.tag == .triggerTime)
    #expect(found.finding(.phases)?.values["spread"] == [10])
    #expect(found.phaseOrder == [0, 1, 2])
    // Times that overlap leave it to the instance numbers.
    #expect(try LoadedSeries(sets(10)).finding(.phasesByInstance) != nil)
  }

  @Test func `acquisition times are seconds, and midnight is no end`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in
        set.set(.acquisitionDate, string: phase == 0 ? "20240229" : "20240301")
        set.set(.acquisitionTime, string: phase == 0 ? "235959.5" : "000001")
      })
    let axis = try #require(found.report.volumes.first?.phaseAxes.first)
    #expect(axis.tag == .acquisitionTime)
    #expect(axis.values == [.number(86_399.5), .number(86_401)])
  }

  @Test func `a number that only counts yields to a measure that divides alike`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in
        set.set(.acquisitionNumber, integer: phase + 1)
        set.set(.echoNumbers, integer: phase + 1)
        set.set(.echoTime, double: 5 + Double(phase))
      })
    #expect(found.report.volumes.first?.phaseAxes.map(\.tag) == [.echoTime])
  }

  @Test func `kernels, energies and components make volumes of their own`() throws {
    for tag in [DICOMModel.Tag.convolutionKernel, .complexImageComponent] {
      let found = try LoadedSeries(
        PhaseImages.slices(2) { phase, _, set in set.set(tag, string: ["B", "A"][phase]) })
      #expect(found.report.volumes.map(\.phases) == [1, 1], "\(tag)")
      #expect(found.codes.isEmpty)
    }
    let found = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in set.set(.kvp, double: [80, 140][phase]) })
    #expect(found.report.volumes.map(\.phases) == [1, 1])
  }

  @Test func `single slices are no stacks to split into`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(3, heights: [0]) { phase, _, set in
        set.set(.triggerTime, double: Double(phase))
      }
    )
    #expect(found.codes == [.repeatedPositions, .repeatedPositions, .repeatedPositions])
  }

  @Test func `a time that was not finished is a volume of its own`() throws {
    let sets = PhaseImages.slices(3, heights: [0, 2, 4]) { phase, _, set in
      set.set(.temporalPositionIdentifier, integer: phase)
    }
    let found = try LoadedSeries(Array(sets.dropLast()))
    #expect(found.report.volumes.map(\.phases).sorted() == [1, 2])
    #expect(found.codes.isEmpty)
  }

  @Test func `combinations that are not all there are one axis that names them`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        set.set(.temporalPositionIdentifier, integer: [1, 1, 2][phase])
        set.set(.echoTime, double: [5, 9, 5][phase])
      })
    let axes = try #require(found.report.volumes.first).phaseAxes
    #expect(axes.map(\.name) == ["Temporal Position Identifier, Echo Time"])
    #expect(axes.first?.values == [.text("1, 5"), .text("1, 9"), .text("2, 5")])
  }

  @Test func `frames of one enhanced object become phases by their index`() throws {
    var image = EnhancedImage(frames: [])
    for (n, phase) in [1, 0, 2, 2, 0, 1].enumerated() {
      let k = n < 3 ? 0 : 1
      var frame = EnhancedImage.Frame(z: Double(k), first: 1000 * phase)
      frame.macros = [
        EnhancedImage.macro(.frameContentSequence) {
          $0.set(.temporalPositionIndex, integer: phase + 1)
        }
      ]
      image.frames.append(frame)
    }
    let found = try LoadedSeries([image.dataSet])
    #expect(found.report.volumes.first?.phaseAxes.map(\.tag) == [.temporalPositionIndex])
    #expect(found.phaseOrder == [0, 1, 2])
  }
}
