import Foundation
import Geometry
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SeriesLoading

/// Volumes that came with the developers' data, made of the same files by other programs.
@Suite(.needsData("expected.json")) struct NIfTIReferenceTests {
  /// A reference: the input, the file, and how far its places are off ours.
  struct Reference: CustomTestStringConvertible {
    let input: String
    let file: String
    /// In mm, over the whole volume; a reason where it is more than float32 explains.
    var tolerance = 2e-4
    /// Of a value, as a part of it.
    var relative = 0.0

    var testDescription: String { file }
  }

  /// Every `.nii` and `.nii.gz` of the data.
  static let references: [Reference] = [
    Reference(
      input: "mr_4d_ge_fmri", file: "mr_4d_ge_fmri/reference/DCM2NIIX_regression_test_4.nii"),
    Reference(
      input: "mr_4d_siemens_xa30_enhanced",
      file: "mr_4d_siemens_xa30_enhanced/reference/25_asl_2d_tra.nii"),
    Reference(
      input: "mr_head_siemens_xa30_enhanced",
      file: "mr_head_siemens_xa30_enhanced/reference/5_anat-T1w_acq-tfl.nii"),
    Reference(
      input: "mr_mosaic_siemens_9_syntaxes/1.dcm",
      file: "mr_mosaic_siemens_9_syntaxes/reference/1.nii", tolerance: 1e-3),
    Reference(
      input: "small_series/mr_double_oblique_hitachi",
      file: "small_series/mr_double_oblique_hitachi/reference/001_ground_truth.nii.gz"),
    // The step between slices is that of a tag with fewer digits than the positions.
    Reference(
      input: "small_series/mr_enhanced_4d_philips",
      file: "small_series/mr_enhanced_4d_philips/reference/001_ground_truth.nii.gz",
      tolerance: 5e-3, relative: 1e-6),
    Reference(
      input: "small_series/mr_enhanced_nonsquare_hyperfine",
      file: "small_series/mr_enhanced_nonsquare_hyperfine/reference/001_ground_truth.nii.gz"),
    Reference(
      input: "small_series/mr_implicit_philips",
      file: "small_series/mr_implicit_philips/reference/001_implicit_ground_truth.nii.gz"),
    Reference(
      input: "small_series/mr_sagittal_siemens",
      file: "small_series/mr_sagittal_siemens/reference/001_ground_truth.nii.gz"),
  ]

  @Test func `every reference of the data is checked here`() throws {
    let root = try #require(Repository.data("expected.json")).deletingLastPathComponent()
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path)
      .filter { $0.hasSuffix(".nii") || $0.hasSuffix(".nii.gz") }
    #expect(files.sorted() == Self.references.map(\.file).sorted())
  }

  @Test(arguments: references)
  func `every voxel lies where the reference has it, with its value`(
    reference: Reference
  ) throws {
    let file = try #require(Repository.data(reference.file))
    let input = try #require(Repository.data(reference.input))
    let others = try VolumeFileReader().read(file.path)
    let loader = VolumeLoader()
    let plan = try #require(try loader.scan([input.path]).volumes.first)
    #expect(others.count == plan.phases)
    for (phase, other) in others.enumerated() {
      let volume = try loader.load(plan, phase: phase)
      #expect(volume.dimensions.voxelCount == other.dimensions.voxelCount)
      try Self.compare(volume, other, reference)
    }
  }

  private static func compare(_ volume: Volume, _ other: Volume, _ reference: Reference) throws {
    let size = volume.dimensions
    let map = volume.geometry.voxelToPatient.followed(by: other.geometry.patientToVoxel)
    var (place, value) = (0.0, 0.0)
    let spacing = other.geometry.spacing
    for k in 0..<size.slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns {
          let there = map(VoxelPoint(Double(i), Double(j), Double(k))).coordinates
          let nearest = SIMD3(there.x.rounded(), there.y.rounded(), there.z.rounded())
          let offset = (there - nearest) * spacing
          place = max(place, abs(offset.x), abs(offset.y), abs(offset.z))
          let (x, y, z) = (Int(nearest.x), Int(nearest.y), Int(nearest.z))
          guard other.dimensions.contains(x, y, z) else {
            place = .infinity
            continue
          }
          let (a, b) = (Double(volume[i, j, k]), Double(other[x, y, z]))
          value = max(value, abs(a - b) / max(abs(a), 1))
        }
      }
    }
    #expect(place <= reference.tolerance && value <= reference.relative)
  }
}
