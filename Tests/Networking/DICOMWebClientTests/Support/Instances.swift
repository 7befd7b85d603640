import DICOMCoding
import DICOMModel
import DICOMNetwork
import DICOMWebClient
import MessageExchange
import Locks
import TestSupport
import Testing

/// Instances to be sent and taken.
enum Instances {
  static let study = "1.2.826.0.1.3680043.10.2"
  static let series = "1.2.826.0.1.3680043.10.2.1"

  /// The UID of an instance.
  static func uid(_ number: Int) -> String { "\(series).\(number)" }

  /// A file of a CT instance.
  static func file(_ number: Int, bytes: Int = 5000, uid: String? = nil) throws -> [UInt8] {
    var dataSet = DataSet()
    dataSet.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    dataSet.set(.sopInstanceUID, string: uid ?? Self.uid(number))
    dataSet.set(.studyInstanceUID, string: study)
    dataSet.set(.seriesInstanceUID, string: series)
    dataSet.set(.patientName, string: "SAMPLE^WEB")
    dataSet.set(.patientID, string: "W1")
    dataSet.set(.modality, string: "CT")
    dataSet.set(
      .pixelData, vr: VR(code: "OB"),
      bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes))
    return try Part10Writer().file(dataSet, transferSyntax: .explicitVRLittleEndian)
  }

  /// What stands behind the meta group.
  static func dataSet(_ file: [UInt8]) -> [UInt8] {
    let length = (0..<4).reduce(0) { $0 | Int(file[140 + $1]) << (8 * $1) }
    return Array(file[(144 + length)...])
  }

  /// Files below a folder, to be stored.
  static func items(_ count: Int, in folder: TemporaryFolder) throws -> [StoreUser.Item] {
    try (0..<count).map { n in
      let path = try folder.write(try file(n), as: "\(n).dcm")
      return try #require(try StoreUser.item(path: path))
    }
  }
}

/// Keeps what comes.
final class Keeper: ServiceProvider {
  private let kept = Locked<[String: [UInt8]]>([:])

  /// Data sets by UID.
  var dataSets: [String: [UInt8]] { kept.withLock { $0 } }

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    Receiver { bytes in self.kept.withLock { $0[instance.sopInstance] = bytes } }
  }

  private final class Receiver: InstanceReceiver {
    private var bytes: [UInt8] = []
    private let keep: ([UInt8]) -> Void

    init(_ keep: @escaping ([UInt8]) -> Void) { self.keep = keep }

    func take(_ piece: UnsafeRawBufferPointer) { unsafe bytes.append(contentsOf: piece) }

    func finish() throws -> OperationStatus {
      keep(bytes)
      return .success
    }
  }
}

extension WebOptions {
  /// For peers on the loopback.
  static var hasty: WebOptions {
    WebOptions(timeouts: NetworkTimeouts(connection: 5, response: 10))
  }
}

/// The fault that `body` ends with.
func webFault(_ body: () async throws -> some Any) async throws -> WebClientError {
  do {
    _ = try await body()
  } catch {
    return try #require(error as? WebClientError, "\(error)")
  }
  throw NothingFailed()
}

struct NothingFailed: Error {}
