import DICOMModel
import Foundation
import Geometry
import Phantoms
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

/// What other programs say of derived objects.
@Suite struct PeerTests {
  /// Warnings of dciodvfy that are let pass, each with its reason.
  static let tolerated = [
    // The profile empties what a DICOMDIR would list.
    "Missing attribute or value that would be needed to build DICOMDIR",
    // Values of MR that are no whole numbers need a rescale; the IOD has none, but readers apply it
    // (Philips scanners write it in every image).
    "Non-identity Modality LUT Module (RescaleSlope and RescaleIntercept) not expected",
    "</RescaleIntercept(0028,1052)> - Attribute is not present in standard DICOM IOD",
    "</RescaleSlope(0028,1053)> - Attribute is not present in standard DICOM IOD",
    "</RescaleType(0028,1054)> - Attribute is not present in standard DICOM IOD",
    // The part of the body is not known, so that nobody knows whether it has a side.
    "</Laterality(0020,0060)> - is only permitted to be empty when actually unknown",
  ]

  /// Writes objects into a folder and returns their paths.
  private static func write(_ objects: [DerivedObject], _ folder: TemporaryFolder) throws
    -> [String]
  {
    try objects.enumerated().map { n, object in
      try folder.write(try object.fileBytes(), as: "objects/\(n).dcm")
    }
  }

  private static func complaints(_ path: String) throws -> [String] {
    let result = try Peers.run(tool: "dciodvfy", "-new", path)
    #expect(result.errors.contains("Image") || result.status == 0)
    return result.errors.split(separator: "\n").map(String.init).filter { line in
      line.contains("Error")
        || line.contains("Warning") && !tolerated.contains { line.contains($0) }
    }
  }

  /// Objects of every class, from sources that are clean.
  private static func objects(_ options: DerivedObjectOptions) throws -> [DerivedObject] {
    let sources = [
      try SourceSeries(), try SourceSeries { $0.modality = .mr }, try SourceSeries.pet(),
      try SourceSeries { ($0.format, $0.oddities.paddingValue) = (.signed16, -2000) },
      try SourceSeries { $0.tiltDegrees = 15 },
      try SourceSeries { _ in
      } edit: { set, _ in
        set.remove(.bodyPartExamined)
        set.set(.laterality, bytes: [])
        set.set(.contrastBolusAgent, string: "Iohexol")
      },
    ]
    let series = try sources.map { source in
      try CalibratedSeries(
        CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes,
        from: source.images, by: .slices, window: DisplayWindow(center: 40, width: 400),
        options: options)
    }
    let fractions = try CalibratedSeries(
      CalibratedPlanes([
        PlaneImage(
          geometry: CalibratedPlanes(slicesOf: sources[1].volume).geometries[0],
          values: (0..<480).map { Float($0) / 7 })
      ]), of: sources[1].volume.attributes, from: sources[1].images,
      by: Derivation([.multiplanarReformatting], description: "one plane"),
      window: DisplayWindow(center: 30, width: 1.5, function: .sigmoid), options: options)
    let pictures = try (0...2).flatMap { kind in
      try [1, 3].flatMap { count in
        try [nil, sources[0].images].map { source in
          try SecondaryCapture(
            PictureTests.frames(kind, count), from: source,
            by: Derivation([.volumeRendering], description: "picture"), options: options
          ).object()
        }
      }
    }
    return try series.map { try $0.object(0) } + [try fractions.object(0)] + pictures
  }

  @Test(.needsTool("dciodvfy"), arguments: [false, true])
  func `dciodvfy has nothing to say against any object`(_ isAnonymous: Bool) throws {
    let folder = try TemporaryFolder()
    let options = DerivedObjectOptions.test.with { $0.isAnonymous = isAnonymous }
    for path in try Self.write(try Self.objects(options), folder) {
      let complaints = try Self.complaints(path)
      #expect(complaints.isEmpty, "\(complaints)")
    }
  }

  @Test(.needsTool("dciodvfy"))
  func `the sources themselves are clean`() throws {
    for source in [
      try SourceSeries(), try SourceSeries { $0.modality = .mr }, try SourceSeries.pet(),
    ] {
      let complaints = try Self.complaints(source.folder.path("source/IM0001.dcm"))
      #expect(complaints.isEmpty, "\(complaints)")
    }
  }

  @Test(.needsTool("dcentvfy"))
  func `dcentvfy finds a series in agreement with itself and its source`() throws {
    let source = try SourceSeries()
    let series = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: .test)
    let paths = try Self.write((0..<series.count).map { try series.object($0) }, source.folder)
    let tool = try #require(Peers.tool("dcentvfy"))
    let result = try Program.run(tool, paths + [source.folder.path("source/IM0001.dcm")])
    #expect(
      !result.errors.contains("Error") && !result.errors.contains("Warning"), "\(result.errors)")
  }

  @Test(
    .needsTool("dcmdump"),
    arguments: [
      TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian,
      .deflatedExplicitVRLittleEndian, .rleLossless, .jpegLSLossless, .jpeg2000Lossless,
    ])
  func `dcmdump reads every transfer syntax without a word`(_ syntax: TransferSyntax) throws {
    let folder = try TemporaryFolder()
    let options = DerivedObjectOptions.test.with { $0.transferSyntax = syntax }
    for path in try Self.write(try Self.objects(options), folder) {
      let result = try Peers.run(tool: "dcmdump", "+E", path)
      #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    }
  }

  private struct Pixels: Decodable {
    let pydicom: [String?]
    let simpleitk: [String?]
  }

  @Test(
    .needsPeers,
    arguments: [
      TransferSyntax.rleLossless, .jpegLSLossless, .jpeg2000Lossless,
      .deflatedExplicitVRLittleEndian,
    ])
  func `other programs decode what our encoders write`(_ syntax: TransferSyntax) throws {
    let options = DerivedObjectOptions.test.with { $0.identifiers = .deterministic }
    let coded = options.with { $0.transferSyntax = syntax }
    let folder = try TemporaryFolder()
    let plain = try Self.write(try Self.objects(options), folder)
    let plainAnswer: Pixels = try Peers.answer(of: "derived_pixels", folder.path("objects"))
    _ = try Self.write(try Self.objects(coded), folder)
    let answer: Pixels = try Peers.answer(of: "derived_pixels", folder.path("objects"))
    #expect(plainAnswer.pydicom.count == plain.count)
    #expect(plainAnswer.pydicom.allSatisfy { $0 != nil })
    #expect(answer.simpleitk == plainAnswer.simpleitk)
    for (expected, found) in zip(plainAnswer.pydicom, answer.pydicom) where found != nil {
      #expect(found == expected)
    }
    // pydicom has no decoder for JPEG-LS here; of the others it must have read all.
    if syntax != .jpegLSLossless { #expect(answer.pydicom.allSatisfy { $0 != nil }) }
  }

  @Test(.needsPeers, arguments: [0, 1, 5, 6])
  func `SimpleITK and dcm2niix rebuild the volume`(_ n: Int) throws {
    let source = try SourceSeries(change: SeriesTests.changes[n])
    let series = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: .test)
    let back = try source.derived(series)
    let itk: PeerVolume = try Peers.answer(of: "simpleitk_volume", source.folder.path("derived"))
    #expect(itk.dimensions == back.dimensions.ijk)
    let affine = back.geometry.voxelToPatient.rowMajor
    for (found, expected) in zip(itk.affine.flatMap(\.self), affine) {
      #expect(abs(found - expected) < 1e-6)
    }
    let result = try Peers.run(
      tool: "dcm2niix", "-z", "n", "-b", "n", "-f", "volume", "-o", source.folder.path,
      source.folder.path("derived"))
    #expect(result.status == 0, "\(result.errors)")
    let nifti: PeerVolume = try Peers.answer(
      of: "nifti_reference", source.folder.path("volume.nii"))
    #expect(nifti.dimensions == back.dimensions.ijk)
    // RAS with the rows the other way round: corners, not columns, are compared. NIfTI has floats.
    let rows = Double(back.dimensions.rows - 1)
    for (i, j, k) in [(0.0, 0.0, 0.0), (23, 0, 0), (0, 19, 0), (0, 0, 11), (23, 19, 11)] {
      let place = back.geometry.patientPoint(of: VoxelPoint(i, j, k))
      let m = nifti.affine
      let found = (0..<3).map { m[$0][0] * i + m[$0][1] * (rows - j) + m[$0][2] * k + m[$0][3] }
      #expect(abs(found[0] + place.x) < 1e-3 && abs(found[1] + place.y) < 1e-3)
      #expect(abs(found[2] - place.z) < 1e-3)
    }
    let range = try #require(nifti.range)
    let values = try #require(back.valueRange)
    #expect(range[1] == Double(values.upperBound))
  }
}
