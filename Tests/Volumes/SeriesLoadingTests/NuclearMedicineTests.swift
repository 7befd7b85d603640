import DICOMModel
import Geometry
import Testing
import VolumeModel

@testable import SeriesLoading

@Suite struct NuclearMedicineTests {
  /// A reconstruction of 3 × 2 pixels; frame n holds the values from 10 · n on.
  private static func object(
    slices: [Int], vectors: [(Tag, [Int])] = [], _ change: (inout DataSet) -> Void = { _ in }
  ) -> DataSet {
    var set = EnhancedImage.header(uid: "1.2.6", frames: slices.count)
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.20")
    set.set(.modality, string: "NM")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"])
    set.set(.pixelSpacing, doubles: [0.5, 0.75])
    set.set(.spacingBetweenSlices, double: 4)
    set.set(.numberOfSlices, integer: Set(slices).count)
    set.set(.detectorInformationSequence, items: [detector()])
    set.set(slice, vr: .us, integers: slices)
    for (tag, values) in vectors { set.set(tag, vr: .us, integers: values) }
    set.set(.frameIncrementPointer, tags: vectors.map(\.0) + [slice])
    let values = slices.indices.flatMap { frame in (0..<6).map { 10 * frame + $0 } }
    set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(values))
    change(&set)
    return set
  }

  private static func detector(z: Double = 50) -> DataSet {
    var detector = DataSet()
    detector.set(.imagePositionPatient, doubles: [-1, -2, z])
    detector.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    return detector
  }

  private static func frames(_ order: [Int]) -> [Float] {
    order.flatMap { frame in (0..<6).map { Float(10 * frame + $0) } }
  }

  private static let slice = Tag(0x0054, 0x0080)
  private static let energyWindow = Tag(0x0054, 0x0010)
  private static let rotation = Tag(0x0054, 0x0050)
  private static let heartbeat = Tag(0x0054, 0x0060)
  private static let timeSlot = Tag(0x0054, 0x0070)
  private static let angularView = Tag(0x0054, 0x0090)
  private static let timeSlice = Tag(0x0054, 0x0100)

  @Test func `slices follow the normal, or run against it if their distance is negative`() throws {
    for (spacing, z, order) in [(4.0, 50.0, [1, 2, 0]), (-4, 42, [0, 2, 1])] {
      let found = try LoadedSeries([
        Self.object(slices: [3, 1, 2]) { $0.set(.spacingBetweenSlices, double: spacing) }
      ])
      let grid = try #require(found.report.volumes.first).geometry
      #expect(grid.voxelToPatient.origin == PatientPoint(-1, -2, z))
      #expect(grid.spacing.z == 4)
      #expect(found.values == [[Self.frames(order)]])
    }
  }

  @Test func `numbers of slices may leave one out, but not those that there are`() throws {
    let gap = try LoadedSeries([
      Self.object(slices: [1, 2, 4]) { $0.set(.numberOfSlices, integer: 4) }
    ])
    #expect(gap.values == [[Self.frames([0, 1, 2])]])
    #expect(gap.finding(.irregularSpacing) != nil)
    for (slices, text) in [([0, 1, 2], "within 1 and 3"), ([1, 2, 2], "the same slice")] {
      let found = try LoadedSeries([Self.object(slices: slices)])
      #expect(found.codes == [.noGeometry])
      #expect(found.report.skipped.first?.message.contains(text) == true)
    }
  }

  @Test(arguments: [timeSlot, heartbeat, timeSlice, Tag(0x0054, 0x0030)])
  func `frames of several times are phases`(vector: Tag) throws {
    let found = try LoadedSeries([
      Self.object(slices: [1, 1, 2, 2], vectors: [(vector, [2, 1, 2, 1])])
    ])
    #expect(found.report.volumes.map(\.phases) == [2])
    #expect(found.values == [[Self.frames([1, 3]), Self.frames([0, 2])]])
    #expect(found.report.volumes[0].phaseAxes.map(\.tag) == [vector])
  }

  @Test func `two clocks make two axes, the last fastest`() throws {
    let found = try LoadedSeries([
      Self.object(
        slices: [1, 2, 1, 2, 1, 2, 1, 2],
        vectors: [
          (Self.heartbeat, [1, 1, 1, 1, 2, 2, 2, 2]), (Self.timeSlot, [1, 1, 2, 2, 1, 1, 2, 2]),
        ])
    ])
    #expect(found.report.volumes.map(\.phases) == [4])
    #expect(found.values[0] == [[0, 1], [2, 3], [4, 5], [6, 7]].map(Self.frames))
  }

  @Test(arguments: [energyWindow, Tag(0x0054, 0x0020), rotation])
  func `energy windows, detectors and rotations are volumes of their own`(vector: Tag) throws {
    let found = try LoadedSeries([
      Self.object(slices: [1, 2, 1, 2], vectors: [(vector, [1, 1, 2, 2])])
    ])
    #expect(found.report.volumes.map(\.phases) == [1, 1])
    #expect(Set(found.values.map { $0[0] }) == [Self.frames([0, 1]), Self.frames([2, 3])])
  }

  @Test func `projections are refused, and never a stack`() throws {
    for change: (inout DataSet) -> Void in [
      { $0.remove(Self.slice) },
      { set in
        set.remove(Self.slice)
        set.set(Self.angularView, vr: .us, integers: [1, 2, 3])
        set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "TOMO", "EMISSION"])
      },
    ] {
      let found = try LoadedSeries([
        Self.object(slices: [1, 2, 3]) {
          $0.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "STATIC", "EMISSION"])
          change(&$0)
        }
      ])
      #expect(found.codes == [.noGeometry])
      #expect(found.report.skipped[0].message.contains("Slice Vector"))
    }
  }

  @Test func `a reconstruction of one volume may leave its vector out, and says so`() throws {
    let found = try LoadedSeries([Self.object(slices: [1, 2, 3]) { $0.remove(Self.slice) }])
    #expect(found.values == [[Self.frames([0, 1, 2])]])
    #expect(found.finding(.encodingOddity)?.message.contains("Slice Vector") == true)
  }

  @Test func `vectors that fit no stack are refused by their names`() throws {
    let cases: [(String, (inout DataSet) -> Void)] = [
      ("Slice Vector", { $0.set(Self.slice, vr: .us, integers: [1, 2, 2]) }),
      ("Slice Vector", { $0.set(Self.slice, vr: .us, integers: [0, 1, 2]) }),
      ("Slice Vector", { $0.set(Self.slice, vr: .us, integers: [1, 2]) }),
      ("Time Slot Vector", { $0.set(.frameIncrementPointer, tags: [Self.timeSlot, Self.slice]) }),
      ("Spacing Between Slices", { $0.remove(.spacingBetweenSlices) }),
      ("Spacing Between Slices", { $0.set(.spacingBetweenSlices, double: 0) }),
      (
        "one place",
        {
          $0.set(.detectorInformationSequence, items: [Self.detector(), Self.detector(z: 51)])
        }
      ),
    ]
    for (name, change) in cases {
      let found = try LoadedSeries([Self.object(slices: [1, 2, 3], change)])
      #expect(found.codes == [.noGeometry])
      #expect(found.report.skipped[0].message.contains(name), "\(found.report.skipped[0].message)")
    }
  }

  @Test func `detectors without a place do not count`() throws {
    let found = try LoadedSeries([
      Self.object(slices: [1, 2]) {
        $0.set(.detectorInformationSequence, items: [DataSet(), Self.detector()])
      }
    ])
    #expect(found.report.volumes.map(\.geometry.voxelToPatient.origin.z) == [50])
    // The place may stand outside the detectors.
    let outside = try LoadedSeries([
      Self.object(slices: [1, 2]) {
        $0.set(.detectorInformationSequence, items: [DataSet()])
        $0.set(.imagePositionPatient, doubles: [-1, -2, 7])
        $0.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
      }
    ])
    #expect(outside.report.volumes.map(\.geometry.voxelToPatient.origin.z) == [7])
  }
}

@Suite struct DoseGridTests {
  private static func dose(
    _ offsets: [Double], row: [Double] = [1, 0, 0], column: [Double] = [0, 1, 0]
  ) -> DataSet {
    var set = EnhancedImage.header(uid: "1.2", frames: offsets.count)
    set.set(.modality, string: "RTDOSE")
    set.set(.imagePositionPatient, doubles: [0, 0, 5])
    set.set(.imageOrientationPatient, doubles: row + column)
    set.set(.pixelSpacing, doubles: [1, 1])
    set.set(.gridFrameOffsetVector, doubles: offsets)
    set.set(.doseGridScaling, double: 0.25)
    set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(Array(0..<6 * offsets.count)))
    return set
  }

  @Test func `relative offsets follow the normal, absolute ones are heights`() throws {
    let feetFirst = [-1.0, 0, 0]
    let cases: [([Double], [Double], [Double])] = [
      ([0, 3, 6], [1, 0, 0], [5, 8, 11]), ([0, -3, -6], [1, 0, 0], [5, 2, -1]),
      ([0, 3, 6], feetFirst, [5, 2, -1]), ([5, 8, 11], feetFirst, [5, 8, 11]),
    ]
    for (offsets, row, heights) in cases {
      let found = try LoadedSeries([Self.dose(offsets, row: row)])
      let plan = try #require(found.report.volumes.first)
      for (n, z) in heights.enumerated() {
        let k = plan.geometry.voxelToPatient.z.z > 0 ? heights.sorted()[0] : heights.sorted()[2]
        let place = Int((abs(z - k) / 3).rounded())
        #expect(found.values[0][0][place * 6] == Float(n * 6) * 0.25, "\(offsets) \(row)")
      }
      #expect(heights.contains(plan.geometry.voxelToPatient.origin.z))
    }
  }

  @Test func `heights across another axis than the patient's make no sense`() throws {
    let sagittal = Self.dose([5, 8, 11], row: [0, 1, 0], column: [0, 0, -1])
    #expect(try LoadedSeries([sagittal]).codes == [.noGeometry])
    let relative = Self.dose([0, 3, 6], row: [0, 1, 0], column: [0, 0, -1])
    #expect(try LoadedSeries([relative]).report.volumes.count == 1)
  }
}

@Suite struct UltrasoundVolumeTests {
  @Test func `planes in the coordinates of an ultrasound volume have no patient frame`() throws {
    var set = EnhancedImage.header(uid: "1.2.8", frames: 3)
    set.set(.modality, string: "US")
    let orientation = EnhancedImage.macro(Tag(0x0020, 0x930F)) {
      $0.set(Tag(0x0020, 0x9302), vr: .fd, doubles: [1, 0, 0, 0, 1, 0])
    }
    set.set(
      .sharedFunctionalGroupsSequence,
      items: [EnhancedImage.item([orientation, EnhancedImage.measures])])
    set.set(
      .perFrameFunctionalGroupsSequence,
      items: [2.0, 0, 1].map { z in
        EnhancedImage.item([
          EnhancedImage.macro(Tag(0x0020, 0x930E)) {
            $0.set(Tag(0x0020, 0x9301), vr: .fd, doubles: [0, 0, 0.5 * z])
          }
        ])
      })
    set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(Array(0..<18)))
    let found = try LoadedSeries([set])
    let plan = try #require(found.report.volumes.first)
    #expect(plan.geometry.spacing == SIMD3(0.75, 0.5, 0.5))
    #expect(!plan.attributes.hasPatientFrame)
    #expect(found.finding(.noPatientFrame)?.severity == .warning)
    #expect(found.values[0][0] == (Array(6..<18) + Array(0..<6)).map(Float.init))
  }
}
