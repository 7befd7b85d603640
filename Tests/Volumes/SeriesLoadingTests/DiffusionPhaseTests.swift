import DICOMImaging
import DICOMModel
import Foundation
import Geometry
import Testing

@testable import SeriesLoading

/// Phases along diffusion weightings.
@Suite struct DiffusionPhaseTests {
  private static let directions: [[Double]] = [
    [0, 0, 0], [1, 0, 0], [0, 0.6, 0.8], [0, 0, 1],
  ]

  @Test func `a direction that only the maker states counts beside the standard's b-value`() throws
  {
    for states in [true, false] {
      let found = try LoadedSeries(
        PhaseImages.slices(4) { phase, _, set in
          set.setGEDiffusion(phase == 0 ? 0 : 1000, Self.directions[phase])
          set.setLocations(2)
          // Scanners leave the standard's attribute out where nothing is weighted.
          if states, phase > 0 { set.set(.diffusionBValue, double: 1000) }
        })
      #expect(found.axes.map(\.tag) == [.diffusionBValue])
      #expect(found.axes.first?.values == [0, 1000, 1000, 1000].map(PhaseAxis.Value.number))
      #expect(found.phaseOrder == [0, 1, 2, 3])
      #expect(found.finding(.phasesByInstance) == nil)
    }
  }

  @Test func `directions of Siemens, Philips and United Imaging count too`() throws {
    func words(_ numbers: [Double]) -> [UInt8] {
      numbers.flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(8 * $0)) }
      }
    }
    func single(_ number: Double) -> [UInt8] {
      let bits = Float(number).bitPattern
      return (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }
    }
    let makers: [(String, (Int, inout DataSet) -> Void)] = [
      (
        "patient",
        { phase, set in
          set.set(.diffusionBValue, double: phase == 0 ? 0 : 700)
          set.setPrivate(0x0019, "SIEMENS MR HEADER", 0x0C, .is, Array("700".utf8))
          set.setPrivate(0x0019, "SIEMENS MR HEADER", 0x0E, .fd, words(Self.directions[phase]))
        }
      ),
      (
        "patient",
        { phase, set in
          set.setPrivate(0x2001, "Philips Imaging DD 001", 0x03, .fl, single(phase == 0 ? 0 : 700))
          for (element, number) in zip([0xB0, 0xB1, 0xB2] as [UInt16], Self.directions[phase]) {
            set.setPrivate(0x2005, "Philips MR Imaging DD 001", element, .fl, single(number))
          }
        }
      ),
      (
        "patient",
        { phase, set in
          let maker = "Image Private Header"
          set.setPrivate(0x0065, maker, 0x09, .fd, words([phase == 0 ? 0 : 700]))
          set.setPrivate(0x0065, maker, 0x37, .fd, words(Self.directions[phase]))
        }
      ),
    ]
    for (frame, change) in makers {
      let found = try LoadedSeries(PhaseImages.slices(4) { phase, _, set in change(phase, &set) })
      let axis = try #require(found.axes.first)
      #expect(axis.values == [0, 700, 700, 700].map(PhaseAxis.Value.number))
      #expect(axis.directionFrame == frame)
      let expected = Self.directions.map { $0 == [0, 0, 0] ? nil : $0.map { Float($0) } }
      #expect(axis.directions?.map { $0?.map { Float($0) } } == expected)
    }
  }

  @Test func `images that say nothing of diffusion among others that do are unweighted`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        guard phase > 0 else { return }
        set.set(.diffusionBValue, double: 1500)
        set.set(.diffusionGradientOrientation, doubles: Self.directions[phase])
      })
    #expect(found.axes.first?.values == [0, 1500, 1500].map(PhaseAxis.Value.number))
    #expect(found.axes.first?.directions?.first == .some(nil))
    let weightings = try #require(found.report.volumes.first).phaseWeightings
    #expect(weightings.map(\.bValue) == [0, 1500, 1500])
    let directions = weightings.map { $0.direction?.map { Float($0) } }
    #expect(directions == [nil, [1, 0, 0], [0, 0.6, 0.8]])
  }

  @Test func `weightings are in the order in which they were acquired`() throws {
    let weightings = [1000.0, 0, 2000]
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        set.set(.diffusionBValue, double: weightings[phase])
      }.reversed())
    #expect(found.axes.first?.values == weightings.map(PhaseAxis.Value.number))
    #expect(found.phaseOrder == [0, 1, 2])
  }

  @Test func `weightings that were acquired repeatedly are one list`() throws {
    for hasTimes in [true, false] {
      let found = try LoadedSeries(
        PhaseImages.slices(4) { phase, _, set in
          set.setGEDiffusion(phase % 2 == 0 ? 0 : 1000, Self.directions[phase % 2])
          if hasTimes { set.set(.acquisitionTime, string: "10100\(phase)") }
        })
      #expect(found.axes.map(\.tag) == [.diffusionBValue])
      #expect(found.axes.first?.values == [0, 1000, 0, 1000].map(PhaseAxis.Value.number))
      #expect(found.phaseOrder == [0, 1, 2, 3])
      #expect((found.finding(.phasesByInstance) == nil) == hasTimes)
    }
  }

  @Test func `a dimension that tells repeated weightings apart leaves one list of them`() throws {
    let bValues = [0.0, 0, 800]
    let found = try LoadedSeries([
      PhaseImages.object(3, along: .diffusionBValue) { phase in
        [
          EnhancedImage.macro(Tag(0x0018, 0x9117)) {
            $0.set(.diffusionBValue, double: bValues[phase])
          }
        ]
      }
    ])
    #expect(found.axes.map(\.name) == ["Diffusion b-value"])
    #expect(found.axes.first?.values == bValues.map(PhaseAxis.Value.number))
    #expect(found.phaseOrder == [0, 1, 2])
  }

  @Test func `a count of weightings is named by them`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        set.set(.temporalPositionIdentifier, integer: phase + 1)
        set.set(.diffusionBValue, double: [0, 0, 800][phase])
      })
    #expect(found.axes.map(\.name) == ["Diffusion b-value"])
    #expect(found.axes.first?.values == [0, 0, 800].map(PhaseAxis.Value.number))
  }

  @Test func `directions along encoding gradients are turned into the patient's frame`() throws {
    func axis(_ phaseEncoding: String?, _ change: (inout DataSet) -> Void) throws -> PhaseAxis {
      let found = try LoadedSeries(
        PhaseImages.slices(2) { phase, _, set in
          if let phaseEncoding {
            set.set(Tag(0x0018, 0x1312), vr: .cs, bytes: Array(phaseEncoding.utf8))
          }
          set.set(.diffusionBValue, double: phase == 0 ? 0 : 1500)
          if phase == 1 { change(&set) }
        })
      return try #require(found.axes.first)
    }
    // Frequency runs to the right, phase to the front.
    func scan(_ set: inout DataSet) { set.setGEDiffusion(1500, [0.48, 0.6, 0.64]) }
    let turned = try axis("COL", scan)
    #expect(turned.directionFrame == "patient")
    let direction = try #require(turned.directions?[1])
    for (a, b) in zip(direction, [-0.48, -0.6, 0.64]) { #expect(abs(a - b) < 1e-12) }
    let stated = try axis("ROW", scan)
    #expect(stated.directionFrame == "unknown" && stated.directions?[1] == [0.48, 0.6, 0.64])
    func comment(_ set: inout DataSet) {
      set.set(.manufacturer, string: "CANON_MEC")
      set.set(.imageComments, string: "b=1500(0.600,0.480,0.640)")
    }
    let commented = try #require(try axis("COL", comment).directions?[1])
    for (a, b) in zip(commented, [-0.48, -0.6, 0.64]) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func `a comment that does not prove itself is no direction`() throws {
    for text in ["b=1000(1,0,0)", "b=1500(1,0)", "b=1500(1,0,x)", "b=1500", "1500(1,0,0)"] {
      let found = try LoadedSeries(
        PhaseImages.slices(2) { phase, _, set in
          set.set(.manufacturer, string: "CANON_MEC")
          set.set(.diffusionBValue, double: phase == 0 ? 0 : 1500)
          if phase == 1 { set.set(.imageComments, string: text) }
        })
      #expect(found.axes.first?.directions == nil, "\(text)")
    }
  }

  @Test func `a weaker shell of GE is a shortened direction`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(3) { phase, _, set in
        set.setGEDiffusion(2000, [[0, 0, 1], [0, 0, 0.7071], [0, 0, 0]][phase])
        set.setPrivate(0x0043, "GEMS_PARM_01", 0x30, .ss, [16, 0])
      })
    #expect(found.axes.first?.values == [2000, 1000, 0].map(PhaseAxis.Value.number))
  }
}
