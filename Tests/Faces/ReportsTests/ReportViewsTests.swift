import Foundation
import Geometry
import ImageReading
import Phantoms
import SeriesLoading
import TestSupport
import Testing
import VolumeModel

@testable import Reports

@Suite struct ReportViewsTests {
  /// A page of a phantom with views, below a folder of its own.
  private static func write(to folder: TemporaryFolder) throws -> String {
    let series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 40, rows: 36, slices: 30),
      spacing: SIMD3(5, 5, 6))
    try series.write(to: folder.path("series"))
    let loader = VolumeLoader()
    let report = try loader.scan([folder.path("series")])
    let plan = try #require(report.largest)
    let volume = try loader.load(plan)
    let section = VolumeSection(
      plan: plan, range: volume.valueRange, pictures: try PlanePicture.middlePlanes(of: volume),
      views: try VolumeViews(of: volume))
    let page = ReportPage(title: "phantom", report: report, volumes: [section])
    return try folder.write(Array(page.html().utf8), as: "report.html")
  }

  @Test func `the page's policy allows its own script and no other`() throws {
    let digest = SHA256.hex(of: SpinScript.source.utf8)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { place in
      UInt8(digest.dropFirst(place).prefix(2), radix: 16)
    }
    #expect(SpinScript.digest == Data(bytes).base64EncodedString())
    let folder = try TemporaryFolder()
    let html = try String(contentsOfFile: Self.write(to: folder), encoding: .utf8)
    #expect(html.contains("script-src 'sha256-\(SpinScript.digest)'"))
    #expect(html.components(separatedBy: "<script").count == 2)
    #expect(html.components(separatedBy: "class=\"frame\"").count == VolumeViews.spinFrames + 1)
    for word in ["http:", "https:", "<link", "@import", "url("] {
      #expect(!html.contains(word), "\(word)")
    }
  }

  @Test func `every view decodes, shows something, and turns from frame to frame`() throws {
    let folder = try TemporaryFolder()
    let html = try String(contentsOfFile: Self.write(to: folder), encoding: .utf8)
    let pieces = html.split(separator: "<img ").dropFirst()
      .filter { $0.contains("data:image/jpeg;base64,") }
    let images = try pieces.map { piece in
      let data = piece.split(separator: "base64,").last.map { String($0.prefix { $0 != "\"" }) }
      let bytes = Array(try #require(Data(base64Encoded: data ?? "")))
      return try #require(ReadImage(jpeg: bytes)).brightness
    }
    #expect(images.allSatisfy { Set($0).count > 8 }, "a picture is empty")
    let isFrame = pieces.map { $0.hasPrefix("class=\"frame\"") }
    let frames = zip(images, isFrame).filter { $0.1 }.map { $0.0 }
    #expect(frames.count == VolumeViews.spinFrames && images.count > frames.count)
    // The head is not round, so that neighbouring frames differ.
    for (one, next) in zip(frames, frames.dropFirst()) { #expect(one != next) }
  }

  @Test func `a histogram's bars stand on round numbers and under the window`() throws {
    #expect(RoundTicks.values(in: -1000...1480) == [-1000, -500, 0, 500, 1000])
    #expect(RoundTicks.values(in: 0.1...0.35) == [0.1, 0.15, 0.2, 0.25, 0.3, 0.35])
    let geometry = try GridGeometry(
      dimensions: GridDimensions(columns: 100, rows: 1, slices: 1),
      voxelToPatient: .init(
        x: .init(1, 0, 0), y: .init(0, 1, 0), z: .init(0, 0, 1), origin: .init(0, 0, 0)))
    let volume = try Volume(geometry: geometry) { i, _, _ in Float(i) }
    let histogram = try #require(try volume.histogram(bins: 1000))
    let window = try #require(DisplayWindow(center: 50, width: 20))
    let drawing = try #require(HistogramDrawing(histogram, window: window, unit: "HU"))
    #expect(drawing.summary.contains("HU") && drawing.svg.markup.contains("class=\"window\""))
    let wild = try Volume(geometry: geometry) { i, _, _ in i == 7 ? 3e38 : Float(i) / 1000 }
    let spread = try #require(try wild.histogram(bins: 1000))
    _ = HistogramDrawing(spread, window: window, unit: nil)
    let flat = try Volume(geometry: geometry) { _, _, _ in 7 }
    let single = try #require(try flat.histogram(bins: 10))
    #expect(HistogramDrawing(single, window: window, unit: nil) == nil)
  }

  /// What `browser_report.py` saw.
  private struct Seen: Decodable {
    let images: Int
    let loaded: Int
    let leastGreys: Int
    let overflow: Int
    let background: String
    let spins: Int
    let visibleFrames: Int
    let visibleFramesAfter: Int
    let shown: [Int]
    let printedBytes: Int
    let complaints: [String]
  }

  @Test(.needsPeers, .needsTool("chromium"))
  func `a browser shows every picture, turns the spin by dragging, and has no complaint`() throws {
    let folder = try TemporaryFolder()
    let page = try Self.write(to: folder)
    var backgrounds: Set<String> = []
    for (width, height, scheme) in [(1280, 900, "light"), (390, 844, "dark")] {
      let seen: Seen = try Peers.answer(
        of: "browser_report", page, "\(width)", "\(height)", scheme)
      #expect(seen.complaints.isEmpty, "\(seen.complaints)")
      #expect(seen.images > VolumeViews.spinFrames && seen.loaded == seen.images)
      #expect(seen.leastGreys > 8, "a picture is empty")
      #expect(seen.overflow <= 0, "the page is wider than the window")
      #expect(seen.spins == 1 && seen.visibleFrames == 1 && seen.visibleFramesAfter == 1)
      // Dragging to the right turns the front to the right; after letting go nothing moves.
      #expect(Set(seen.shown.prefix(4)).count == 4 && seen.shown[4] == seen.shown[3])
      #expect(seen.printedBytes > 20_000)
      backgrounds.insert(seen.background)
    }
    #expect(backgrounds.count == 2, "light and dark differ")
  }
}
