import Foundation
import Testing
import Views

@Suite struct FramesRequestTests {
  @Test(arguments: [
    "{}", #"{"frames": "1-10,20", "windowPreset": "lung", "voi": "sigmoid"}"#,
    #"{"window": "full", "invert": true, "overlays": true, "square": true, "bits": 16}"#,
    #"{"window": [40, 400], "montage": [4, 3], "annotate": "full", "showIdentity": true}"#,
    #"{"fileView": 2}"#,
  ])
  func `a request survives its JSON`(json: String) throws {
    let request = try JSONDecoder().decode(FramesRequest.self, from: Data(json.utf8))
    let written = try JSONEncoder().encode(request)
    #expect(try JSONDecoder().decode(FramesRequest.self, from: written) == request)
    try request.validate()
  }

  @Test(arguments: [
    (#"{"window": [40, 0]}"#, "window"), (#"{"window": "full", "fileView": 1}"#, "window"),
    (#"{"windowPreset": "lungs"}"#, "windowPreset"), (#"{"fileView": 0}"#, "fileView"),
    (#"{"montage": [2, 2], "bits": 16}"#, "bits"), (#"{"montage": [0, 2]}"#, "montage"),
    (#"{"montage": [1000, 2000]}"#, "montage"), (#"{"showIdentity": true}"#, "showIdentity"),
  ])
  func `what makes no sense is refused by the field's name`(json: String, field: String) throws {
    let request = try JSONDecoder().decode(FramesRequest.self, from: Data(json.utf8))
    let error = try #require(throws: RequestError.self) { try request.validate() }
    #expect(error.field == field, "\(error)")
  }

  @Test func `a list picks each frame once, in the order given, as far as there are so many`() {
    let list = FrameList("3-5,1,4")
    #expect(list?.frames(of: 4) == [3, 4, 1])
    #expect(list?.firstBeyond(4) == 5 && list?.firstBeyond(5) == nil)
    #expect(list?.description == "3-5,1,4")
    for text in ["", "0", "2-1", "1,,2", "a", "1-2-3"] { #expect(FrameList(text) == nil) }
  }
}
