import TestSupport
import Testing
import WebServices

@Suite struct `Paths of resources` {
  private static let instance = ResourcePath(study: "1.2", series: "3.4", instance: "5.6")

  static let paths: [(String, ResourcePath)] = [
    ("/", ResourcePath()),
    ("/studies", ResourcePath(subject: .list(.studies))),
    ("/series", ResourcePath(subject: .list(.series))),
    ("/instances", ResourcePath(subject: .list(.instances))),
    ("/studies/1.2", ResourcePath(study: "1.2")),
    ("/studies/1.2/series", ResourcePath(study: "1.2", subject: .list(.series))),
    ("/studies/1.2/instances", ResourcePath(study: "1.2", subject: .list(.instances))),
    ("/studies/1.2/metadata", ResourcePath(study: "1.2", subject: .form(.metadata))),
    ("/studies/1.2/renderedmpr", ResourcePath(study: "1.2", subject: .form(.renderedMPR))),
    ("/studies/1.2/bulkdata", ResourcePath(study: "1.2", subject: .bulkData([]))),
    ("/studies/1.2/series/3.4", ResourcePath(study: "1.2", series: "3.4")),
    (
      "/studies/1.2/series/3.4/instances",
      ResourcePath(study: "1.2", series: "3.4", subject: .list(.instances))
    ),
    (
      "/studies/1.2/series/3.4/thumbnail",
      ResourcePath(study: "1.2", series: "3.4", subject: .form(.thumbnail))
    ),
    (
      "/studies/1.2/series/3.4/info",
      ResourcePath(study: "1.2", series: "3.4", subject: .form(.info))
    ),
    ("/studies/1.2/series/3.4/instances/5.6", instance),
    (
      "/studies/1.2/series/3.4/instances/5.6/pixeldata",
      ResourcePath(study: "1.2", series: "3.4", instance: "5.6", subject: .form(.pixelData))
    ),
    (
      "/studies/1.2/series/3.4/instances/5.6/frames/1,2,17",
      ResourcePath(study: "1.2", series: "3.4", instance: "5.6", frames: [1, 2, 17])
    ),
    (
      "/studies/1.2/series/3.4/instances/5.6/frames/3/rendered",
      ResourcePath(
        study: "1.2", series: "3.4", instance: "5.6", frames: [3], subject: .form(.rendered))
    ),
    (
      "/studies/1.2/series/3.4/instances/5.6/bulkdata/00420011/a%20b",
      ResourcePath(
        study: "1.2", series: "3.4", instance: "5.6", subject: .bulkData(["00420011", "a b"]))
    ),
  ]

  @Test(arguments: paths) func `are read and written alike`(text: String, path: ResourcePath) throws
  {
    #expect(try ResourcePath(text) == path)
    #expect(path.path == text)
  }

  @Test func `may be written as the standard's examples have them`() throws {
    let whole = ResourcePath(study: "1.2", subject: .form(.rendered3D))
    #expect(try ResourcePath("studies/1.2/rendered3D/") == whole)
    #expect(try ResourcePath("/studies/1.2/series/rendered3d") == whole)
    #expect(whole.path == "/studies/1.2/rendered3d")
  }

  @Test(arguments: [
    "/patients", "/studies/1.2/patients", "/studies/1.2/studies", "/studies/1.2/series/3/series",
    "/studies/1.2/series/3.4/instances/5.6/instances", "/metadata", "/bulkdata/1",
    "/studies/1.2/metadata/metadata", "/studies/..", "/studies/%2e%2e/metadata",
    "/studies/1.2%2F..%2F3", "/studies/1..2", "/studies/1.2a", "/studies/.1", "/studies/\u{661}",
    "/studies/1.2/series/3.4/instances/5.6/frames", "/studies/1.2/series/3.4/frames/1",
    "/studies/1.2/series/3.4/instances/5.6/frames/0",
    "/studies/1.2/series/3.4/instances/5.6/frames/1,,2",
    "/studies/1.2/series/3.4/instances/5.6/frames/+1",
    "/studies/1.2/series/3.4/instances/5.6/frames/99999999999999999999",
    "/studies/1234567890123456789012345678901234567890123456789012345678901234.5",
  ]) func `that name nothing are refused`(text: String) {
    #expect(throws: WebServiceError.self) { try ResourcePath(text) }
  }

  @Test func `that are too long are refused`() {
    let long = "/studies/1.2/bulkdata/" + String(repeating: "a/", count: 10_000)
    #expect(throws: WebServiceError.self) { try ResourcePath(long) }
  }
}
