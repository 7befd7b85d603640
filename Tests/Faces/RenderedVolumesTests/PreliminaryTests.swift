import Foundation
import Phantoms
import SagittaEngine
import Testing
import WebServices

@testable import RenderedVolumes

/// Pictures of some slices, while the others are still read.
@Suite struct PreliminaryTests {
  /// A tall head, which is worth a preliminary picture: every third of its slices.
  private func answers(change: (inout RenderedLimits) -> Void = { $0.preliminaryBytes = 1 }) throws
    -> Answers
  {
    try Answers(
      glancingAt: PhantomSeries(
        .head, dimensions: GridDimensions(columns: 16, rows: 16, slices: 100),
        spacing: SIMD3(8, 8, 1.5)), limits: change)
  }

  private static let query = "orientation=l&pixel=2&viewport=80,80&window=50,400,linear"

  @Test(arguments: ["renderedmpr", "rendered3d"])
  func `the first picture is of some slices, and says so; the next is of all`(
    _ form: String
  ) throws {
    let answers = try answers()
    let first = try answers.answer(form, Self.query + "&preliminary=yes", accept: "image/png")
    #expect(first.headers["sagitta-preliminary"] == "34/100")
    #expect(first.headers["cache-control"] == "no-store")
    #expect(first.headers["etag"] == nil)
    #expect(first.headers["warning"]?.contains("34 of 100 slices") == true)
    let whole = try answers.answer(form, Self.query, accept: "image/png")
    #expect(whole.bytes != first.bytes)
    #expect(whole.headers["sagitta-preliminary"] == nil)
    #expect(whole.bytes == (try self.answers().bytes(form, Self.query, accept: "image/png")))
    let again = try answers.answer(form, Self.query + "&preliminary=yes", accept: "image/png")
    #expect(again.bytes == whole.bytes)
    #expect(again.headers["sagitta-preliminary"] == nil)
    #expect(again.headers["cache-control"] == "no-store")
  }

  @Test func `a preliminary picture lies where the whole one does`() throws {
    let answers = try answers()
    let first = try answers.answer("renderedmpr", Self.query + "&center=0,0,0&preliminary=yes")
    let whole = try answers.answer("renderedmpr", Self.query + "&center=0,0,0")
    #expect(first.headers["sagitta-preliminary"] != nil)
    #expect(first.headers["sagitta-plane"] == whole.headers["sagitta-plane"])
  }

  @Test func `who does not ask for it never gets one`() throws {
    for (form, query, accept) in [
      ("renderedmpr", Self.query, "image/png"), ("rendered3d", Self.query, "*/*"),
      ("renderedmpr", Self.query + "&preliminary=no", "image/png"),
      ("renderedmpr", Self.query + "&preliminary=yes", "application/x-npy"),
      ("renderedmpr", Self.query + "&preliminary=yes", "application/dicom"),
      ("renderedmpr", "renderedvolumetricmetadata=yes&preliminary=yes", "*/*"),
      ("rendered3d", "swivelrange=90&viewport=20,20&preliminary=yes", "image/gif"),
    ] {
      let answer = try answers().answer(form, query, accept: accept)
      #expect(answer.headers["sagitta-preliminary"] == nil, "\(query) \(accept)")
    }
  }

  @Test func `small volumes are read at once`() throws {
    let answer = try answers { _ in }.answer("renderedmpr", Self.query + "&preliminary=yes")
    #expect(answer.headers["sagitta-preliminary"] == nil)
  }

  @Test func `the whole volume is read though nobody asks for it yet`() throws {
    let answers = try answers()
    _ = try answers.answer("renderedmpr", Self.query + "&preliminary=yes")
    while answers.volumes.cachedVolumes < 2 { Thread.sleep(forTimeInterval: 0.001) }
    let again = try answers.answer("renderedmpr", Self.query + "&preliminary=yes")
    #expect(again.headers["sagitta-preliminary"] == nil)
  }

  @Test func `a load that nobody counts on any more ends`() {
    let ended = DispatchSemaphore(value: 0)
    PromisedLoads(patience: .zero).keep("a") { context in
      while !context.isCancelled { Thread.sleep(forTimeInterval: 0.001) }
      ended.signal()
    }
    ended.wait()
  }

  @Test func `where some slices make no volume, the whole is waited for`() throws {
    let answers = try answers()
    _ = try answers.answer("info", accept: "application/json")
    let report = try VolumeLoader().scan([answers.path])
    // Of every third slice the first is the lowest.
    let path = try #require(report.volumes.first?.paths.first)
    try Data("gone".utf8).write(to: URL(filePath: path))
    let query = Self.query + "&preliminary=yes"
    let status = answers.status("renderedmpr", query)
    #expect(status == answers.status("renderedmpr", Self.query))
    if status == 200 {
      #expect(try answers.answer("renderedmpr", query).headers["sagitta-preliminary"] == nil)
    }
  }
}
