import DICOMModel
import Foundation
import Geometry
import Phantoms
import TestSupport
import Testing
import Views
import VolumeModel

@testable import SagittaCommands

@Suite struct `Files beside NIfTI` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The head as MR images: an unweighted phase and two weighted ones.
  private func diffusion() throws -> String {
    let path = try Inputs.phantom(in: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let directions: [[Double]?] = [nil, [1, 0, 0], [0, 0.6, 0.8]]
    for (phase, direction) in directions.enumerated().reversed() {
      let target = folder.path("dti/\(phase)")
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in names {
        try FileManager.default.copyItem(atPath: path + "/" + name, toPath: target + "/" + name)
      }
      try Inputs.change(target) { set in
        set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.4")
        set.set(.sopInstanceUID, string: (set.uid(.sopInstanceUID) ?? "") + ".\(phase)")
        set.set(.modality, string: "MR")
        set.set(.diffusionBValue, double: direction == nil ? 0 : 1000)
        if let direction { set.set(.diffusionGradientOrientation, doubles: direction) }
        set.set(.repetitionTime, double: 8100)
        set.set(.echoTime, double: 88.5)
        set.set(.flipAngle, double: 90)
        set.set(.magneticFieldStrength, double: 3)
        set.set(.manufacturer, string: "Maker")
        set.set(.institutionName, string: "HOSPITAL-X")
        set.set(.patientName, string: "DOE^JANE")
        set.set(.patientID, string: "ID-4711")
        set.set(.studyDate, string: "20240506")
      }
    }
    return folder.path("dti")
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try folder.bytes(name), as: UTF8.self)
  }

  @Test func `say what was acquired, in BIDS' units, and nothing of anybody`() throws {
    let run = Run("convert", try diffusion(), "-o", folder.path("x.nii.gz"), "--bids")
    #expect(run.status == 0, "\(run.errors)")
    let text = try text("x.json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["RepetitionTime"] as? Double == 8.1)
    #expect(object["EchoTime"] as? Double == 0.0885)
    #expect(object["FlipAngle"] as? Double == 90)
    #expect(object["MagneticFieldStrength"] as? Double == 3)
    #expect(object["Manufacturer"] == nil, "a text that is no known maker's")
    let axes = try #require(object["FourthDimension"] as? [[String: Any]])
    #expect(axes.first?["Name"] as? String == "Diffusion b-value")
    #expect(axes.first?["Values"] as? [Double] == [0, 1000, 1000])
    for secret in ["DOE", "4711", "2024", "HOSPITAL"] { #expect(!text.contains(secret)) }
  }

  @Test func `hold b-values and directions along the file's axes`() throws {
    let run = Run("convert", try diffusion(), "-o", folder.path("x.nii"), "--bids")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try text("x.bval") == "0 1000 1000\n")
    // The grid is right-handed: FSL counts x from the other end. Phases are in the loader's order.
    let rows = try text("x.bvec").split(separator: "\n").map { $0.split(separator: " ") }
    let vectors = (0..<3).map { phase in rows.map { Double($0[phase]) ?? .nan } }
    #expect(Set(vectors) == [[0, 0, 0], [-1, 0, 0], [0, 0.6, 0.8]] && vectors[0] == [0, 0, 0])
    // b-values are no time.
    #expect(try folder.bytes("x.nii")[123] == 2)
    let name = try folder.bytes("x.nii")[328..<341]
    #expect(String(decoding: name, as: UTF8.self) == "b-value s/mm2")
  }

  @Test func `are for NIfTI of a series, one beside each volume of a folder`() throws {
    let series = try Inputs.phantom(in: folder)
    let nrrd = Run("convert", series, "-o", folder.path("x.nrrd"), "--bids")
    #expect(nrrd.status == 64 && nrrd.isOneLine)
    #expect(Run("convert", series, "-o", folder.path("x.nii"), "--bids").status == 0)
    let file = Run("convert", folder.path("x.nii"), "-o", folder.path("y.nii"), "--bids")
    #expect(file.status == 65 && file.isOneLine, "\(file.errors)")
    #expect(try !folder.names.contains { $0.hasSuffix("bval") || $0.hasSuffix("y.json") })
    let all = Run("convert", series, "-o", folder.path("all/"), "--bids")
    #expect(all.status == 0, "\(all.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("all")).sorted()
    #expect(names == ["volume-0001.json", "volume-0001.nii.gz"])
  }
}

@Suite struct `Results without a value` {
  @Test func `say so, of grids and of curves`() throws {
    let folder = try TemporaryFolder()
    let series = try Inputs.phantom(in: folder)
    var far = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 6, rows: 5, slices: 4), spacing: SIMD3(4, 4, 4))
    far.center = PatientPoint(900, 0, 0)
    try far.write(to: folder.path("far"))
    let grid = Run(
      "resample", series, "-o", folder.path("a.npy"), "--like", folder.path("far"), "--json")
    #expect(grid.status == 0 && grid.errors.contains("nothing of it is there"), "\(grid.errors)")
    #expect(grid.output.contains("nothing-there"))
    let points = try folder.write(Array("[[900,0,0],[900,0,40],[900,10,80]]".utf8), as: "c.json")
    let curve = Run("mpr", series, "-o", folder.path("b.npy"), "--curve", points, "--json")
    #expect(curve.status == 0 && curve.errors.contains("along the curve"), "\(curve.errors)")
    #expect(curve.output.contains("nothing-there"))
    let near = Run("resample", series, "-o", folder.path("d.npy"), "--spacing", "8", "--json")
    #expect(near.status == 0 && !near.output.contains("nothing-there"))
  }
}
