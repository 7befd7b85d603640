import Foundation
import Phantoms
import SagittaEngine
import TestSupport
import Testing
import WebServices

@testable import RenderedVolumes

/// Whatever stands in a query, an answer or a fault of the client's comes of it.
@Suite struct HostileTests {
  private static let seeds = [
    "orientation=a&mprslab=4&window=40,400,linear&viewport=20,20,0,0,5,-5&quality=50",
    "viewpointposition=1,-100,3&viewpointlookat=1,2,3&viewpointup=0,0,1&renderingmethod=maximum_ip",
    "swivelrange=60&animationstepsize=30&animationrate=3&viewport=8,8&annotation=patient,technique",
    "volumetriccurvepoint=0,0,30,0,0,50&animationstepsize=20&viewport=8,8",
    "right=1,0,0&down=0,1,0&center=1,2,40&pixel=9&interpolation=cubic&invert=yes&colormap=viridis",
    "preset=ct-bone&crop=-20,20,-20,20,0,60&shading=no&annotate=full&phase=0&volume=1",
    "AcquisitionNumber=1-9&00200013=2&PatientID=*&StudyDate=20200101-&renderedvolumetricmetadata=yes",
    "volumeinputreference=1.2.3,1&overlay=1.2.3&overlaymap=labels&overlaywindow=1,2&view=a",
  ]
  private static let pieces = [
    "", "-", "0", "1e300", "-1e29", "1e-320", "9223372036854775807", "99999999999999999999", "nan",
    "inf", ",", ",,,,", "&", "=", "%00", "%", "%ff", "..", "*", "yes", "\u{1F600}", "1000000",
    "0.0000001", "-0", "0x10", "1.2.840.10008", "a,p,r", "\"", "\\", "\r\n", " ",
  ]

  @Test func `mutated queries trap nothing`() throws {
    var limits = RenderedLimits()
    limits.pixels = 1 << 10
    limits.frames = 6
    limits.animationPixels = 1 << 12
    limits.naturalSide = 32
    let answers = try Answers(
      PhantomSeries(
        .head, dimensions: GridDimensions(columns: 6, rows: 5, slices: 4), spacing: SIMD3(8, 9, 10)),
      limits: limits)
    var random = SeededRandom(7)
    var statuses: [Int: Int] = [:]
    let count = Int(ProcessInfo.processInfo.environment["SAGITTA_MUTATIONS"] ?? "") ?? 100_000
    for number in 0..<count {
      let query = Self.mutated(Self.seeds[number % Self.seeds.count], by: &random)
      let form = Bool.random(using: &random) ? "renderedmpr" : "rendered3d"
      let accept = ["*/*", "image/png", "image/gif", "application/x-npy", "multipart/related"]
        .randomElement(using: &random)
      statuses[answers.status(form, query, accept: accept), default: 0] += 1
    }
    #expect(statuses.keys.allSatisfy { [200, 400, 404, 406, 413].contains($0) }, "\(statuses)")
    #expect(statuses[200, default: 0] > count / 100, "\(statuses)")
  }

  private static func mutated(_ seed: String, by random: inout SeededRandom) -> String {
    var fields = seed.split(separator: "&").map(String.init)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0..<fields.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: fields.remove(at: place)
      case 1: fields[place] += pieces.randomElement(using: &random) ?? ""
      case 2:
        let name = fields[place].split(separator: "=").first ?? ""
        fields[place] = name + "=" + (pieces.randomElement(using: &random) ?? "")
      case 3:
        let other = seeds.randomElement(using: &random)?.split(separator: "&")
          .randomElement(using: &random)
        fields.append(String(other ?? ""))
      default:
        var bytes = Array(fields[place].utf8)
        if !bytes.isEmpty {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: 32...126, using: &random)
        }
        fields[place] = String(decoding: bytes, as: UTF8.self)
      }
      if fields.isEmpty { fields = [""] }
    }
    return fields.joined(separator: "&")
  }
}
