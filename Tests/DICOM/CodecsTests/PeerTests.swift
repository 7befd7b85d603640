import Foundation
import TestSupport
import Testing

/// One answer of `codec_cases.py`.
private struct PeerCase: Decodable {
  let file: String
  let values: String
  let tolerance: Int
}

private struct PeerCases: Decodable {
  let cases: [PeerCase]
}

@Suite(.needsPeers, .needsTool("dcmcjpeg")) struct PeerTests {
  /// Odd and even sizes, and rows longer than a block of any codec.
  @Test(arguments: [(61, 47), (64, 40), (2, 90), (259, 3)])
  func `whatever other programs compress decodes to their values`(
    columns: Int, rows: Int
  ) throws {
    let folder = try TemporaryFolder()
    let answer: PeerCases = try Peers.answer(
      of: "codec_cases", folder.path, "--columns", "\(columns)", "--rows", "\(rows)")
    #expect(answer.cases.count > 60)
    for each in answer.cases {
      let expected = try [UInt8](Data(contentsOf: URL(filePath: each.values)))
      let numbers = stride(from: 0, to: expected.count, by: 4).map { place in
        Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(expected[place + $1]) << (8 * $1) })
      }
      let values = try FileFrames(URL(filePath: each.file)).decoded()
      let difference = try #require(largestDifference(values, numbers), "\(each.file)")
      #expect(difference <= each.tolerance, "\(each.file)")
    }
  }
}
