import DICOMModel
import Foundation
import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import Phantoms

/// What other programs say of a written series.
@Suite struct PeerTests {
  struct Comparison: Decodable {
    let affineDifference: Double
    let dimensions: [Int]
    let probes: Int
    let largestValueDifference: Double
    let beadErrors: [Double]
  }

  static var series: [PhantomSeries] {
    let tilted: [PhantomSeries] = [-20, 20].map { tilt in
      var series = PhantomSeries(
        .beads, dimensions: GridDimensions(columns: 64, rows: 60, slices: 48),
        spacing: SIMD3(1, 1.25, 1.5))
      (series.tiltDegrees, series.noise, series.order) = (tilt, 0, .shuffled)
      return series
    }
    let oblique: [PhantomSeries] = PhantomSeries.transferSyntaxes.map { syntax in
      var series = PhantomSeries.small()
      series.orientation =
        SliceOrientation(row: PatientVector(3, 1, 0), column: PatientVector(-1, 3, 1)) ?? .axial
      (series.transferSyntax, series.noise) = (syntax, 10)
      return series
    }
    var odd = PhantomSeries.small()
    odd.oddities.hasSlopePerSlice = true
    odd.format = .signed16
    odd.oddities.duplicatedSlices = []
    return tilted + oblique + [odd]
  }

  @Test(.needsPeers, arguments: series)
  func `files have the truth's geometry and values`(_ series: PhantomSeries) throws {
    let folder = try TemporaryFolder()
    try series.write(to: folder.path)
    let answer: Comparison = try Peers.answer(of: "phantom_truth", folder.path)
    #expect(answer.dimensions == series.dimensions.ijk)
    // DS holds 16 characters: 1e-11 mm for positions of some 100 mm, times slices.
    #expect(answer.affineDifference < 1e-9)
    #expect(answer.probes == 64)
    #expect(answer.largestValueDifference < 1e-9)
    #expect(answer.beadErrors.allSatisfy { $0 < 0.01 }, "\(answer.beadErrors)")
    #expect(answer.beadErrors.count == (series.kind == .beads ? 8 : 0))
  }

  static var objects: [PhantomSeries] {
    func changed(_ change: (inout PhantomSeries) -> Void) -> PhantomSeries {
      var series = PhantomSeries.small()
      change(&series)
      return series
    }
    // dciodvfy cannot inflate; pydicom reads the deflated series above.
    let syntaxes = PhantomSeries.transferSyntaxes.filter { !$0.isDeflated }
    return syntaxes.map { syntax in changed { $0.transferSyntax = syntax } }
      + [
        changed { $0.modality = .mr }, changed { $0.tiltDegrees = 20 },
        changed { $0.oddities.isMonochrome1 = true },
        changed { $0.oddities.hasLocalizer = true },
        changed { $0.oddities.hasSlopePerSlice = true },
        changed { ($0.format, $0.oddities.paddingValue) = (.signed16, -2000) },
        changed { $0.oddities.paddingValue = 0 },
      ]
  }

  @Test(.needsTool("dciodvfy"), arguments: objects)
  func `objects are valid`(_ series: PhantomSeries) throws {
    let folder = try TemporaryFolder()
    let truth = try series.write(to: folder.path)
    for file in truth.files.prefix(2) {
      let result = try Peers.run(
        tool: "dciodvfy", "-new", folder.url.appending(path: file.name).path)
      #expect(!result.errors.contains("Error"), "\(result.errors)")
      #expect(result.errors.contains(series.modality == .ct ? "CTImage" : "MRImage"))
    }
  }

  @Test(.needsTool("dcentvfy"))
  func `series agrees with itself`() throws {
    let folder = try TemporaryFolder()
    try PhantomSeries.small().write(to: folder.path)
    let result = try Peers.run(
      tool: "dcentvfy", folder.url.appending(path: "IM0001.dcm").path,
      folder.url.appending(path: "IM0007.dcm").path)
    #expect(!result.errors.contains("Error"), "\(result.errors)")
  }
}
