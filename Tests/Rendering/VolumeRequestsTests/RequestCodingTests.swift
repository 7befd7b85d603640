import Foundation
import Geometry
import Reslicing
import Sampling
import SeriesLoading
import StableJSON
import Testing
import Views
import VolumeFiles
import VolumeModel

@testable import VolumeRequests

@Suite struct `Requests of volumes as JSON` {
  private static let grid = GridRequest(
    spacing: [1, 2, 3], crop: BoxRegion(PatientBox(PatientPoint(0, 1, 2), PatientPoint(3, 4, 5))),
    pad: 2)

  private func copy<Request: Codable & Hashable>(_ request: Request) throws -> Bool {
    let text = try JSONText.text(request)
    let decoded = try JSONDecoder().decode(Request.self, from: Data(text.utf8))
    return try decoded == request && JSONText.text(decoded) == text
  }

  private func decode<Request: Decodable>(_ text: String) throws -> Request {
    try JSONDecoder().decode(Request.self, from: Data(text.utf8))
  }

  @Test func `reading what was written gives the same request`() throws {
    let resampling = ResampleRequest(
      grid: Self.grid, interpolation: .cubic, antialiasing: .none, outside: -1000)
    let voxels = VoxelRequest(type: .int16, isCompressed: true, padding: .notANumber)
    let dicom = DerivedSeriesRequest(encoding: .jpegLS, isAnonymous: true, seriesNumber: 3)
    #expect(
      try copy(
        VolumeSelection(
          volume: "2", phase: .all, assumedSpacing: [1, 1, 2], tolerances: ["even-limit": 8],
          values: .suvBodyWeight)))
    #expect(
      try copy(
        ProbeRequest(
          points: [PatientPoint(-1, 2.5, 3)], boxes: [try #require(Self.grid.crop)],
          spheres: [SphereRegion(center: PatientPoint(1, 2, 3), radius: 4)])))
    #expect(try copy(resampling))
    #expect(try copy(ResampledVolumeRequest(resampling: resampling, dicom: dicom)))
    #expect(try copy(ConvertRequest(format: .nrrd, voxels: voxels, unevenSlices: .asEven)))
    #expect(try copy(InfoRequest(headersOnly: true, tags: true)))
  }

  @Test func `another grid is numbers, and the same grid again`() throws {
    let map = AffineMap<VoxelSpace, PatientSpace>(
      x: PatientVector(1, 0, 0), y: PatientVector(0, 0.1, 0), z: PatientVector(0, 0.2, 3),
      origin: PatientPoint(-7, 8, 9))
    let grid = try GridGeometry(
      dimensions: GridDimensions(columns: 4, rows: 5, slices: 3), voxelToPatient: map,
      slicePositions: [0, 2, 6])
    let request = GridRequest(like: GridDescription(grid))
    #expect(try copy(request))
    #expect(try request.like?.geometry() == grid)
  }

  @Test func `fields that are not given are what they are in a new request`() throws {
    #expect(try decode("{}") as ProbeRequest == ProbeRequest())
    #expect(try decode("{}") as VolumeSelection == VolumeSelection())
    #expect(try decode("{}") as GridRequest == GridRequest())
    #expect(try decode("{}") as DerivedSeriesRequest == DerivedSeriesRequest())
    #expect(try decode(#"{"format": "npy"}"#) as ConvertRequest == ConvertRequest(format: .npy))
    #expect(
      try decode(#"{"voxels": {"padding": "nan", "type": "int16"}, "format": "npy"}"#)
        as ConvertRequest
        == ConvertRequest(
          format: .npy, voxels: VoxelRequest(type: .int16, padding: .notANumber)))
  }

  @Test func `a field that there is not is refused by its name`() throws {
    let error = #expect(throws: RequestError.self) {
      try decode(#"{"grid": {"spacings": [1, 1, 1]}}"#) as ResampleRequest
    }
    #expect(error?.field == "grid.spacings" && error?.reason == .unknownField)
  }

  @Test(arguments: [
    ("phase", #"{"phase": -1}"#), ("assumedSpacing", #"{"assumedSpacing": [1, 0, 1]}"#),
    ("tolerances", #"{"tolerances": {"nothing": 1}}"#),
  ])
  func `a selection that makes no sense names its field`(_ field: String, _ text: String) throws {
    let selection: VolumeSelection = try decode(text)
    let error = #expect(throws: RequestError.self) { try selection.validate() }
    #expect(error?.field == field)
  }

  @Test func `requests that make no sense name their field`() {
    func field(_ check: () throws(RequestError) -> Void) -> String? {
      do throws(RequestError) {
        try check()
        return nil
      } catch { return error.field }
    }
    #expect(field(ProbeRequest().validate) == "points")
    let ball = SphereRegion(center: PatientPoint(0, 0, 0), radius: 0)
    #expect(field(ProbeRequest(spheres: [ball]).validate) == "spheres")
    #expect(field(GridRequest(spacing: [1, 1, 1], isIsotropic: true).validate) == "grid")
    #expect(field(GridRequest(spacing: [1, 1]).validate) == "grid.spacing")
    #expect(field(GridRequest(pad: -1).validate) == "grid.pad")
    #expect(field(ResampleRequest(outside: .infinity).validate) == "outside")
    #expect(field(VoxelRequest(isScaled: true).validate) == "voxels.isScaled")
    #expect(field(ConvertRequest(format: .npy, sideCars: true).validate) == "sideCars")
    #expect(field(DerivedSeriesRequest(seriesNumber: 0).validate) == "dicom.seriesNumber")
    let long = String(repeating: "x", count: 65)
    #expect(
      field(DerivedSeriesRequest(seriesDescription: long).validate) == "dicom.seriesDescription")
  }
}
