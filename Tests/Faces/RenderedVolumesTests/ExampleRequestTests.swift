import DICOMModel
import Foundation
import SagittaEngine
import Testing
import WebServices

@testable import RenderedVolumes

/// The examples of PS3.18 Annex B, with the UIDs of an archive that is there.
@Suite struct ExampleRequestTests {
  private func instance(_ answers: Answers) -> String {
    "/studies/1.2.3/series/\(answers.series)/instances/\(answers.archive.instances[0].sopInstance)"
  }

  @Test func `B.32: an instance as a swivel of 180 degrees tells its parameters`() throws {
    let answers = try Answers()
    let answer = try answers.answer(
      "rendered3D",
      "renderingmethod=volume_rendered&orientation=a&swivelrange=180&animationrate=20"
        + "&renderedvolumetricmetadata=yes", accept: "application/dicom+json",
      path: "/studies/1.2.3/series/\(answers.series)")
    let list = try #require(try answer.json() as? [[String: [String: Any]]])
    let fields = list[0].mapValues { $0["Value"] as? [Any] ?? [] }
    #expect(fields["00720510"] as? [String] == ["3D_RENDERING"])
    #expect(fields["0070120D"] as? [String] == ["VOLUME_RENDERED"])
    #expect(fields["00701605"] as? [Double] == [0, 0, 1])
    #expect(fields["00701A06"] as? [Double] == [180])
    #expect(fields["00701A03"] as? [Double] == [20])
    // The step is the server's to choose; in front is where the definition has it, not the example.
    #expect((fields["00701A05"] as? [Double])?.first ?? 0 > 0)
    let position = try #require(fields["00701603"] as? [Double])
    let lookAt = try #require(fields["00701604"] as? [Double])
    #expect(position[1] < lookAt[1])
  }

  @Test func `B.33: a camera without up is refused, for a video of phases, too`() throws {
    let answers = try Answers { set, _ in set.set(Tag(0x0018, 0x9070), doubles: [150]) }
    let query =
      "CardiacRRIntervalSpecified=140-260&renderingmethod=average_ip&viewpointposition=532,38,126"
      + "&viewpointlookat=-532,-76,-154&animationrate=30&window=400,40,linear"
    let study = "/studies/1.2.3"
    #expect(
      answers.status("renderedmpr", query + "&viewpointup=0,0,0", accept: "video/mp4", path: study)
        == 400)
    #expect(answers.status("renderedmpr", query + "&viewpointup=0,0,1", path: study) == 200)
    let none = query.replacingOccurrences(of: "140-260", with: "160-260")
    #expect(answers.status("renderedmpr", none + "&viewpointup=0,0,1", path: study) == 400)
  }

  @Test func `B.34: a coronal slab of 20 mm, from behind, in 256 pixels`() throws {
    let answers = try Answers()
    let reference = answers.archive.instances[5].sopInstance
    let query = "volumeinputreference=\(reference)&renderingmethod=maximum_ip&mprslab=20"
    let frame = "&viewport=256,256&window=700,100,linear"
    let answer = try answers.answer(
      "renderedmpr",
      query + "&viewpointposition=3,-6,41&viewpointlookat=3,-7,41&viewpointup=0,0,1" + frame,
      accept: "image/jpeg")
    #expect(answer.headers["content-type"] == "image/jpeg")
    #expect(answer.headers["sagitta-window"] == "700.0,100.0,linear")
    let behind = try answers.bytes(
      "renderedmpr", query + "&orientation=p&center=3,-7,41" + frame, accept: "image/jpeg")
    #expect(answer.bytes == behind)
  }

  @Test func `B.35: a presentation state of a volume is named and not shown`() throws {
    let answers = try Answers()
    answers.archive.instances[0].sopClass = "1.2.840.10008.5.1.4.1.1.11.9"
    #expect(answers.status("rendered3D", accept: "image/jpeg", path: instance(answers)) == 501)
  }
}
