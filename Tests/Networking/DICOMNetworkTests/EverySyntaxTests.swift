import DICOMCoding
import DICOMModel
import Foundation
import Places
import SeriesLoading
import TestSupport
import Testing
import WorkScheduling

@testable import DICOMNetwork

/// One instance in each transfer syntax of the conformance list: to Orthanc, and back.
@Suite struct `Every transfer syntax of the conformance list` {
  /// What Orthanc 1.10 does not know, and what cannot be brought into what it knows without loss; the two
  /// whose pixels lie elsewhere it takes, and then ends the association.
  private static let refused = Set(
    [
      "94", "95", "100.1", "101.1", "102.1", "103.1", "104.1", "105.1", "106.1", "110", "111",
      "112", "203",
    ].map {
      "1.2.840.10008.1.2.4.\($0)"
    } + ["7.1", "7.2", "7.3"].map { "1.2.840.10008.1.2.\($0)" })

  /// What it does not know either, and what is sent decoded, or as it is without its wrapping.
  private static let decoded = Set(
    ["1.98", "4.201", "4.202", "4.204", "4.205", "6.1", "6.2", "8.1"].map {
      "1.2.840.10008.1.2.\($0)"
    } + ["1.2.840.113619.5.2"])

  private static let data = Repository.data("transfer_syntaxes_ct")

  /// The number of the instance of a syntax, in its UID.
  private static func uid(_ syntax: TransferSyntax) throws -> String {
    let number = try #require(TransferSyntax.all.firstIndex(of: syntax))
    return "1.2.826.0.1.3680043.10.11.\(number + 1)"
  }

  /// A stored instance in a syntax: of the data, or one whose pixels are put into it here; where nothing
  /// of this package writes code streams, bytes that stand for one, which nobody on the way looks at.
  private static func dataSet(_ syntax: TransferSyntax) throws -> DataSet {
    var dataSet = try stored(syntax) ?? filled(syntax)
    dataSet.set(.sopInstanceUID, string: try uid(syntax))
    dataSet.set(.patientID, string: "S1")
    dataSet.set(.studyInstanceUID, string: "1.2.826.0.1.3680043.10.11")
    dataSet.set(.seriesInstanceUID, string: "1.2.826.0.1.3680043.10.11.0")
    return dataSet
  }

  private static func whole(_ url: URL) throws -> DataSet {
    try ObjectFile(path: url.path).inflated(pixelBytes: .max, context: WorkContext())
  }

  private static func stored(_ syntax: TransferSyntax) throws -> DataSet? {
    let data = try #require(Self.data)
    // Streams of the one are streams of the others; what differs is what they promise.
    if [.htj2kLossless, .htj2kLosslessRPCL, .htj2k].contains(syntax) {
      return try whole(try #require(Repository.data("pydicom_files/HTJ2KLossless_08_RGB.dcm")))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: data.path)
    let name = names.first { $0.hasSuffix("_\(syntax.uid).dcm") }
    return try name.map { try whole(data.appending(path: $0)) }
  }

  private static func filled(_ syntax: TransferSyntax) throws -> DataSet {
    let native = try #require(try stored(.explicitVRLittleEndian))
    let pixels = Array(try #require(native.bytes(.pixelData)))
    var dataSet = native
    switch syntax {
    case .encapsulatedUncompressed: dataSet.set(.pixelData, fragments: [pixels])
    case .deflatedImageFrame: dataSet.set(.pixelData, fragments: [storedBlocks(pixels)])
    case .privateGEBigEndianPixels:
      let swapped = stride(from: 0, to: pixels.count, by: 2).flatMap {
        [pixels[$0 + 1], pixels[$0]]
      }
      dataSet.set(.pixelData, vr: .ow, bytes: swapped)
    case _ where !syntax.isEncapsulated || syntax.name.hasPrefix("JPIP"):
      // The pixels lie elsewhere.
      dataSet.remove(.pixelData)
    default: dataSet.set(.pixelData, fragments: [Array("a stream".utf8), [1, 2, 3, 4]])
    }
    return dataSet
  }

  /// Bytes as a deflated stream that compresses nothing (RFC 1951 3.2.4).
  private static func storedBlocks(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 65535) {
      let block = bytes[start..<min(start + 65535, bytes.count)]
      let count = UInt16(block.count)
      stream.append(start + block.count == bytes.count ? 1 : 0)
      for word in [count, ~count] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stream += block
    }
    return stream
  }

  private static let writer = Part10Writer(
    deflater: Deflater { bytes in storedBlocks(unsafe bytes.withUnsafeBytes { unsafe Array($0) }) })

  @Test(.needsTool("Orthanc"), .needsData("."))
  func `is stored, fetched and rendered with unchanged pixels`() async throws {
    let folder = try TemporaryFolder()
    var paths: [String: String] = [:]
    for syntax in TransferSyntax.all {
      let file = try Self.writer.file(try Self.dataSet(syntax), transferSyntax: syntax)
      paths[try Self.uid(syntax)] = try folder.write(file, as: "\(syntax.uid).dcm")
    }
    let inbox = try Inbox()
    try await Archives.whileOrthancRuns { peer in
      let answers = try await send(paths.values.sorted(), to: peer)
      let taken = Set(answers.filter(\.isStored).map(\.path))
      for syntax in TransferSyntax.all {
        let path = paths[try Self.uid(syntax)] ?? ""
        let answer = answers.first { $0.path == path }
        #expect(
          taken.contains(path) != Self.refused.contains(syntax.uid),
          "\(syntax.uid) \(syntax): \(answer?.comment ?? "")")
      }
      let fetcher = InstanceFetcher(peer: peer, options: .hasty)
      let instances = try await fetcher.instances(
        of: PlaceTarget(study: "1.2.826.0.1.3680043.10.11"))
      #expect(instances.count == taken.count)
      #expect(try await fetcher.get(instances, whole: true, into: inbox.store).isEmpty)
      #expect(inbox.stored.count == taken.count)
    }
    var rendered = 0
    for stored in inbox.stored {
      let sent = try #require(paths[stored.instance.sopInstance])
      let syntax = try #require(
        TransferSyntax.all.first { sent.hasSuffix("/\($0.uid).dcm") })
      let isDecoded = Self.decoded.contains(syntax.uid)
      #expect((stored.instance.transferSyntax == syntax.uid) != isDecoded, "\(syntax)")
      if !isDecoded {
        let pixels = try [sent, stored.path].map {
          try Self.whole(URL(filePath: $0)).bytes(.pixelData).map { Array($0) }
        }
        #expect(pixels[0] == pixels[1], "\(syntax)")
      }
      let pictures = try await [sent, stored.path].asyncMap { try await Self.picture(of: $0) }
      #expect(pictures[0] == pictures[1], "\(syntax)")
      rendered += pictures[0] == nil ? 0 : 1
    }
    // Those that are read, without the one that Orthanc refuses.
    #expect(rendered >= 18)
  }

  private static let sagitta = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "sagitta")

  /// The stored picture of a file; nil where it is in a syntax that is not read.
  private static func picture(of path: String) async throws -> [UInt8]? {
    let output = try TemporaryFolder()
    let result = try await apart {
      try Program.run(sagitta, ["frames", path, "-o", output.path("picture.png")])
    }
    return result.status == 0 ? try output.bytes("picture.png") : nil
  }
}

extension [String] {
  fileprivate func asyncMap<Value>(_ body: (String) async throws -> Value) async throws -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
