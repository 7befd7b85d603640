import WebServices
import Foundation
import SagittaEngine
import Testing

/// The parameters that a picture was made with (PS3.18 Annex K).
@Suite struct MetadataTests {
  private func fields(_ answers: Answers, _ form: String, _ query: String) throws -> [String: Any] {
    let json = try answers.answer(
      form, query + "&renderedvolumetricmetadata=yes", accept: "application/dicom+json"
    ).json()
    let list = try #require(json as? [[String: [String: Any]]])
    #expect(list.count == 1)
    return list[0].mapValues { ($0["Value"] as? [Any]) ?? [] }
  }

  private func text(_ value: Any?) throws -> String {
    try #require(value as? [Double]).map { "\($0)" }.joined(separator: ",")
  }

  @Test func `equal requests get equal bytes`() throws {
    let answers = try Answers()
    let query = "orientation=l&mprslab=7&renderedvolumetricmetadata=yes"
    let first = try answers.answer("renderedmpr", query)
    #expect(first.headers["content-type"] == "application/dicom+json")
    #expect(first.bytes == (try answers.answer("renderedmpr", query).bytes))
    #expect(first.bytes == (try Answers().answer("renderedmpr", query).bytes))
  }

  @Test(
    arguments: [
      "orientation=a", "orientation=p", "orientation=r", "orientation=l", "orientation=h",
      "orientation=f", "", "viewpointposition=40,-100,80",
      "viewpointposition=40,-100,80&viewpointlookat=1,2,35&viewpointup=0.1,0.2,1",
    ])
  func `what was used, asked for, makes the same picture`(_ query: String) throws {
    let answers = try Answers()
    for form in ["renderedmpr", "rendered3d"] {
      let used = try fields(answers, form, query)
      let again =
        try "viewpointposition=\(text(used["00701603"]))"
        + "&viewpointlookat=\(text(used["00701604"]))&viewpointup=\(text(used["00701605"]))"
        + "&renderingmethod=\(#require((used["0070120D"] as? [String])?.first).lowercased())"
      #expect(
        try answers.bytes(form, again, accept: "image/png")
          == answers.bytes(form, query, accept: "image/png"), "\(form)")
    }
  }

  @Test func `the module says what the picture is`() throws {
    let answers = try Answers()
    let plane = try fields(answers, "renderedmpr", "mprslab=8&window=40,400,linear-exact")
    #expect(plane["00720510"] as? [String] == ["MPR"])
    #expect(plane["0070120D"] as? [String] == ["AVERAGE_IP"])
    #expect(plane["00701503"] as? [Double] == [8])
    #expect(plane["00281056"] as? [String] == ["LINEAR_EXACT"])
    #expect(plane["00281051"] as? [Double] == [400])
    #expect(plane["00281050"] as? [Double] == [40])
    let rays = try fields(answers, "rendered3d", "swivelrange=90&animationstepsize=1.8")
    #expect(rays["00720510"] as? [String] == ["3D_RENDERING"])
    #expect(rays["0070120D"] as? [String] == ["VOLUME_RENDERED"])
    #expect(rays["00281050"] == nil && rays["00701503"] == nil)
    #expect(rays["00701A06"] as? [Double] == [90])
    #expect(rays["00701A05"] as? [Double] == [1.8])
    #expect(rays["00701A03"] as? [Double] == [12.5])
  }

  @Test func `a camera in front looks backwards, whatever the examples answer`() throws {
    let used = try fields(try Answers(), "rendered3d", "orientation=a")
    let position = try #require(used["00701603"] as? [Double])
    let lookAt = try #require(used["00701604"] as? [Double])
    #expect(position[1] < lookAt[1] - 10 && position[0] == lookAt[0] && position[2] == lookAt[2])
  }
}
