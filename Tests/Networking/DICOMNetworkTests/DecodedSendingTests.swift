import DICOMModel
import Foundation
import MessageExchange
import TestSupport
import Testing

@testable import DICOMNetwork

@Suite struct `Compressed instances for peers that take none` {
  private static let uncompressed = NetworkListener(options: .hasty) { _ in
    [Samples.explicit, Samples.implicit]
  }

  private func files() throws -> [String] {
    let data = try #require(Repository.data("transfer_syntaxes_ct"))
    return try FileManager.default.contentsOfDirectory(atPath: data.path).sorted()
      .filter { $0.hasPrefix("CTImage.dcm_") }.map { data.appending(path: $0).path }
  }

  @Test(
    .needsData("transfer_syntaxes_ct"),
    arguments: [
      "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
      "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5",
    ])
  func `are decoded where that loses nothing, to the samples that were compressed`(
    _ syntax: String
  ) async throws {
    let files = try files()
    let path = try #require(files.first { $0.hasSuffix("_\(syntax).dcm") })
    let native = try #require(files.first { $0.contains("LittleEndianExplicit") })
    let inbox = try Inbox()
    let answers = try await withNode(Self.uncompressed, serving: inbox.store) {
      try await send([path], to: $0.peer)
    }
    #expect(answers.map(\.status) == [.success], "\(answers.map(\.comment))")
    let stored = try #require(inbox.stored.first)
    #expect(stored.instance.transferSyntax == Samples.explicit)
    #expect(try pixels(of: stored.path) == pixels(of: native))
  }

  @Test(.needsData("transfer_syntaxes_ct"))
  func `are refused by name where decoders differ`() async throws {
    for syntax in ["4.50", "4.51", "4.91"] {
      let path = try #require(try files().first { $0.hasSuffix("1.2.\(syntax).dcm") })
      let inbox = try Inbox()
      let answers = try await withNode(Self.uncompressed, serving: inbox.store) {
        try await send([path], to: $0.peer)
      }
      #expect(answers.first?.status == nil)
      #expect(answers.first?.comment?.contains("does not take SOP class") == true)
      #expect(inbox.stored.isEmpty)
    }
  }

  @Test func `are refused with the reason where the stream is damaged`() async throws {
    let inbox = try Inbox()
    var dataSet = Samples.dataSet(1)
    dataSet.set(.rows, integer: 8)
    dataSet.set(.columns, integer: 8)
    dataSet.set(.bitsAllocated, integer: 8)
    dataSet.set(.pixelData, fragments: [[1, 2, 3, 4]])
    let path = try Samples.write(
      dataSet, as: "damaged.dcm", in: inbox.folder, syntax: .jpegLSLossless)
    let answers = try await withNode(Self.uncompressed, serving: inbox.store) {
      try await send([path], to: $0.peer)
    }
    #expect(answers.first?.status == nil)
    #expect(answers.first?.comment?.contains("cannot be brought into") == true)
  }
}
