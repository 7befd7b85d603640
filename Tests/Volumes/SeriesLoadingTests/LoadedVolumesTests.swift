import Compression
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import SeriesLoading

/// What every input of the developers' data loads as, against a table that was written once.
///
/// Whoever changes what is loaded on purpose writes the table anew with `SAGITTA_RECORD=1` and says in
/// the commit which rows changed and why.
@Suite(.needsData("expected.json")) struct LoadedVolumesTests {
  private static let table = Repository.fixtures.appending(path: "loaded-volumes.tsv")

  /// Folders whose files are inputs one by one, too.
  private static let singles = [
    "pydicom_files", "transfer_syntaxes_ct", "mr_mosaic_siemens_9_syntaxes",
  ]

  @Test func `every input of the data loads as the table says, place and voxels`() throws {
    let root = try #require(Repository.data("expected.json")).deletingLastPathComponent()
    let rows = try Self.inputs(below: root.path).flatMap { try Self.rows(of: $0, below: root.path) }
    if ProcessInfo.processInfo.environment["SAGITTA_RECORD"] == "1" {
      try (rows.joined(separator: "\n") + "\n").write(
        to: Self.table, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: Self.table, encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(rows.count > 60)
    for difference in rows.difference(from: recorded) {
      switch difference {
      case .insert(_, let row, _): Issue.record("not in the table: \(row)")
      case .remove(_, let row, _): Issue.record("no longer so: \(row)")
      }
    }
  }

  /// Every folder that holds files itself, and the files of ``singles``; in order.
  private static func inputs(below root: String) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    let files = try names.filter { name in
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
      return attributes[.type] as? FileAttributeType == .typeRegular
    }
    let folders = Set(files.map { ($0 as NSString).deletingLastPathComponent })
    let single = files.filter { name in singles.contains { name.hasPrefix($0 + "/") } }
    return (folders.subtracting([""]) + single).sorted()
  }

  /// A line for each volume of an input: its name and number, dimensions, phases, digests of where its
  /// voxels lie and of their values, phase by phase.
  private static func rows(of input: String, below root: String) throws -> [String] {
    let loader = VolumeLoader()
    return try loader.scan(["\(root)/\(input)"]).volumes.map { plan in
      let size = plan.geometry.dimensions
      let fields = [
        input, "\(plan.id)", "\(size.columns)x\(size.rows)x\(size.slices)", "\(plan.phases)",
        plan.geometry.regularity.rawValue, place(plan.geometry), try values(plan, loader),
      ]
      return fields.joined(separator: "\t")
    }
  }

  private static func place(_ grid: GridGeometry) -> String {
    let numbers = grid.voxelToPatient.rowMajor + (grid.slicePositions ?? [])
    var digest = SHA256Digest()
    for number in numbers {
      // Minus zero is zero.
      let bits = (number + 0).bitPattern.littleEndian
      digest.update(unsafe withUnsafeBytes(of: bits) { unsafe Array($0) })
    }
    return String(digest.hex.prefix(16))
  }

  private static func values(_ plan: VolumePlan, _ loader: VolumeLoader) throws -> String {
    var digest = SHA256Digest()
    for phase in 0..<plan.phases {
      let volume = try loader.load(plan, phase: phase)
      unsafe volume.voxels.withVoxels { voxels in
        unsafe digest.update(UnsafeRawBufferPointer(voxels))
      }
    }
    return String(digest.hex.prefix(16))
  }
}
