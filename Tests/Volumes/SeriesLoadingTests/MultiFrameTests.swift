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

@Suite struct MultiFrameTests {
  private static let frames = [
    EnhancedImage.Frame(z: 4, first: 200, slope: 2), .init(z: 0, first: 0, slope: 0.5),
    .init(z: 6, first: 300), .init(z: 2, first: 100, slope: 3),
  ]

  /// The volume of the frames above: ordered by height, each with its own slope.
  private static let expected: [Float] = frames.sorted { $0.z < $1.z }.flatMap { frame in
    EnhancedImage.stored(frame).map { Float(Double($0) * frame.slope + 10) }
  }

  @Test func `frames are ordered by position and have their own slopes`() throws {
    let found = try LoadedSeries([EnhancedImage(frames: Self.frames).dataSet])
    #expect(found.values == [[Self.expected]])
    let grid = try #require(found.report.volumes.first).geometry
    #expect(grid.dimensions.ijk == [3, 2, 4])
    #expect(grid.spacing == SIMD3(0.75, 0.5, 2))
    #expect(found.report.filesUsed == 1 && found.codes.isEmpty)
  }

  @Test func `a macro may be shared or stand in each frame`() throws {
    var image = EnhancedImage(frames: Self.frames)
    image.shared = []
    for index in image.frames.indices {
      image.frames[index].macros = [EnhancedImage.orientation, EnhancedImage.measures]
    }
    #expect(try LoadedSeries([image.dataSet]).values == [[Self.expected]])
  }

  @Test func `a frame's own macro wins over the shared one and over the data set`() throws {
    var image = EnhancedImage(frames: Self.frames)
    image.shared += [EnhancedImage.rescale(77), EnhancedImage.position(5)]
    var set = image.dataSet
    set.set(.imagePositionPatient, doubles: [0, 0, 0])
    set.set(.pixelSpacing, doubles: [9, 9])
    set.set(.rescaleSlope, double: 55)
    let found = try LoadedSeries([set])
    #expect(found.values == [[Self.expected]])
    #expect(found.report.volumes.first?.geometry.spacing == SIMD3(0.75, 0.5, 2))
  }

  @Test(arguments: [TransferSyntax.implicitVRLittleEndian, .explicitVRBigEndian])
  func `frames of any encoding are the same`(syntax: TransferSyntax) throws {
    let folder = try TemporaryFolder()
    let set = EnhancedImage(frames: Self.frames).dataSet
    try folder.write(set, as: "a", syntax)
    #expect(try LoadedSeries(below: [folder.path]).values == [[Self.expected]])
  }

  @Test func `stacks of one object with different IDs are volumes`() throws {
    var image = EnhancedImage(frames: Self.frames)
    for index in image.frames.indices {
      image.frames[index].macros = [
        EnhancedImage.macro(.frameContentSequence) {
          $0.set(.stackID, string: image.frames[index].z < 3 ? "1" : "2")
        }
      ]
    }
    let found = try LoadedSeries([image.dataSet])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [2, 2])
    #expect(found.report.filesUsed == 1)
  }

  @Test func `parts of a concatenation are one volume in any order of files`() throws {
    let parts = Self.parts()
    for order in [[0, 1], [1, 0]] {
      let found = try LoadedSeries(order.map { parts[$0] })
      #expect(found.values == [[Self.expected]])
      #expect(found.finding(.concatenationIncomplete) == nil)
      #expect(found.report.filesUsed == 2)
    }
  }

  @Test func `a part of a concatenation that is missing is a warning`() throws {
    let found = try LoadedSeries([Self.parts()[1]])
    let finding = try #require(found.finding(.concatenationIncomplete))
    #expect(finding.severity == .warning && finding.files.count == 1)
    #expect(finding.values == ["parts": [1], "frames": [2]])
  }

  private static func parts() -> [DataSet] {
    (0..<2).map { part in
      var set = EnhancedImage(
        frames: Array(frames[part * 2..<part * 2 + 2]), uid: "1.2.3.\(part + 1)"
      ).dataSet
      set.set(.concatenationUID, string: "1.2.8")
      set.set(.inConcatenationNumber, integer: part + 1)
      set.set(.inConcatenationTotalNumber, integer: 2)
      set.set(.concatenationFrameOffsetNumber, integer: part * 2)
      return set
    }
  }

  @Test func `a frame without a place leaves the others and is told`() throws {
    var set = EnhancedImage(frames: Self.frames).dataSet
    var items = try #require(set.items(.perFrameFunctionalGroupsSequence))
    items[2].remove(.planePositionSequence)
    set.set(.perFrameFunctionalGroupsSequence, items: items)
    let found = try LoadedSeries([set])
    #expect(found.report.volumes.map(\.geometry.dimensions.slices) == [3])
    #expect(found.finding(.unusedFrames)?.values == ["frames": [1]])
    #expect(found.codes.isEmpty)
  }

  @Test func `functional groups that do not fit the frames are refused`() throws {
    let whole = EnhancedImage(frames: Self.frames).dataSet
    func code(_ change: (inout DataSet) throws -> Void) throws -> [SkippedFile.Code] {
      var set = whole
      try change(&set)
      let found = try LoadedSeries([set])
      #expect(found.report.volumes.isEmpty)
      return found.codes
    }
    #expect(try code { $0.set(.numberOfFrames, integer: 3) } == [.multiFrame])
    #expect(try code { $0.set(.numberOfFrames, integer: 1_000_000) } == [.multiFrame])
    #expect(try code { $0.set(.perFrameFunctionalGroupsSequence, items: []) } == [.multiFrame])
    #expect(try code { $0.remove(.perFrameFunctionalGroupsSequence) } == [.multiFrame])
    #expect(try code { $0.remove(.sharedFunctionalGroupsSequence) } == [.noGeometry])
    #expect(
      try code { $0.set(.pixelData, vr: .ow, bytes: [UInt8](repeating: 0, count: 46)) }
        == [.truncatedPixelData])
    #expect(
      try code {
        $0.set(
          .perFrameFunctionalGroupsSequence, items: [DataSet](repeating: DataSet(), count: 4))
      } == [.noGeometry])
  }

  /// Every prefix, and bytes of the functional groups replaced: an answer, never a trap.
  @Test func `objects cut or changed at any byte are used or skipped once`() throws {
    let whole = try Part10Writer().file(
      EnhancedImage(frames: Self.frames).dataSet, transferSyntax: .explicitVRLittleEndian)
    let folder = try TemporaryFolder()
    for place in stride(from: 132, to: whole.count, by: 3) {
      for value in [nil, UInt8(0xFF), 0x31] {
        var bytes = value == nil ? Array(whole[..<place]) : whole
        if let value { bytes[place] = value }
        try folder.write(bytes, as: "a")
        let report = try VolumeLoader().scan(
          [folder.path], context: WorkContext(workers: 1))
        #expect(report.filesUsed + report.skipped.count == 1, "byte \(place)")
      }
    }
  }

  @Test func `a million frames that a kilobyte claims are refused at once`() throws {
    var set = EnhancedImage.header(uid: "1.2", frames: 1_000_000)
    set.set(.imagePositionPatient, doubles: [0, 0, 0])
    set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    set.set(.pixelSpacing, doubles: [1, 1])
    set.set(.pixelData, vr: .ow, bytes: [UInt8](repeating: 0, count: 24))
    #expect(try LoadedSeries([set]).codes == [.truncatedPixelData])
    set.set(.numberOfFrames, vr: .is, string: "2147483647")
    set.set(.gridFrameOffsetVector, doubles: [0, 1])
    #expect(try LoadedSeries([set]).codes == [.truncatedPixelData])
  }

  @Test func `a dose grid lies at its offsets and has its unit`() throws {
    for (offsets, z) in [([0.0, 3, 6], 5.0), ([5.0, 8, 11], 5.0), ([9.0, 12, 15], 5.0)] {
      var set = EnhancedImage.header(uid: "1.2", frames: 3)
      set.set(.modality, string: "RTDOSE")
      set.set(.imagePositionPatient, doubles: [0, 0, z])
      set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
      set.set(.pixelSpacing, doubles: [1, 1])
      set.set(.gridFrameOffsetVector, doubles: offsets)
      set.set(.doseGridScaling, double: 0.25)
      set.set(.doseUnits, string: "GY")
      set.set(.pixelData, vr: .ow, bytes: EnhancedImage.words(Array(0..<18)))
      let found = try LoadedSeries([set])
      let plan = try #require(found.report.volumes.first)
      #expect(plan.attributes.unit == "GY")
      #expect(plan.geometry.spacing.z == 3)
      #expect(plan.geometry.voxelToPatient.origin.z == 5)
      let oddity = found.finding(.encodingOddity)?.message
      #expect((oddity?.contains("begins with 9.0") == true) == (offsets[0] == 9))
      #expect(found.values == [[(0..<18).map { Float($0) * 0.25 }]])
    }
  }

  @Test func `float pixels are taken as they are, and no numbers are no values`() throws {
    for isDouble in [false, true] {
      var set = EnhancedImage(frames: [.init(z: 0, first: 0, slope: 9)]).dataSet
      set.remove(.pixelData)
      set.set(isDouble ? .doubleFloatPixelPaddingValue : .floatPixelPaddingValue, double: -7)
      set.set(
        isDouble ? .doubleFloatPixelData : .floatPixelData, vr: isDouble ? .od : .of,
        doubles: [0.5, .nan, -7, 2.25, .infinity, -1])
      let folder = try TemporaryFolder()
      try folder.write(set, as: "a")
      let volume = try #require(try VolumeLoader().loadAll([folder.path]).volumes.first)
      #expect(volume.valueRange == -1...2.25)
      #expect(
        (0..<6).map { volume.isValid($0 % 3, $0 / 3, 0) } == [
          true, false, false, true, false, true,
        ])
      #expect(volume[0, 0, 0] == 0.5 && volume[0, 1, 0] == 2.25)
    }
  }
}
