import Foundation
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SeriesLoading

/// Every series of the developers' data that makes volumes, beside what dcm2niix makes of it.
@Suite(.needsPeers, .needsData("expected.json")) struct Dcm2niixTests {
  /// Why a volume of ours and one of dcm2niix differ.
  enum Difference: Equatable {
    /// The largest difference of an element of the affine in mm; why.
    case affine(Double, String)
    /// dcm2niix makes nothing that has our voxels' places; why.
    case absent(String)
  }

  /// dcm2niix leaves the shear of a tilted gantry out of its affine, and resamples a second file
  /// (`_Tilt`).
  private static func shear(_ largest: Double) -> Difference { .affine(largest, "shear") }

  /// dcm2niix gives one mean spacing to slices that are not even, and resamples a second file
  /// (`_Eq`); NIfTI cannot say what we know.
  private static let irregular = Difference.absent("irregular")

  /// Each input with what is different, by the number of our volume; nothing means: affine to
  /// 1e-4 mm, every voxel the same.
  static let table: [String: [Int: Difference]] = [
    "ct_chest_lidc": [:],
    "ct_head_philips_tilt_study": [1: shear(0.13)],
    "mr_4d_ge_fmri": [:],
    "mr_4d_siemens_xa30_enhanced": [:],
    "mr_head_7t_t1w": [:],
    "mr_head_siemens_xa30_enhanced": [1: .affine(1.1e-4, "turned to RAS in single precision")],
    "mr_mosaic_siemens_9_syntaxes/1.dcm": [:],
    "pydicom_dicomdir/98892001/CT5N": [:],
    "pydicom_dicomdir/98892003": [:],
    "pydicom_dicomdir/77654033/CT2": [1: irregular],
    "pydicom_files/eCT_Supplemental.dcm": [:],
    "pydicom_files/parametric_map_float.dcm": [:],
    "pydicom_files/rtdose.dcm": [1: .absent("reads no Grid Frame Offset Vector")],
    "small_series/ct_gantry_tilt_siemens": [1: shear(0.15)],
    "small_series/ct_missing_slice_ge": [1: irregular],
    "small_series/mr_double_oblique_hitachi": [:],
    // The tag of the slices' spacing has fewer digits than their positions.
    "small_series/mr_enhanced_4d_philips": [1: .affine(5.1e-4, "step from a tag")],
    "small_series/mr_enhanced_nonsquare_hyperfine": [:],
    "small_series/mr_implicit_philips": [:],
    "small_series/mr_sagittal_siemens": [:],
  ]

  private struct Answer: Decodable {
    struct Pair: Decodable {
      let theirs: String?
      let affine: Double?
      let voxels: Double?
    }
    let pairs: [String: Pair]
    let versions: [String: String]
  }

  /// Floats of NIfTI's header, a metre from the origin.
  private static let millimetres = 1e-4

  /// A rescale in single precision: half a unit in the last place of a value of some hundreds.
  private static let rounding = 4e-5

  @Test(arguments: table.keys.sorted())
  func `places and voxels are those of dcm2niix, or the difference is known`(name: String) throws {
    let input = try #require(Repository.data(name))
    let folder = try TemporaryFolder()
    let loader = VolumeLoader()
    let plans = try loader.scan([input.path]).volumes
    let differences = try #require(Self.table[name])
    #expect(!plans.isEmpty)
    for plan in plans where plan.geometry.regularity != .irregular {
      let phases = try (0..<plan.phases).map { try loader.load(plan, phase: $0) }
      try VolumeFileWriter().write(phases: phases, to: folder.path("\(plan.id).nii"), as: .nifti)
    }
    let answer: Answer = try Peers.answer(of: "dcm2niix_volumes", folder.path, input.path)
    for plan in plans {
      let pair = answer.pairs["\(plan.id).nii"]
      switch differences[plan.id] {
      case .absent: #expect(pair?.theirs == nil)
      case .affine(let largest, _):
        let affine = try #require(pair?.affine)
        #expect(affine > Self.millimetres && affine <= largest)
        #expect(pair?.voxels ?? 1 <= Self.rounding)
      case nil:
        #expect(pair?.affine ?? 1 <= Self.millimetres && pair?.voxels ?? 1 <= Self.rounding)
      }
    }
  }
}
