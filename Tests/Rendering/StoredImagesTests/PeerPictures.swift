import Foundation
import Presentation
import StoredImages
import TestSupport
import Testing
import VolumeModel

/// A frame's picture as the peers make it.
private struct PeerPicture: Decodable {
  let file: String
  let frame: Int
  let size: [Int]
  let channels: Int
  let values: String
  let tolerance: Int
  let reason: String

  /// The peers' bytes, pixel by pixel.
  func bytes() throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: values))) }
}

private struct PeerPictures: Decodable {
  let cases: [PeerPicture]
}

@Suite(.needsPeers) struct PeerPictureTests {
  @Test(.needsTool("dcmcjpeg"))
  func `colours, palettes, tables and windows of every kind look as other programs make them`()
    throws
  {
    try compare("made", count: 45)
  }

  @Test(.needsData("pydicom_files"))
  func `stored images of real files look as other programs make them`() throws {
    let root = try #require(Repository.data("pydicom_files")).path
    try compare("real", root, count: 30)
  }

  private func compare(_ kind: String, _ root: String? = nil, count: Int) throws {
    let folder = try TemporaryFolder()
    let answer: PeerPictures =
      if let root {
        try Peers.answer(of: "stored_images", folder.path("cases"), kind, root)
      } else {
        try Peers.answer(of: "stored_images", folder.path("cases"), kind)
      }
    #expect(answer.cases.count >= count)
    for each in answer.cases {
      let name = "\(URL(filePath: each.file).lastPathComponent), frame \(each.frame)"
      let image = try StoredImage(path: each.file)
      // Windows that depend on values are those of all frames.
      let renderer = try FrameRenderer(image, frames: Array(1...image.frameCount))
      let raster = try renderer.picture(ofFrame: each.frame).raster
      #expect([raster.width, raster.height] == each.size, "\(name)")
      #expect(raster.samples.channels == each.channels, "\(name)")
      let difference = try zip(raster.bytes, each.bytes()).map { abs(Int($0) - Int($1)) }.max()
      #expect(try raster.bytes.count == each.bytes().count, "\(name)")
      #expect((difference ?? 0) <= each.tolerance, "\(name) \(each.reason)")
    }
  }
}

extension Raster {
  /// The samples of a picture of 8 bits.
  var bytes: [UInt8] {
    switch samples {
    case .gray8(let bytes), .rgb8(let bytes): bytes
    case .gray16: []
    }
  }
}
