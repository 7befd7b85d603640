import Foundation
import Geometry
import ImageReading
import Phantoms
import Reslicing
import SeriesLoading
import TestSupport
import Testing
import VolumeModel

@testable import Reports

@Suite struct ReportPageTests {
  /// The page of a phantom series below a folder of its own.
  private static func page(
    _ change: (inout PhantomSeries) -> Void = { _ in }, extra: [String: String] = [:]
  ) throws -> (html: String, report: SeriesReport) {
    let folder = try TemporaryFolder()
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 24, rows: 20, slices: 12),
      spacing: SIMD3(4, 4.5, 6))
    change(&series)
    try series.write(to: folder.path("series"))
    for (name, text) in extra { try folder.write(Array(text.utf8), as: name) }
    let loader = VolumeLoader()
    var report = try loader.scan([folder.path])
    var pictures: [Int: [PlanePicture]] = [:]
    let ranges = try loader.valueRanges(of: &report) { plan, _, volume in
      pictures[plan.id] = try PlanePicture.middlePlanes(of: volume)
    }
    let page = ReportPage(
      title: "A <series> & \"more\"", report: report,
      volumes: report.volumes.map {
        VolumeSection(plan: $0, range: ranges[$0.id] ?? nil, pictures: pictures[$0.id] ?? [])
      })
    return (try page.html(), report)
  }

  @Test func `the page needs nothing but itself, and runs nothing`() throws {
    let html = try Self.page().html
    for word in ["http:", "https:", "<script", "<link", "@import", "url(", "javascript:", "onload"]
    {
      #expect(!html.contains(word), "\(word)")
    }
    let sources = html.split(separator: "src=\"").dropFirst()
    #expect(sources.count == 3)
    #expect(sources.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
  }

  /// The pictures of a page, as a browser would decode them.
  private static func decoded(_ html: String) throws -> [ReadImage] {
    try html.split(separator: "src=\"data:image/png;base64,").dropFirst().map { rest in
      let text = String(rest.prefix { $0 != "\"" })
      let data = try #require(Data(base64Encoded: text))
      return try #require(ReadImage(png: Array(data)))
    }
  }

  @Test func `the page's pictures are the three middle planes, pixel by pixel`() throws {
    let folder = try TemporaryFolder()
    try PhantomSeries(
      .head, dimensions: GridDimensions(columns: 48, rows: 40, slices: 30),
      spacing: SIMD3(4, 4.5, 6)
    ).write(to: folder.path("series"))
    let loader = VolumeLoader()
    let report = try loader.scan([folder.path("series")])
    let plan = try #require(report.volumes.first)
    let planes = try PlanePicture.middlePlanes(of: loader.load(plan))
    let page = ReportPage(
      title: "head", report: report,
      volumes: [VolumeSection(plan: plan, range: nil, pictures: planes)])
    let images = try Self.decoded(page.html())
    #expect(images.count == 3)
    for (image, plane) in zip(images, planes) {
      #expect(image.width == plane.raster.width && image.height == plane.raster.height)
      #expect(image.samples == plane.raster.samples)
      // Air is black, bone around the head is brighter than what is inside.
      let brightness = image.brightness
      #expect(brightness[0] == 0 && brightness[brightness.count - 1] == 0)
      let middle = brightness[image.height / 2 * image.width + image.width / 2]
      #expect(middle > 0 && middle < brightness.max() ?? 0)
    }
  }

  @Test func `texts of files are shown, never markup`() throws {
    let html = try Self.page(extra: ["<img src=x onerror=alert(1)>.txt": "notes"]).html
    #expect(html.contains("A &lt;series&gt; &amp; &quot;more&quot;"))
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;.txt"))
    #expect(!html.contains("<img src=x"))
    #expect(HTML.escaped("'\u{0}\u{202E}a\u{F7E9}") == "&#39;\\x00\\u{202E}a\\xE9")
  }

  @Test func `every element is closed where it was opened`() throws {
    let html = try Self.page({ $0.oddities.missingSlices = [4, 5] }, extra: ["a.txt": "b"])
      .html
    let void: Set<Substring> = ["meta", "img"]
    var open: [Substring] = []
    for piece in html.split(separator: "<").dropFirst() {
      let tag = piece.prefix { $0 != ">" }
      let name = tag.prefix { !$0.isWhitespace && $0 != "/" || tag.hasPrefix("/") && $0 == "/" }
      if name.hasPrefix("!") || void.contains(name) || tag.hasSuffix("/") { continue }
      if name.hasPrefix("/") {
        #expect(open.popLast() == name.dropFirst())
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `findings and skipped files stand there with what can be done`() throws {
    let (html, report) = try Self.page(
      { $0.oddities.missingSlices = [4, 5] }, extra: ["notes.txt": "notes"])
    let findings = report.volumes.flatMap(\.findings)
    #expect(findings.contains { $0.code == .missingSlices })
    for finding in findings {
      #expect(html.contains(finding.code.rawValue))
      #expect(html.contains(HTML.sentence(finding.code.advice).markup))
    }
    #expect(html.contains("class=\"hole\"") && html.contains("class=\"missing\""))
    #expect(html.contains("not-dicom") && html.contains("notes.txt"))
    #expect(html.contains("2 slices missing"))
  }

  @Test func `every code says what the user can do`() {
    let advice = Finding.Code.allCases.map(\.advice) + SkippedFile.Code.allCases.map(\.advice)
    #expect(advice.allSatisfy { $0.hasSuffix(".") && $0.first?.isUppercase == true })
  }

  @Test func `the page does not say who the patient is`() throws {
    let html = try Self.page().html
    for word in ["Phantom^", "PatientName", "19000101"] { #expect(!html.contains(word)) }
  }

  @Test func `every tolerance is printed with its value`() throws {
    let html = try Self.page().html
    for entry in StackTolerances().listed { #expect(html.contains(HTML.escaped(entry.name))) }
    // One entry for each property: a new tolerance is not forgotten.
    #expect(StackTolerances().listed.count == Mirror(reflecting: StackTolerances()).children.count)
  }

  @Test func `pictures of the three planes share their scale and fit their frame`() throws {
    let folder = try TemporaryFolder()
    try PhantomSeries(
      .head, dimensions: GridDimensions(columns: 96, rows: 80, slices: 20),
      spacing: SIMD3(1, 1.5, 6)
    ).write(to: folder.path("series"))
    let loader = VolumeLoader()
    let volume = try loader.load(try #require(try loader.scan([folder.path]).volumes.first))
    let pictures = try PlanePicture.middlePlanes(of: volume)
    #expect(pictures.map(\.orientation) == [.axial, .coronal, .sagittal])
    #expect(pictures.map { max($0.raster.width, $0.raster.height) }.max() == 320)
    #expect(Set(pictures.compactMap { $0.raster.pixelSize?.x }).count == 1)
    #expect(Set(pictures.map(\.window)).count == 1)
  }
}
