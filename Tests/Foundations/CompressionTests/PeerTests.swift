import Compression
import Foundation
import TestSupport
import Testing
import WorkScheduling

/// Bytes that deflaters find hard, each in its own way.
private enum HardBytes: String, CaseIterable {
  /// Nothing at all.
  case none
  /// One byte for ever: the longest matches at the shortest distance.
  case constant
  /// No byte foretells another: stored blocks.
  case random
  /// A repeat just beyond the window of 32 KiB, and one just within it.
  case distantRepeats
  /// Every pair of bytes once, so that no three ever come again.
  case allPairs
  /// Fibonacci's numbers of each symbol: the deepest Huffman tree.
  case fibonacci

  func bytes(_ random: inout SeededRandom) -> [UInt8] {
    switch self {
    case .none: []
    case .constant: Array(repeating: 0x5A, count: 700_000)
    case .random: Self.noise(400_000, &random)
    case .distantRepeats:
      Self.repeated(Self.noise(32_769, &random)) + Self.repeated(Self.noise(32_767, &random))
    case .allPairs: (0..<65_536).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case .fibonacci: Self.fibonacciSymbols.shuffled(using: &random)
    }
  }

  private static func noise(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private static func repeated(_ bytes: [UInt8]) -> [UInt8] { bytes + bytes + bytes }

  private static var fibonacciSymbols: [UInt8] {
    var counts = [1, 1]
    while counts.count < 25 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
    return counts.enumerated().flatMap { [UInt8](repeating: UInt8($0.offset), count: $0.element) }
  }
}

@Suite struct `Streams of other programs` {
  /// What `zlib_streams.py` found.
  private struct Answer: Decodable {
    /// The SHA-256 of what zlib made of each of our streams.
    let inflated: [String]
    /// Files with zlib's own streams, for each of ours one.
    let deflated: [String]
  }

  @Test(.needsPeers, arguments: HardBytes.allCases)
  private func `are ours and ours are theirs, whatever the bytes and the workers`(
    kind: HardBytes
  ) throws {
    var random = SeededRandom(17)
    let plain = kind.bytes(&random)
    let folder = try TemporaryFolder()
    let formats: [(String, CompressedFormat)] = [("raw", .raw), ("zlib", .zlib), ("gzip", .gzip)]
    var paths: [String] = []
    for (name, format) in formats {
      let whole = try Deflation.bytes(plain, format: format)
      paths.append(try folder.write(whole, as: "whole.\(name)"))
      paths.append(try folder.write(runs(plain, format), as: "runs.\(name)"))
    }
    let answer: Answer = try Peers.answer(of: "zlib_streams", folder.path)
    let expected = SHA256.hex(of: plain)
    #expect(answer.inflated == paths.map { _ in expected })
    for (n, path) in answer.deflated.enumerated() {
      let packed = Array(try Data(contentsOf: URL(filePath: path)))
      let format = formats[n / 2].1
      for workers in [1, 2, 5] {
        let read = try inflated(packed, format, output: 100_003, workers: workers)
        #expect(read == plain, "\(path), \(workers) workers")
      }
    }
  }

  /// The stream of runs that are deflated apart from each other, as volume files have it.
  private func runs(_ plain: [UInt8], _ format: CompressedFormat) throws -> [UInt8] {
    var checksum = Checksum(format.checksum)
    var stream = format.header
    let cuts = Array(stride(from: 0, to: max(plain.count, 1), by: 99_991)) + [plain.count]
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let run = try DeflatedRun(
        Array(plain[start..<end]), kind: format.checksum, isLast: end == plain.count)
      checksum.append(run.checksum)
      stream += run.bytes
    }
    return stream + format.trailer(checksum)
  }
}
