import Foundation
import Phantoms
import TestSupport
import Testing
import VolumeFiles
import VolumeModel

@testable import SagittaCommands

@Suite struct EvenGridTests {
  /// A phantom of 12 slices, 6 mm apart, without the fifth.
  private static func irregular(in folder: TemporaryFolder) throws -> String {
    try Inputs.phantom(in: folder) { $0.oddities.missingSlices = [4] }
  }

  private static func read(_ path: String) throws -> Volume {
    let reader = VolumeFileReader()
    return try reader.read(path)[0]
  }

  @Test func `an irregular stack is refused with every way out`() throws {
    let folder = try TemporaryFolder()
    let run = Run("convert", try Self.irregular(in: folder), "-o", folder.path("a.nii"))
    #expect(run.status == 65)
    for word in ["sagitta resample", "--resample", "--even", "mm off"] {
      #expect(run.errors.contains(word), "\(word): \(run.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("a.nii")))
  }

  @Test func `written as if even, the voxels stay and the deviation is said`() throws {
    let folder = try TemporaryFolder()
    let series = try Self.irregular(in: folder)
    let run = Run("convert", series, "-o", folder.path("a.nii"), "--even")
    // Ten steps for 66 mm: slice 4 of 11 lies at 30 instead of 26.4.
    #expect(run.status == 0 && run.errors.contains("3.6 mm"), "\(run.errors)")
    let volume = try Self.read(folder.path("a.nii"))
    #expect(volume.dimensions.slices == 11 && abs(volume.geometry.spacing.z - 6.6) < 1e-5)
  }

  @Test func `resampled, stored slices keep their values and places`() throws {
    let folder = try TemporaryFolder()
    let series = try Self.irregular(in: folder)
    #expect(Run("convert", series, "-o", folder.path("a.nii"), "--resample").status == 0)
    #expect(Run("convert", series, "-o", folder.path("b.nii"), "--even").status == 0)
    let (even, stored) = (try Self.read(folder.path("a.nii")), try Self.read(folder.path("b.nii")))
    #expect(even.dimensions.slices == 12 && abs(even.geometry.spacing.z - 6) < 1e-5)
    for (k, n) in [(0, 0), (3, 3), (5, 4), (11, 10)] {
      for j in 0..<even.dimensions.rows {
        for i in 0..<even.dimensions.columns {
          #expect(abs(even[i, j, k] - stored[i, j, n]) < 1e-3)
        }
      }
    }
    #expect(even[12, 10, 4] == (stored[12, 10, 3] + stored[12, 10, 4]) / 2)
  }

  @Test func `a regular stack is the same with the options and without`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder) { _ in }
    for (name, words) in [("a", []), ("b", ["--even"]), ("c", ["--resample"])] {
      #expect(Run(["convert", series, "-o", folder.path("\(name).nii")] + words).status == 0)
    }
    let plain = try folder.bytes("a.nii")
    #expect(try folder.bytes("b.nii") == plain && folder.bytes("c.nii") == plain)
  }

  @Test func `a tolerance is set by name, and a wrong one is named`() throws {
    let folder = try TemporaryFolder()
    let series = try Self.irregular(in: folder)
    let run = Run("info", series, "--tolerance", "even-limit=70", "--json")
    let volumes = try #require(try run.json()["volumes"] as? [[String: Any]])
    #expect(volumes.first?["regularity"] as? String == "regular")
    for word in ["evn=3", "even-limit", "even-limit=x", "even-limit=-1"] {
      let wrong = Run("info", series, "--tolerance", word)
      #expect(wrong.status == 64 && wrong.isOneLine && wrong.errors.contains("even-limit"))
    }
  }

  @Test func `the options are for value files`() throws {
    let folder = try TemporaryFolder()
    let series = try Self.irregular(in: folder)
    let run = Run("convert", series, "-o", folder.path("out"), "--dicom", "--even")
    #expect(run.status == 64)
    let both = Run("convert", series, "-o", folder.path("a.nii"), "--even", "--resample")
    #expect(both.status == 64)
  }
}
