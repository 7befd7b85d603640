import Compression
import DICOMCoding
import DICOMModel
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

// Testing has a Tag too.
typealias Tag = DICOMModel.Tag

/// Small images of a CT series for the loader's laws; a test changes what its law is about.
enum TestImages {
  static let columns = 5
  static let rows = 4

  /// Slice `n` of an axial series of 2.5 mm, 12 bits of 16, HU = stored − 1024.
  static func image(_ n: Int, z: Double? = nil) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.2.3.\(n + 1)")
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.studyInstanceUID, string: "1.2")
    set.set(.frameOfReferenceUID, string: "1.2.9")
    set.set(.seriesNumber, integer: 3)
    set.set(.instanceNumber, integer: n + 1)
    set.set(.modality, string: "CT")
    set.set(.patientName, string: "Nemo^Secret")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "AXIAL"])
    set.set(.imagePositionPatient, doubles: [-10, -20, z ?? 30 + 2.5 * Double(n)])
    set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    set.set(.pixelSpacing, doubles: [0.5, 0.75])
    set.set(.sliceThickness, double: 1.5)
    set.set(.rescaleSlope, double: 1)
    set.set(.rescaleIntercept, double: -1024)
    set.setPixels(
      (0..<columns * rows).map { UInt32(100 * n + $0) }, columns: columns, rows: rows)
    return set
  }

  static func series(_ count: Int) -> [DataSet] { (0..<count).map { image($0) } }

  static let writer = Part10Writer(deflater: Deflater { try Deflation.bytes($0, format: .raw) })
}

extension DataSet {
  /// Sets the pixel module; words may hold junk around the stored bits.
  mutating func setPixels(
    _ words: [UInt32], columns: Int, rows: Int, allocated: Int = 16, stored: Int = 12,
    high: Int? = nil, signed: Bool = false, vr: VR? = nil
  ) {
    set(.samplesPerPixel, integer: 1)
    set(.photometricInterpretation, string: "MONOCHROME2")
    set(.rows, integer: rows)
    set(.columns, integer: columns)
    set(.bitsAllocated, integer: allocated)
    set(.bitsStored, integer: stored)
    set(.highBit, integer: high ?? stored - 1)
    set(.pixelRepresentation, integer: signed ? 1 : 0)
    let bytes = words.flatMap { word in
      (0..<allocated / 8).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
    }
    set(.pixelData, vr: vr ?? (allocated == 8 ? .ob : .ow), bytes: bytes)
  }

  mutating func setPosition(_ x: Double, _ y: Double, _ z: Double) {
    set(.imagePositionPatient, doubles: [x, y, z])
  }
}

extension TemporaryFolder {
  /// Writes images as `a000.dcm`, `a001.dcm` and so on; returns their paths.
  @discardableResult
  func write(
    _ images: [DataSet], prefix: String = "a",
    as syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> [String] {
    try images.enumerated().map { n, image in
      let digits = "\(n)"
      let name = prefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + ".dcm"
      return try write(try TestImages.writer.file(image, transferSyntax: syntax), as: name)
    }
  }
}

extension Volume {
  /// Expects the same bits, whatever they are kept as.
  func expectSame(as other: Volume, sourceLocation: SourceLocation = #_sourceLocation) {
    let bits = [self, other].map { volume in
      unsafe volume.voxels.withVoxels(in: 0..<volume.voxels.count) { values in
        unsafe values.map(\.bitPattern)
      }
    }
    #expect(bits[0] == bits[1], sourceLocation: sourceLocation)
    #expect(validity == other.validity, sourceLocation: sourceLocation)
    #expect(valueRange == other.valueRange, sourceLocation: sourceLocation)
    #expect(losses == other.losses, sourceLocation: sourceLocation)
    #expect(geometry == other.geometry, sourceLocation: sourceLocation)
  }
}

/// What a loader made of some images; each volume is loaded as integers, too, and is the same.
struct Loaded {
  let report: SeriesReport
  let volumes: [Volume]

  /// Loads folders and files.
  init(
    _ paths: [String], _ loader: VolumeLoader = VolumeLoader(),
    context: WorkContext = WorkContext()
  ) throws {
    report = try loader.scan(paths, context: context)
    volumes = try report.volumes.map { try loader.load($0, context: context) }
    var compact = loader
    compact.storage = .compact
    for (plan, volume) in zip(report.volumes, volumes) {
      try compact.load(plan, context: context).expectSame(as: volume)
    }
  }

  /// Writes images to a folder and loads them.
  init(
    _ images: [DataSet], as syntax: TransferSyntax = .explicitVRLittleEndian,
    _ loader: VolumeLoader = VolumeLoader()
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(images, as: syntax)
    try self.init([folder.path], loader)
    withExtendedLifetime(folder) {}
  }

  /// The codes of the skipped files, in order of their paths.
  var codes: [SkippedFile.Code] { report.skipped.map(\.code) }

  /// The findings of the first volume.
  var findings: [Finding] { report.volumes.first?.findings ?? [] }

  func finding(_ code: Finding.Code) -> Finding? { findings.first { $0.code == code } }

  /// The stored bytes of a volume's voxels and of its mask.
  static func fingerprint(_ volume: Volume) -> String {
    let size = volume.dimensions
    var digest = SHA256()
    unsafe volume.voxels.withVoxels { voxels in
      unsafe digest.update(UnsafeRawBufferPointer(voxels))
    }
    for word in volume.validity?.words ?? [] {
      digest.update((0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) })
    }
    return "\(size.ijk) \(volume.geometry.voxelToPatient.rowMajor) "
      + "\(volume.geometry.slicePositions ?? []) \(digest.hex)"
  }

  var fingerprints: [String] { volumes.map(Self.fingerprint) }
}
