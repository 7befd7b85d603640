import DICOMCoding
import DICOMModel
import Foundation
import TestSupport
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

/// A small enhanced MR object; a test changes what its law is about.
struct EnhancedImage {
  /// A frame of 3 × 2 pixels at a height in mm, with stored values from `first` on.
  struct Frame {
    var z: Double
    var first: Int
    var slope = 1.0
    /// Further macros of the frame's item.
    var macros: [(DICOMModel.Tag, DataSet)] = []
  }

  static let columns = 3
  static let rows = 2

  var frames: [Frame]
  /// Macros that all frames share.
  var shared: [(DICOMModel.Tag, DataSet)] = [orientation, measures]
  var uid = "1.2.3.1"

  static let orientation = macro(.planeOrientationSequence) {
    $0.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
  }

  static let measures = macro(.pixelMeasuresSequence) {
    $0.set(.pixelSpacing, doubles: [0.5, 0.75])
    $0.set(.sliceThickness, double: 9)
  }

  static func position(_ z: Double) -> (DICOMModel.Tag, DataSet) {
    macro(.planePositionSequence) { $0.set(.imagePositionPatient, doubles: [-1, -2, z]) }
  }

  static func rescale(_ slope: Double) -> (DICOMModel.Tag, DataSet) {
    macro(.pixelValueTransformationSequence) {
      $0.set(.rescaleSlope, double: slope)
      $0.set(.rescaleIntercept, double: 10)
      $0.set(.rescaleType, string: "US")
    }
  }

  static func macro(
    _ tag: DICOMModel.Tag, _ set: (inout DataSet) -> Void
  ) -> (DICOMModel.Tag, DataSet) {
    var item = DataSet()
    set(&item)
    return (tag, item)
  }

  static func item(_ macros: [(DICOMModel.Tag, DataSet)]) -> DataSet {
    var item = DataSet()
    for (tag, macro) in macros { item.set(tag, items: [macro]) }
    return item
  }

  /// The object.
  var dataSet: DataSet {
    var set = Self.header(uid: uid, frames: frames.count)
    set.set(.sharedFunctionalGroupsSequence, items: [Self.item(shared)])
    set.set(
      .perFrameFunctionalGroupsSequence,
      items: frames.map {
        Self.item([Self.position($0.z), Self.rescale($0.slope)] + $0.macros)
      })
    set.set(.pixelData, vr: .ow, bytes: Self.words(frames.flatMap(Self.stored)))
    return set
  }

  /// What every object has; no functional groups and no pixel data.
  static func header(uid: String, frames: Int) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4.1")
    set.set(.sopInstanceUID, string: uid)
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.frameOfReferenceUID, string: "1.2.9")
    set.set(.modality, string: "MR")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "NONE"])
    set.set(.numberOfFrames, integer: frames)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.rows, integer: rows)
    set.set(.columns, integer: columns)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 16)
    set.set(.highBit, integer: 15)
    set.set(.pixelRepresentation, integer: 0)
    return set
  }

  /// A classic slice of the same place and values.
  static func slice(
    _ number: Int, z: Double, first: Int, _ change: (inout DataSet) -> Void = { _ in }
  ) -> DataSet {
    var set = header(uid: "1.2.4.\(number)", frames: 1)
    set.remove(.numberOfFrames)
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4")
    set.set(.instanceNumber, integer: number)
    set.set(.imagePositionPatient, doubles: [-1, -2, z])
    set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    set.set(.pixelSpacing, doubles: [0.5, 0.75])
    set.set(.pixelData, vr: .ow, bytes: words(stored(Frame(z: z, first: first))))
    change(&set)
    return set
  }

  static func stored(_ frame: Frame) -> [Int] { (0..<columns * rows).map { frame.first + $0 } }

  static func words(_ values: [Int]) -> [UInt8] {
    values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }
}

extension TemporaryFolder {
  /// Writes an object as a DICOM file and returns its path.
  @discardableResult
  func write(
    _ set: DataSet, as name: String, _ syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> String {
    try write(Part10Writer().file(set, transferSyntax: syntax), as: name)
  }
}

/// What the loader makes of some objects.
struct LoadedSeries {
  let report: SeriesReport
  /// The voxels of each phase of each volume.
  let values: [[[Float]]]

  init(
    _ sets: [DataSet], _ loader: VolumeLoader = VolumeLoader(),
    context: WorkContext = WorkContext()
  ) throws {
    let folder = try TemporaryFolder()
    for (index, set) in sets.enumerated() { try folder.write(set, as: "\(index)") }
    try self.init(below: [folder.path], loader, context: context)
  }

  init(
    below paths: [String], _ loader: VolumeLoader = VolumeLoader(),
    context: WorkContext = WorkContext()
  ) throws {
    report = try loader.scan(paths, context: context)
    values = try report.volumes.map { plan in
      try (0..<plan.phases).map { phase in
        unsafe try loader.load(plan, phase: phase, context: context).voxels.withVoxels {
          unsafe Array($0)
        }
      }
    }
  }

  var codes: [SkippedFile.Code] { report.skipped.map(\.code) }

  func finding(_ code: Finding.Code) -> Finding? {
    report.volumes.first?.findings.first { $0.code == code }
  }
}
