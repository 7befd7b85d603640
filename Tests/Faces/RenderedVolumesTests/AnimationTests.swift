import Foundation
import SagittaEngine
import Testing
import WebServices

@testable import RenderedVolumes

/// Several pictures that follow each other.
@Suite struct AnimationTests {
  private func parts(_ answer: WebAnswer) throws -> [[UInt8]] {
    let type = try #require(answer.headers["content-type"].flatMap { MediaType($0) })
    #expect(type.essence == "multipart/related")
    let boundary = Array("--\(try #require(type["boundary"]))".utf8)
    let body = Data(answer.bytes)
    var parts: [[UInt8]] = []
    var place = body.startIndex
    while let found = body.range(of: Data(boundary), in: place..<body.endIndex) {
      guard let head = body.range(of: Data("\r\n\r\n".utf8), in: found.upperBound..<body.endIndex),
        let next = body.range(of: Data(boundary), in: head.upperBound..<body.endIndex)
      else { break }
      parts.append(Array(body[head.upperBound..<next.lowerBound - 2]))
      place = next.lowerBound
    }
    return parts
  }

  @Test func `a swivel has range ÷ step pictures, the first in the middle`() throws {
    let answers = try Answers()
    let look = "viewport=40,40&renderingmethod=maximum_ip"
    let pictures = try parts(
      answers.answer(
        "rendered3d", "swivelrange=80&animationstepsize=10&\(look)",
        accept: "multipart/related; type=\"image/png\""))
    #expect(pictures.count == 8)
    // Up to 40 degrees, down to −40, and up again.
    for (number, azimuth) in [0.0, 20, 40, 20, 0, -20, -40, -20].enumerated() {
      #expect(
        pictures[number]
          == pictures[azimuth == 0 ? 0 : azimuth == 20 ? 1 : azimuth == -20 ? 5 : number])
      #expect((pictures[number] == pictures[0]) == (azimuth == 0))
    }
  }

  @Test func `a whole turn goes round, in a part for each picture`() throws {
    let answers = try Answers()
    let look = "viewport=40,40&renderingmethod=maximum_ip&pixel=3"
    let pictures = try parts(
      answers.answer(
        "rendered3d", "swivelrange=360&animationstepsize=90&\(look)",
        accept: "multipart/related; type=image/png"))
    let sides = try ["a", "l", "p", "r"].map {
      try answers.bytes("rendered3d", "orientation=\($0)&\(look)", accept: "image/png")
    }
    #expect(pictures == sides)
  }

  @Test func `a still picture may be the one part of several`() throws {
    let answers = try Answers()
    let pictures = try parts(
      answers.answer("renderedmpr", accept: "multipart/related; type=\"image/png\""))
    #expect(pictures == [try answers.bytes("renderedmpr", accept: "image/png")])
  }

  @Test func `a curve is flown along in steps`() throws {
    let answers = try Answers()
    let answer = try answers.answer(
      "renderedmpr", "volumetriccurvepoint=3,-7,20,3,-7,60&animationstepsize=10",
      accept: "multipart/related; type=\"image/jpeg\"")
    let pictures = try parts(answer)
    #expect(pictures.count == 5)
    #expect(pictures.allSatisfy { $0.starts(with: [0xFF, 0xD8]) })
  }
}
