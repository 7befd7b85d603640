import DICOMImaging
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

@testable import SeriesLoading

/// What `expected.json` of the developers' data says of a series, computed with pydicom.
struct ExpectedSeries: Decodable {
  struct Figures: Decodable {
    let min, max, mean, std: Double
  }
  struct Spacing: Decodable {
    let min, median, max: Double
  }

  let files: Int
  let first_ipp: [Double]
  let last_ipp: [Double]
  let float_volume: Figures
  let normal_spacing: Spacing
  /// Slice, row, column, value.
  let probes_kji_value: [[Double]]
  let pixel_spacing_row_col: [Double]
  let rows_cols: [[Int]]
  let shear_deg: Double
  let gaps_at_normal_mm: [[Double]]?
}

/// Other entries hold numbers of other kinds, or a reference program's failure.
private struct ExpectedEntry: Decodable {
  let series: ExpectedSeries?

  init(from decoder: any Decoder) throws {
    series = try? ExpectedSeries(from: decoder)
  }
}

/// What `expected.json` says of the pixels of a single file.
struct ExpectedImage: Decodable {
  let ts: String
  let stored_sum: Int

  /// Every file with such an entry, in order of the names.
  static func all() throws -> [(key: String, image: ExpectedImage)] {
    struct Entry: Decodable {
      let image: ExpectedImage?
      init(from decoder: any Decoder) throws { image = try? ExpectedImage(from: decoder) }
    }
    let url = try #require(Repository.data("expected.json"))
    return try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: url))
      .compactMap { key, entry in entry.image.map { (key, $0) } }.sorted { $0.key < $1.key }
  }
}

@Suite(.needsData("expected.json")) struct ExpectedVolumesTests {
  /// Every series of the data that is one volume, by its key in `expected.json`.
  static let expected: [String: ExpectedSeries] = {
    guard let url = Repository.data("expected.json"), let json = try? Data(contentsOf: url),
      let entries = try? JSONDecoder().decode([String: ExpectedEntry].self, from: json)
    else { return [:] }
    return entries.compactMapValues(\.series)
  }()

  @Test func `the series that pydicom stacks are the ones checked here`() {
    #expect(
      Self.expected.keys.map { $0.prefix { $0 != " " } }.sorted() == [
        "ct_chest_lidc", "ct_head_philips_tilt_study/S2010", "mr_head_7t_t1w",
        "pydicom_dicomdir/77654033/CT2", "pydicom_dicomdir/98892001/CT5N",
        "small_series/ct_gantry_tilt_siemens", "small_series/ct_missing_slice_ge",
        "small_series/mr_double_oblique_hitachi", "small_series/mr_implicit_philips",
        "small_series/mr_sagittal_siemens",
      ])
  }

  @Test(arguments: expected.keys.sorted())
  func `geometry, voxels and statistics are pydicom's`(key: String) throws {
    let expected = try #require(Self.expected[key])
    let folder = try #require(Repository.data(String(key.prefix { $0 != " " })))
    let found = try Loaded([folder.path])
    let volume = try #require(found.volumes.first)
    #expect(found.volumes.count == 1)
    checkGeometry(volume.geometry, expected)
    for probe in expected.probes_kji_value {
      #expect(Double(volume[Int(probe[2]), Int(probe[1]), Int(probe[0])]) == probe[3])
    }
    // The reference counts padding voxels; the engine's own statistics leave them out.
    let all = Volume(geometry: volume.geometry, voxels: volume.voxels)
    let figures = try #require(try all.statistics())
    #expect(Double(figures.minimum) == expected.float_volume.min)
    #expect(Double(figures.maximum) == expected.float_volume.max)
    // The file rounds to six decimals.
    #expect(abs(figures.mean - expected.float_volume.mean) < 1e-6)
    #expect(abs(figures.standardDeviation - expected.float_volume.std) < 1e-6)
  }

  private func checkGeometry(_ grid: GridGeometry, _ expected: ExpectedSeries) {
    #expect(
      grid.dimensions.ijk == [expected.rows_cols[0][1], expected.rows_cols[0][0], expected.files])
    // Directions are rounded to at least five digits in the files, so that a pixel spacing
    // times a direction is right to about 1e-5.
    #expect(abs(grid.spacing.x - expected.pixel_spacing_row_col[1]) < 2e-5)
    #expect(abs(grid.spacing.y - expected.pixel_spacing_row_col[0]) < 2e-5)
    let last = Double(grid.dimensions.slices - 1)
    for (k, ipp) in [(0, expected.first_ipp), (last, expected.last_ipp)] {
      let place = grid.patientPoint(of: VoxelPoint(0, 0, k))
      #expect(place.distance(to: PatientPoint(ipp[0], ipp[1], ipp[2])) < 1e-9)
    }
    // The reference takes the arc cosine of directions that are not made length 1, which makes
    // 0.05° of their sixth digit where there is no shear.
    #expect(abs(grid.shearDegrees - expected.shear_deg) < (expected.shear_deg > 1 ? 6e-3 : 0.05))
    // The reference cuts after three decimals.
    let cut = 1e-3
    if let positions = grid.slicePositions {
      let gaps = zip(positions.dropFirst(), positions).map { $0 - $1 }.sorted()
      #expect(abs(gaps[0] - expected.normal_spacing.min) < cut)
      #expect(abs(gaps[gaps.count / 2] - expected.normal_spacing.median) < cut)
      #expect(abs(gaps[gaps.count - 1] - expected.normal_spacing.max) < cut)
    } else {
      #expect(abs(grid.sliceDistance - expected.normal_spacing.median) < cut)
    }
    let isIrregular = expected.gaps_at_normal_mm != nil
    let isSheared = expected.shear_deg > GridGeometry.shearTolerance
    #expect(grid.regularity == (isIrregular ? .irregular : isSheared ? .sheared : .regular))
  }
}

@Suite(.needsData("expected.json")) struct RealDataTests {
  /// What becomes of every file of the developers' data: for each folder, the slices of its
  /// volumes in order of their numbers, and the number of skipped files by code.
  ///
  /// When the loader learns something new, this is the table to change.
  static let outcomes: [String: (volumes: [Int], skipped: [SkippedFile.Code: Int])] = [
    "ct_chest_lidc": ([69], [.notDICOM: 1]),
    "ct_head_philips_tilt_study": (
      [12], [.dicomdir: 4, .notDICOM: 2, .colourImage: 1, .localizer: 1]
    ),
    // Ten time points that only blocks of instance numbers tell apart.
    "mr_4d_ge_fmri": ([15], [.notDICOM: 3, .volumeFile: 1]),
    // Seven files of twelve frames: the phases of one volume.
    "mr_4d_siemens_xa30_enhanced": ([12], [.notDICOM: 2, .volumeFile: 1]),
    "mr_head_7t_t1w": ([96], [.notDICOM: 1]),
    "mr_head_siemens_xa30_enhanced": ([96], [.notDICOM: 2, .volumeFile: 1]),
    // Nine encodings of one mosaic under one Series Instance UID, each with a Series Number.
    "mr_mosaic_siemens_9_syntaxes": (
      [Int](repeating: 35, count: 9), [.notDICOM: 2, .volumeFile: 1]
    ),
    "not_volumes": ([], [.colourImage: 1, .noPixelData: 1]),
    // Four MR series of one image each, a CT with a hole, a gated CT.
    "pydicom_dicomdir": (
      [1, 1, 1, 4, 1, 5], [.localizer: 15, .dicomdir: 7, .projectionImage: 3]
    ),
    "pydicom_dicomdir/98892001/CT5N": ([5], [:]),
    "pydicom_dicomdir/98892001/CT2N": ([], [.localizer: 2]),
    "pydicom_dicomdir/77654033/CT2": ([4], [:]),
    // Two series in three orientations, and one of a single image.
    "pydicom_dicomdir/98892003/MR2": ([1], [.localizer: 6]),
    // Projections that turn about an axis: each alone in its orientation.
    "pydicom_dicomdir/98892003/MR700": ([], [.localizer: 7]),
    "pydicom_files": (
      // Two doses, of one frame and of fifteen, share a UID.
      [1, 1, 1, 1, 2],
      [
        .duplicate: 12, .noPixelData: 7, .colourImage: 6, .noGeometry: 6, .unsupportedPixels: 3,
        .conflictingDuplicate: 2, .notDICOM: 2, .truncatedPixelData: 1,
      ]
    ),
    // Two of the seven are enhanced objects of eight positions, one of them in four phases.
    "small_series": (
      [4, 4, 4, 4, 8, 4, 8], [.notDICOM: 1, .volumeFile: 5, .repeatedPositions: 2]
    ),
    // Bolus monitoring: two images of one place.
    "small_series/ct_same_position_siemens": ([], [.repeatedPositions: 2]),
    // One image in ten lossless encodings, four lossy ones with UIDs of their own in one place,
    // two retired JPEG processes, and an enhanced CT of two frames.
    "transfer_syntaxes_ct": (
      [1, 2],
      [.duplicate: 9, .repeatedPositions: 4, .unsupportedTransferSyntax: 2, .notDICOM: 1]
    ),
  ]

  @Test(arguments: outcomes.keys.sorted())
  func `every file is part of a volume or skipped with its code`(folder: String) throws {
    let expected = try #require(Self.outcomes[folder])
    let url = try #require(Repository.data(folder))
    let report = try VolumeLoader().scan([url.path])
    let counts = Dictionary(grouping: report.skipped, by: \.code).mapValues(\.count)
    #expect(report.volumes.map(\.geometry.dimensions.slices) == expected.volumes)
    #expect(counts == expected.skipped)
    #expect(report.filesUsed + report.skipped.count == report.filesRead)
  }

  /// The lines of `Tests/Fixtures/data-outcomes.tsv`: each file of the developers' data, and
  /// `used` or the code it is skipped with when its folder is read as a whole.
  private static func outcomesOfFiles() throws -> [String: [String: String]] {
    let url = Repository.root.appending(path: "Tests/Fixtures/data-outcomes.tsv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    let pairs = lines.map { $0.split(separator: "\t").map(String.init) }
    return Dictionary(grouping: pairs) { String($0[0].prefix { $0 != "/" }) }
      .mapValues { Dictionary(uniqueKeysWithValues: $0.map { ($0[0], $0[1]) }) }
  }

  @Test func `each file of the data is used or skipped as the one table says`() throws {
    let root = try #require(Repository.data("expected.json")).deletingLastPathComponent().path
    let table = try Self.outcomesOfFiles()
    let folders = try FileManager.default.contentsOfDirectory(atPath: root)
      .filter { !$0.hasSuffix(".md") && !$0.hasSuffix(".json") }
    #expect(folders.sorted() == table.keys.sorted())
    for (folder, expected) in table {
      let report = try VolumeLoader().scan([root + "/" + folder])
      let used = report.volumes.flatMap(\.paths).map { ($0, "used") }
      let skipped = report.skipped.map { ($0.path, $0.code.rawValue) }
      let found = Dictionary(used + skipped, uniquingKeysWith: { a, _ in a })
      let named = Dictionary(
        uniqueKeysWithValues: found.map { (String($0.key.dropFirst(root.count + 1)), $0.value) })
      #expect(named == expected, "\(folder)")
    }
  }

  /// Single files of `pydicom_files` that are volumes.
  static let usable = [
    "CT_small", "MR_small", "MR_small_implicit", "MR_small_bigendian", "MR_small_expb",
    "MR_small_padded", "MR_small_RLE", "bad_sequence", "rtdose_1frame", "eCT_Supplemental",
    "rtdose", "parametric_map_float",
  ]

  /// Single files of `pydicom_files` that are skipped.
  static let skipped: [String: SkippedFile.Code] = [
    "MR_truncated": .truncatedPixelData, "JPEG2000": .noGeometry,
    "emri_small": .noGeometry, "liver": .unsupportedPixels, "mlut_18": .noGeometry,
    "rtplan": .noPixelData, "test-SR": .noPixelData,
    "ExplVR_LitEndNoMeta": .noPixelData, "color-pl": .colourImage,
    "OT-PAL-8-face": .colourImage, "ExplVR_BigEnd": .colourImage,
  ]

  @Test(arguments: usable + skipped.keys.sorted())
  func `single files are used or skipped with their code`(name: String) throws {
    let url = try #require(Repository.data("pydicom_files/\(name).dcm"))
    let report = try VolumeLoader().scan([url.path])
    #expect(report.skipped.map(\.code) == (Self.skipped[name].map { [$0] } ?? []))
    #expect(report.volumes.isEmpty == !report.skipped.isEmpty)
  }

  /// Sums of stored values by pydicom: of every lossless single image that makes a volume.
  @Test func `stored values add up to pydicom's sums`() throws {
    let lossy = [".50", ".51", ".81", ".91"]
    var checked = 0
    for (key, image) in try ExpectedImage.all() where !lossy.contains(where: image.ts.hasSuffix) {
      let url = try #require(Repository.data(key))
      let loader = VolumeLoader()
      guard let plan = try loader.scan([url.path]).volumes.first else { continue }
      let file = plan.slices[0].image
      let sum = try (0..<file.header.pixels.frameCount).reduce(0) { sum, frame in
        try loader.frames.storedValues(
          ofFrame: frame, of: file, context: WorkContext()
        ).reduce(sum) { $0 + Int($1) }
      }
      #expect(sum == image.stored_sum, "\(key)")
      checked += 1
    }
    #expect(checked >= 20)
  }

  @Test func `the missing slice of the GE series lies in its gap`() throws {
    let url = try #require(Repository.data("small_series/ct_missing_slice_ge"))
    let found = try Loaded([url.path])
    let positions = try #require(found.finding(.missingSlices)?.values["positions"])
    #expect(positions.count == 1 && abs(positions[0] - 15) < 0.01)
  }
}
