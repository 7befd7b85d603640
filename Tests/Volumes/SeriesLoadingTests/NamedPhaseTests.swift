import DICOMModel
import Foundation
import Testing
import VolumeModel

@testable import SeriesLoading

/// Phases along attributes and dimensions by their names, and times of day.
@Suite struct NamedPhaseTests {
  @Test func `percentages and settings are axes`() throws {
    let attributes: [(DICOMModel.Tag, VR, [Double])] = [
      (Tag(0x0020, 0x9241), .fd, [0, 30, 60]), (Tag(0x0020, 0x9245), .fd, [0, 25, 50]),
      (.inversionTime, .ds, [100, 900, 400]), (.flipAngle, .ds, [3, 8, 13]),
      (.repetitionTime, .ds, [500, 1000, 1500]),
    ]
    for (tag, vr, values) in attributes {
      let found = try LoadedSeries(
        PhaseImages.slices(3) { phase, _, set in set.set(tag, vr: vr, double: values[phase]) })
      #expect(found.axes.map(\.tag) == [tag])
      #expect(found.axes.first?.values == values.map(PhaseAxis.Value.number))
      #expect(found.phaseOrder == [0, 1, 2])
    }
    let texts = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in
        set.set(.scanOptions, string: "TP\(10 * phase)PC")
      })
    #expect(texts.axes.first?.values == [.text("TP0PC"), .text("TP10PC")])
  }

  @Test func `percentages ascend, settings are in the order of acquisition`() throws {
    func order(_ tag: DICOMModel.Tag, _ vr: VR) throws -> [Int] {
      try LoadedSeries(
        PhaseImages.slices(3) { phase, _, set in set.set(tag, vr: vr, double: [50, 0, 25][phase]) }
      ).phaseOrder
    }
    #expect(try order(Tag(0x0020, 0x9245), .fd) == [1, 2, 0])
    #expect(try order(.flipAngle, .ds) == [0, 1, 2])
  }

  @Test func `descriptions of the series make volumes where nothing else tells images apart`()
    throws
  {
    let found = try LoadedSeries(
      PhaseImages.slices(3, heights: [0, 2, 4]) { phase, slice, set in
        set.set(.instanceNumber, integer: slice + 1)
        set.set(.seriesDescription, string: "Gated \([0, 30, 60][phase])%")
        if slice == 0 { set.set(.pixelData, vr: .ow, bytes: [UInt8](repeating: 0, count: 12)) }
      })
    #expect(found.codes.isEmpty)
    #expect(found.report.volumes.map(\.phases) == [1, 1, 1])
    #expect(
      Set(found.values.map { [$0[0][0], $0[0][6], $0[0][12]] })
        == [[0, 100, 200], [0, 1100, 1200], [0, 2100, 2200]])
    let separated = try #require(found.finding(.separatedVolume))
    #expect(separated.message.contains("Series Description (Gated"))
  }

  @Test func `label and control are an axis within times`() throws {
    let found = try LoadedSeries(
      PhaseImages.slices(4) { phase, _, set in
        set.set(.temporalPositionIdentifier, integer: phase % 2 + 1)
        let text = phase < 2 ? "CONTROL" : "LABEL"
        set.setPrivate(0x2005, "Philips MR Imaging DD 005", 0x29, .cs, Array(text.utf8))
      })
    #expect(found.axes.map(\.name) == ["Temporal Position Identifier", "ASL Context"])
    #expect(found.phaseOrder == [0, 2, 1, 3])
    let standard = PhaseImages.object(2, along: .temporalPositionIndex) { phase in
      [
        EnhancedImage.macro(Tag(0x0018, 0x9251)) {
          $0.set(Tag(0x0018, 0x9257), vr: .cs, string: ["LABEL", "CONTROL"][phase])
        }
      ]
    }
    let enhanced = try LoadedSeries([standard])
    #expect(enhanced.axes.first?.values == [.text("LABEL"), .text("CONTROL")])
    #expect(enhanced.phaseOrder == [0, 1])
  }

  @Test func `a dimension tells frames apart by its index, whatever it points to`() throws {
    let creator = "Philips MR Imaging DD 005"
    let made = try LoadedSeries([
      PhaseImages.object(2, along: Tag(0x2005, 0x1429), creator: creator)
    ])
    #expect(made.axes.map(\.name) == ["(2005,1429) of \(creator)"])
    #expect(made.axes.first?.values == [.number(1), .number(2)])
    #expect(made.phaseOrder == [0, 1])
    // The attribute itself says the same of all frames.
    let constant = try LoadedSeries([
      PhaseImages.object(3, along: .temporalPositionIndex) { _ in
        [EnhancedImage.macro(Tag(0x0021, 0x0001)) { _ in }]
      }
    ])
    #expect(constant.axes.map(\.tag) == [.temporalPositionIndex])
    #expect(constant.phaseOrder == [0, 1, 2])
  }

  @Test func `a dimension is named by the values of its attribute`() throws {
    let pointer = Tag(0x0018, 0x9091)
    let found = try LoadedSeries([
      PhaseImages.object(3, along: pointer) { phase in
        [
          EnhancedImage.macro(Tag(0x0018, 0x9197)) {
            $0.set(pointer, vr: .fd, double: 40 - 10 * Double(phase))
          }
        ]
      }
    ])
    #expect(found.axes.first?.values == [40, 30, 20].map(PhaseAxis.Value.number))
    let velocity = Tag(0x0018, 0x9090)
    let vectors = try LoadedSeries([
      PhaseImages.object(2, along: velocity) { phase in
        [
          EnhancedImage.macro(Tag(0x0018, 0x9197)) {
            $0.set(velocity, vr: .fd, doubles: phase == 0 ? [1, 0, 0] : [0, 1, 0])
          }
        ]
      }
    ])
    #expect(vectors.axes.first?.values == [.text("1.0, 0.0, 0.0"), .text("0.0, 1.0, 0.0")])
  }

  @Test func `parts of the complex signal by GE's number are volumes, a field map is in hertz`()
    throws
  {
    let found = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in
        set.setPrivate(0x0043, "GEMS_PARM_01", 0x2F, .ss, [UInt8(phase), 0])
        set.setPrivate(0x0019, "GEMS_ACQU_01", 0x9C, .lo, Array("B0map".utf8))
      })
    #expect(found.report.volumes.map(\.phases) == [1, 1])
    #expect(found.report.volumes.map(\.attributes.unit) == [nil, "Hz"])
    let plain = try LoadedSeries(
      PhaseImages.slices(2) { phase, _, set in
        set.setPrivate(0x0043, "GEMS_PARM_01", 0x2F, .ss, [UInt8(phase), 0])
      })
    #expect(plain.report.volumes.map(\.attributes.unit) == [nil, nil])
    #expect(plain.finding(.separatedVolume)?.message.contains("(MAGNITUDE)") == true)
  }

  private static func timed(_ times: [String], _ change: (Int, inout DataSet) -> Void) throws
    -> LoadedSeries
  {
    try LoadedSeries(
      PhaseImages.slices(times.count) { phase, _, set in
        set.set(.acquisitionTime, string: times[phase])
        change(phase, &set)
      })
  }

  @Test func `times without dates run over midnight, with a warning`() throws {
    let times = ["235940", "235950", "000000", "000010"]
    let found = try Self.timed(times) { _, _ in }
    #expect(found.phaseOrder == [0, 1, 2, 3])
    #expect(
      found.axes.first?.values == [86_380, 86_390, 86_400, 86_410].map(PhaseAxis.Value.number))
    #expect(found.finding(.timesOverMidnight)?.severity == .warning)
    // A morning and an evening are no night.
    let day = try Self.timed(["060000", "120000", "235900"]) { _, _ in }
    #expect(day.phaseOrder == [0, 1, 2] && day.finding(.timesOverMidnight) == nil)
  }

  @Test func `times without dates are one day's if the series began before all of them`() throws {
    for (start, order) in [("075500", [0, 1]), ("201400", [1, 0]), ("000000", [1, 0])] {
      let found = try Self.timed(["080000", "201500"]) { _, set in
        set.set(.seriesTime, string: start)
      }
      #expect(found.phaseOrder == order)
      #expect((found.finding(.timesOverMidnight) == nil) == (order == [0, 1]))
    }
  }

  @Test func `one date for all is believed unless the series began in the evening`() throws {
    let times = ["235940", "000010"]
    for (start, order) in [("235930", [0, 1]), ("000005", [1, 0])] {
      let found = try Self.timed(times) { _, set in
        set.set(.acquisitionDate, string: "20200101")
        set.set(.seriesTime, string: start)
      }
      #expect(found.phaseOrder == order)
      #expect((found.finding(.timesOverMidnight) != nil) == (order == [0, 1]))
    }
  }
}
