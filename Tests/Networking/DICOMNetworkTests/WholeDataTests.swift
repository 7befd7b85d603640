import DICOMCoding
import DICOMModel
import Foundation
import Places
import SeriesLoading
import TestSupport
import Testing
import WorkScheduling

@testable import DICOMNetwork

/// Every series of the extra data: to Orthanc, and back.
@Suite struct `Every series of the data` {
  /// What Orthanc does not take, and why.
  private static let refused: [String: String] = [
    "DIRFILE": "a directory, of no storage class",
    "DICOMDIR": "a directory, of no storage class",
    "pydicom_files/HTJ2KLossless_08_RGB.dcm": "it does not know the transfer syntax",
    "pydicom_files/JPEGLSNearLossless_08.dcm":
      "it has no Patient ID, Study and Series Instance UID",
    "pydicom_files/JPEGLSNearLossless_16.dcm":
      "it has no Patient ID, Study and Series Instance UID",
    "pydicom_files/UN_sequence.dcm": "it cannot read the data set",
    "pydicom_files/meta_missing_tsyntax.dcm": "it has no SOP class",
    "pydicom_files/nested_priv_SQ.dcm": "it has no SOP class",
    "pydicom_files/priv_SQ.dcm": "it cannot read the data set",
  ]

  /// What Orthanc changes: compressed pixels that are called OW become OB, as the standard has them.
  private static let changed = ["4.91.dcm", "4.81.dcm"]

  /// Data sets that are cut, which are not sent: Orthanc ends the association over each, after half a minute.
  private static let cut = ["MR_truncated.dcm", "emri_small_jpeg_2k_lossless_too_short.dcm"]

  private static func isRefused(_ path: String) -> Bool {
    refused.keys.contains {
      $0.hasSuffix("/") ? path.contains($0) : path.hasSuffix($0) || path.contains("/\($0)")
    }
  }

  /// What a data set says, whatever its lengths are written as: Orthanc writes sequences anew, and leaves
  /// lengths of groups and padding behind the data set out.
  private static func content(_ path: String) throws -> [UInt8] {
    let file = try ObjectFile(path: path)
    var dataSet = try file.inflated(pixelBytes: .max, context: WorkContext())
    for element in dataSet.elements {
      if isLeftOut(element.tag) { dataSet.remove(element.tag) }
      guard element.vr.isText, let bytes = dataSet.bytes(element.tag) else { continue }
      // Padding means nothing, and is written anew.
      let padding = bytes.reversed().prefix { $0 == 0x20 || $0 == 0 }.count
      dataSet.set(element.tag, vr: element.vr, bytes: Array(bytes.dropLast(padding)))
    }
    let syntax = file.parsed.transferSyntax
    return try Part10Writer().dataSet(
      dataSet, transferSyntax: syntax.isEncapsulated ? syntax : .explicitVRLittleEndian)
  }

  private static func isLeftOut(_ tag: DICOMModel.Tag) -> Bool {
    tag.element == 0 || tag == DICOMModel.Tag(0xFFFC, 0xFFFC)
  }

  @Test(.needsTool("Orthanc"), .needsData("."))
  func `comes back from Orthanc with the same data sets, and as the same volumes`() async throws {
    let root = try #require(Repository.data("."))
    let paths = try ObjectFile.paths(below: [root.path]).paths
    let items = try paths.filter { path in !Self.cut.contains { path.hasSuffix($0) } }
      .compactMap { try StoreUser.item(path: $0) }
    #expect(items.count > 350)
    try await Archives.whileOrthancRuns { peer in
      var patient = NetworkOptions.hasty
      patient.timeouts.response = 120
      let answers = try await send(items.map(\.path), to: peer, options: patient)
      #expect(answers.count == items.count)
      for answer in answers {
        let known = Self.isRefused(answer.path)
        #expect(
          answer.isStored != known,
          "\(answer.path): \(answer.status.map { "\($0)" } ?? "") \(answer.comment ?? "")")
      }
      // Orthanc goes by the data set, not by the command. What has letters for digits in its UIDs it takes,
      // too, but nobody asks for that.
      let fetched = items.filter { !Self.isRefused($0.path) && $0.head.study != nil }
      let sent = try Dictionary(grouping: fetched) { item in
        try ObjectFile(path: item.path).parsed.dataSet.uid(.sopInstanceUID) ?? ""
      }
      let inbox = try Inbox()
      var found = 0
      for study in Set(items.compactMap { $0.head.study?.text }) {
        let fetcher = InstanceFetcher(peer: peer, options: patient)
        let instances = try await fetcher.instances(of: PlaceTarget(study: study))
        found += instances.count
        #expect(try await fetcher.get(instances, whole: true, into: inbox.store).isEmpty)
      }
      #expect(found == sent.count && inbox.stored.count == sent.count)
      for stored in inbox.stored {
        let content = try Self.content(stored.path)
        guard let originals = sent[stored.instance.sopInstance] else {
          Issue.record("\(stored.instance.sopInstance) was not sent")
          continue
        }
        // Where several files claim one UID, Orthanc keeps one of them.
        let isOne = try originals.contains { original in
          let isChanged = Self.changed.contains { original.path.hasSuffix($0) }
          return try Self.content(original.path) == content || isChanged
        }
        #expect(isOne, "\(originals[0].path)")
      }
      try await expectVolumes(of: root, at: peer)
      try await expectPicture(
        of: root.appending(path: "ct_head_philips_tilt_study/S4010"), at: peer)
    }
  }

  private static let sagitta = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "sagitta")

  /// A stored picture in colours, of its file and of the archive.
  private func expectPicture(of folder: URL, at peer: NetworkPeer) async throws {
    let head = try #require(try StoreUser.item(path: folder.appending(path: "I30").path)?.head)
    let place =
      "dicom://\(peer.title)@\(peer.host):\(peer.port)/\(head.study?.text ?? "")/"
      + "\(head.series?.text ?? "")"
    let output = try TemporaryFolder()
    for (name, input) in [("files", folder.appending(path: "I30").path), ("place", place)] {
      let result = try await apart {
        try Program.run(Self.sagitta, ["frames", input, "-o", output.path("\(name).png")])
      }
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try output.bytes("files.png") == output.bytes("place.png"))
  }

  /// The volumes of some folders, as the programs make them of files and of the archive.
  private func expectVolumes(of root: URL, at peer: NetworkPeer) async throws {
    let folders = [
      "ct_chest_lidc", "mr_head_7t_t1w", "mr_4d_ge_fmri", "mr_4d_siemens_xa30_enhanced",
      "mr_head_siemens_xa30_enhanced", "ct_head_philips_tilt_study/S2010",
      "small_series/mr_enhanced_nonsquare_hyperfine", "pydicom_dicomdir/98892001/CT5N",
    ]
    for folder in folders {
      let files = try ObjectFile.paths(below: [root.appending(path: folder).path]).paths
      let heads = files.compactMap { try? StoreUser.item(path: $0)?.head }
      let head = try #require(heads.first { $0.series != nil })
      let study = try #require(head.study?.text)
      let series = try #require(head.series?.text)
      let place = "dicom://\(peer.title)@\(peer.host):\(peer.port)/\(study)/\(series)"
      let output = try TemporaryFolder()
      for (name, input) in [("files", root.appending(path: folder).path), ("place", place)] {
        let result = try await apart {
          try Program.run(
            Self.sagitta, ["convert", input, "-o", output.path("\(name).npy"), "--volume", series])
        }
        #expect(result.status == 0, "\(folder): \(result.errors)")
      }
      #expect(try output.bytes("files.npy") == output.bytes("place.npy"), "\(folder)")
    }
  }
}
