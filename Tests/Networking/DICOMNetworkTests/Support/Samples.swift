import DICOMCoding
import DICOMModel
import DICOMNetwork
import Foundation
import Locks
import MessageExchange
import TestSupport
import Testing

/// Files to be sent.
enum Samples {
  static let ctClass = "1.2.840.10008.5.1.4.1.1.2"
  static let implicit = "1.2.840.10008.1.2"
  static let explicit = "1.2.840.10008.1.2.1"
  static let study = "1.2.826.0.1.3680043.10.1"
  static let series = "1.2.826.0.1.3680043.10.1.1"

  /// The first files of a folder of the sample volumes.
  static func files(_ folder: String, count: Int = .max) throws -> [String] {
    let folder = Repository.volumes.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return names.prefix(count).map { folder.appending(path: $0).path }
  }

  /// A CT instance of some bytes.
  static func dataSet(
    _ number: Int, value: UInt8 = 0, bytes: Int = 5000, study: String = study,
    name: String = "SAMPLE^ONE", characterSet: String = ""
  ) -> DataSet {
    var dataSet = DataSet()
    dataSet.set(.specificCharacterSet, string: characterSet)
    dataSet.set(.sopClassUID, string: ctClass)
    dataSet.set(.sopInstanceUID, string: "\(series).\(number)")
    dataSet.set(.studyInstanceUID, string: study)
    dataSet.set(.seriesInstanceUID, string: series)
    dataSet.set(.patientName, string: name)
    dataSet.set(.patientID, string: "S1")
    dataSet.set(.modality, string: "CT")
    dataSet.set(.studyDate, string: "20240229")
    dataSet.set(.pixelData, vr: VR(code: "OB"), bytes: [UInt8](repeating: value, count: bytes))
    return dataSet
  }

  /// Writes a file of it.
  static func write(
    _ dataSet: DataSet, as name: String, in folder: TemporaryFolder,
    syntax: TransferSyntax = .explicitVRLittleEndian
  ) throws -> String {
    try folder.write(Part10Writer().file(dataSet, transferSyntax: syntax), as: name)
  }
}

/// The bytes of a file behind its meta group (PS3.10 7.1).
func dataSetBytes(_ path: String) throws -> [UInt8] {
  let bytes = Array(try Data(contentsOf: URL(filePath: path)))
  try #require(bytes.count > 144 && Array(bytes[128..<132]) == Array("DICM".utf8))
  let length = (0..<4).reduce(0) { $0 | Int(bytes[140 + $1]) << (8 * $1) }
  return Array(bytes[(144 + length)...])
}

/// A folder that keeps what arrives, and what was told of it.
final class Inbox: Sendable {
  let folder: TemporaryFolder
  private let told = Locked<[StoreFolder.Stored]>([])

  init() throws { folder = try TemporaryFolder() }

  /// Takes instances.
  var store: StoreFolder {
    StoreFolder(folder.path("inbox")) { stored in self.told.withLock { $0.append(stored) } }
  }

  /// What was stored, in the order in which it came.
  var stored: [StoreFolder.Stored] { told.withLock { $0 } }

  /// The files that there are, unfinished ones too.
  var names: [String] {
    get throws {
      try folder.names.filter {
        !$0.hasSuffix("/.lock")
          && (try? folder.url.appending(path: $0).resourceValues(forKeys: [.isRegularFileKey])
            .isRegularFile) == true
      }
    }
  }
}

/// Sends files and gives the answers.
func send(
  _ paths: [String], to peer: NetworkPeer, options: NetworkOptions = .hasty
) async throws -> [StoreUser.Answer] {
  let answers = Locked<[StoreUser.Answer]>([])
  let items = try paths.map { try #require(try StoreUser.item(path: $0)) }
  try await StoreUser(options: options).send(items, to: peer) { answer in
    answers.withLock { $0.append(answer) }
  }
  return answers.withLock { $0 }
}

/// Asks a peer whether it is there.
func echo(_ peer: NetworkPeer, options: NetworkOptions = .hasty) async throws {
  let plan = try #require(ContextPlan.plans(for: [.verification]).first)
  try await NetworkClient(options: options).withAssociation(to: peer, proposing: plan) {
    try await $0.echo()
  }
}

/// The fault that `body` ends with.
func fault(_ body: () async throws -> some Any) async throws -> NetworkError {
  switch await resultOf(body) {
  case .success: throw NodeIsOver()
  case .failure(let error): return try #require(error as? NetworkError)
  }
}
