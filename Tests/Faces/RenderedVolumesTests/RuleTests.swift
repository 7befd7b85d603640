import Phantoms
import DICOMModel
import Foundation
import SagittaEngine
import Testing
import WebServices

@testable import RenderedVolumes

/// Which requests are refused, and how (PS3.18 8.3.5, 10.4.1).
@Suite struct RuleTests {
  static let wrong: [(String, String)] = [
    ("renderedmpr", "orientation=a&viewpointup=0,0,1"),
    ("renderedmpr", "orientation=a&viewpointposition=0,0,1"),
    ("rendered3d", "orientation=x"), ("rendered3d", "orientation=a,p"),
    ("rendered3d", "orientation=A"),
    ("rendered3d", "viewpointup=0,0,0"),
    ("rendered3d", "viewpointposition=0,-100,0&viewpointlookat=0,0,0&viewpointup=0,1,0"),
    ("rendered3d", "viewpointposition=1,2,3&viewpointlookat=1,2,3&viewpointup=0,0,1"),
    ("rendered3d", "viewpointposition=1,2"), ("rendered3d", "viewpointposition=1,2,nan"),
    ("renderedmpr", "mprslab=0"), ("renderedmpr", "mprslab=-3"), ("renderedmpr", "mprslab=a"),
    ("renderedmpr", "window=40,400"), ("renderedmpr", "window=40,400,LINEAR"),
    ("renderedmpr", "window=40,0.5,linear"), ("renderedmpr", "window=40,0,sigmoid"),
    ("renderedmpr", "window=,,"),
    ("renderedmpr", "renderingmethod=maximum"),
    ("renderedmpr", "renderingmethod=maximum_ip,minimum_ip"),
    ("renderedmpr", "viewport=512"), ("renderedmpr", "viewport=0,512"),
    ("renderedmpr", "viewport=512,512,0,0,0,5"), ("renderedmpr", "viewport=5.5,5"),
    ("renderedmpr", "viewport=5,5,1,2,3,4,5"),
    ("renderedmpr", "quality=0"), ("renderedmpr", "quality=101"), ("renderedmpr", "quality=9.5"),
    ("renderedmpr", "annotation="), ("renderedmpr", "annotation=patient,"),
    ("renderedmpr", "annotation=Patient!"), ("renderedmpr", "iccprofile=yes"),
    ("renderedmpr", "iccprofile=blue"), ("renderedmpr", "renderedvolumetricmetadata=no"),
    ("renderedmpr", "volumetriccurvepoint=1,2,3"), ("renderedmpr", "volumetriccurvepoint=1,2,3,4"),
    ("rendered3d", "swivelrange=0"), ("rendered3d", "swivelrange=400"),
    ("rendered3d", "swivelrange=90&animationstepsize=0"),
    ("rendered3d", "swivelrange=90&animationrate=-1"),
    ("renderedmpr", "volumeinputreference=1.2.3.4.5"), ("renderedmpr", "volumeinputreference=abc"),
    ("renderedmpr", "volumeinputreference=1.2,0"),
    ("renderedmpr", "volumeinputreference=1.2&AcquisitionNumber=1"),
    ("renderedmpr", "AcquisitionNumber=77"), ("renderedmpr", "00200012=77"),
    ("renderedmpr", "pixel=0"), ("renderedmpr", "right=1,0,0"),
    ("renderedmpr", "right=1,0,0&down=1,0,0"), ("renderedmpr", "right=1,0,0&down=0,0,0"),
    ("rendered3d", "preset=none-such"), ("renderedmpr", "colormap=none-such"),
    ("renderedmpr", "interpolation=best"), ("renderedmpr", "phase=1"), ("renderedmpr", "phase=-1"),
    ("renderedmpr", "volume=2"), ("renderedmpr", "volume=0"), ("renderedmpr", "invert=1"),
    ("rendered3d", "crop=1,0,0,0,0,0"), ("renderedmpr", "overlay=x"),
    ("renderedmpr", "window=40,400,linear&window=40,400,linear"), ("renderedmpr", "view="),
  ]

  @Test(arguments: wrong)
  func `a parameter that makes no sense is refused`(_ request: (form: String, query: String)) throws
  {
    #expect(try Answers().status(request.form, request.query) == 400)
  }

  @Test(arguments: [
    "renderingmethod=volume_rendered&mprslab=20", "somethingelse=1", "mprslabs=4", "X-view=1",
    "swivelrange=90", "Rows=20",
    "AcquisitionNumber=1", "annotation=weather", "viewport=64,64,,,,", "viewport=64,64,2",
    "iccprofile=no", "quality=1", "volumeinputreference=INSTANCE",
    "volumeinputreference=INSTANCE,1",
    "viewpointlookat=0,0,0", "viewpointup=0,1,1", "viewpointposition=0,0,-500",
  ])
  func `what is unknown or may be left out does no harm`(_ query: String) throws {
    let answers = try Answers { set, _ in set.set(Tag(0x0020, 0x0012), integer: 1) }
    let instance = answers.archive.instances[3].sopInstance
    #expect(
      answers.status("renderedmpr", query.replacingOccurrences(of: "INSTANCE", with: instance))
        == 200)
  }

  @Test func `what was passed over is said`() throws {
    let answers = try Answers()
    let warnings = try answers.answer("renderedmpr", "somethingelse=1&annotation=technique,weather")
      .headers.filter { $0.name == "Warning" }.map(\.value)
    #expect(
      warnings == [
        "299 sagitta: \"The following parameters are not supported: somethingelse\"",
        "299 sagitta: \"The following annotation values are not supported: weather\"",
      ])
  }

  @Test func `who takes nothing gets 406, who mixes 400`() throws {
    let answers = try Answers()
    #expect(answers.status("renderedmpr", accept: nil) == 406)
    #expect(answers.status("renderedmpr", accept: "text/html") == 406)
    #expect(answers.status("renderedmpr", accept: "image/jp2") == 406)
    #expect(answers.status("renderedmpr", accept: "image/png, application/dicom") == 400)
    #expect(
      answers.status("rendered3d", "swivelrange=90&viewport=9,9", accept: "image/jpeg") == 406)
    #expect(
      answers.status("renderedmpr", "renderedvolumetricmetadata=yes", accept: "image/png") == 406)
  }

  @Test func `each type is what it is called`() throws {
    let answers = try Answers()
    let signatures: [(String, [UInt8])] = [
      ("image/jpeg", [0xFF, 0xD8, 0xFF]), ("image/png", [0x89, 0x50, 0x4E, 0x47]),
      ("image/gif", Array("GIF8".utf8)), ("application/x-npy", [0x93] + Array("NUMPY".utf8)),
    ]
    for (type, signature) in signatures {
      let answer = try answers.answer("renderedmpr", accept: type)
      #expect(answer.headers["content-type"] == type)
      #expect(answer.bytes.starts(with: signature))
    }
    #expect(try answers.answer("renderedmpr").headers["content-type"] == "image/jpeg")
    #expect(
      try answers.answer("rendered3d", accept: "image/*").headers["content-type"] == "image/jpeg")
    #expect(
      try answers.answer("rendered3d", "swivelrange=90&viewport=9,9").headers["content-type"]
        == "image/gif")
  }

  @Test func `what is not there is 404, and too much 413`() throws {
    let answers = try Answers()
    #expect(answers.status("renderedmpr", path: "/studies/9.9") == 404)
    #expect(answers.status("renderedmpr", path: "/studies/1.2.3/series/9.9") == 404)
    let instance = answers.archive.instances[0].sopInstance
    let path = "/studies/1.2.3/series/\(answers.series)/instances/\(instance)"
    #expect(answers.status("renderedmpr", path: path) == 200)
    #expect(answers.status("renderedmpr", path: path + "/frames/1") == 200)
    #expect(answers.status("renderedmpr", path: path + "/frames/2") == 404)
    #expect(answers.status("renderedmpr", "viewport=100000,100000") == 413)
    #expect(answers.status("renderedmpr", "pixel=0.00001") == 413)
    #expect(answers.status("rendered3d", "swivelrange=360&animationstepsize=0.01") == 413)
    #expect(
      answers.status("rendered3d", "swivelrange=360&animationstepsize=1&viewport=4000,4000") == 413)
  }

  @Test func `presentation states are known by name`() throws {
    let answers = try Answers()
    answers.archive.instances[0].sopClass = "1.2.840.10008.5.1.4.1.1.11.6"
    let instance = answers.archive.instances[0].sopInstance
    let path = "/studies/1.2.3/series/\(answers.series)/instances/\(instance)"
    #expect(answers.status("renderedmpr", path: path) == 501)
    #expect(answers.status("renderedmpr", "orientation=a", path: path) == 501)
    for query in [
      "renderingmethod=average_ip", "mprslab=3", "window=1,2,linear", "volumeinputreference=1.2",
      "renderedvolumetricmetadata=yes", "AcquisitionNumber=1",
    ] {
      #expect(answers.status("renderedmpr", query, path: path) == 400, "\(query)")
    }
  }

  @Test func `a study of several volumes is none until one is named`() throws {
    let answers = try Answers()
    let study = "/studies/1.2.3"
    #expect(answers.status("renderedmpr", path: study) == 200)
    var other = Answers.head
    other.center = PatientPoint(0, 0, 900)
    other.seed = 2
    let second = try answers.archive.add(other, as: "second") { set, number in
      set.set(Tag(0x0020, 0x000E), string: "1.2.3.77")
      set.set(Tag(0x0008, 0x0018), string: "1.2.3.77.\(number)")
      set.set(Tag(0x0020, 0x0012), integer: 5)
      set.set(Tag(0x0018, 0x0050), double: 5)
    }
    #expect(answers.status("renderedmpr", path: study) == 400)
    for query in [
      "volumeinputreference=1.2.3.77.4", "AcquisitionNumber=5", "AcquisitionNumber=4-6",
      "00200012=5", "SeriesInstanceUID=\(second)", "SliceThickness=4.9-5.1",
    ] {
      let answer = try answers.answer("renderedmpr", query + "&orientation=f", path: study)
      let plane = try #require(answer.headers["sagitta-plane"])
      #expect(plane.contains("\"center\":[0.0,0.0,900.0]"), "\(query): \(plane)")
    }
  }

  @Test func `the same words ask for the printed table's path and the examples' letters`() throws {
    let answers = try Answers()
    let plain = try answers.answer("rendered3d", path: "/studies/1.2.3").bytes
    #expect(try answers.answer("series/rendered3d", path: "/studies/1.2.3").bytes == plain)
    #expect(try answers.answer("rendered3D", path: "/studies/1.2.3").bytes == plain)
  }
}
