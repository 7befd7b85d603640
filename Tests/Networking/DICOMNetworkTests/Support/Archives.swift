import Foundation
import TestSupport
import Testing

@testable import DICOMNetwork

/// Programs that hold images, each in a folder of its own, on free ports.
enum Archives {
  /// Runs dcmtk's archive, which knows this side's title at `moveTo`.
  static func whileDCMTKRuns<Value>(
    maximumLength: Int = 16384, moveTo: Int = 1, _ arguments: [String] = [],
    _ body: (NetworkPeer) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let port = try await freePort()
    let configuration = """
      NetworkTCPPort = \(port)
      MaxPDUSize = \(maximumLength)
      MaxAssociations = 16
      HostTable BEGIN
      sagitta = (SAGITTA, 127.0.0.1, \(moveTo))
      HostTable END
      VendorTable BEGIN
      VendorTable END
      AETable BEGIN
      ARCHIVE \(folder.path("images")) RW (200, 1024mb) ANY
      AETable END

      """
    try folder.write(configuration.utf8, as: "dcmqrscp.cfg")
    try FileManager.default.createDirectory(
      atPath: folder.path("images"), withIntermediateDirectories: true)
    guard let program = DCMTK.tool("dcmqrscp") else { throw PeerError.missing("dcmqrscp") }
    return try await whileRunning(
      program, ["-c", folder.path("dcmqrscp.cfg")] + arguments, listeningAt: port, in: folder
    ) { try await body(NetworkPeer(title: "ARCHIVE", host: "127.0.0.1", port: port)) }
  }

  /// Runs Orthanc, which knows this side's title at `moveTo`.
  static func whileOrthancRuns<Value>(
    moveTo: Int = 1, encoding: String = "Utf8", security: String = "",
    _ body: (NetworkPeer) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let port = try await freePort()
    let configuration = """
      {
        "Name": "test", "StorageDirectory": "\(folder.path)/db",
        "IndexDirectory": "\(folder.path)/db", "HttpServerEnabled": false, "DicomPort": \(port),
        "DicomAet": "ORTHANC", "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
        "DicomAlwaysAllowMove": true, "OverwriteInstances": false,
        "DefaultEncoding": "\(encoding)", "StorageCompression": false,
        "DicomModalities": {"sagitta": ["SAGITTA", "127.0.0.1", \(moveTo)]}\(security)
      }
      """
    let file = try folder.write(configuration.utf8, as: "orthanc.json")
    guard let program = Peers.tool("Orthanc") else { throw PeerError.missing("Orthanc") }
    return try await whileRunning(program, [file], listeningAt: port, in: folder) {
      try await body(NetworkPeer(title: "ORTHANC", host: "127.0.0.1", port: port))
    }
  }

  /// Runs dcmtk's store provider, which writes into `folder` what it gets.
  static func whileStoreRuns<Value>(
    writingTo folder: TemporaryFolder, _ arguments: [String],
    _ body: (NetworkPeer) async throws -> Value
  ) async throws -> Value {
    let port = try await freePort()
    guard let program = DCMTK.tool("storescp") else { throw PeerError.missing("storescp") }
    return try await whileRunning(
      program, arguments + ["-od", folder.path, "\(port)"], listeningAt: port,
      in: try TemporaryFolder()
    ) { try await body(NetworkPeer(title: "STORESCP", host: "127.0.0.1", port: port)) }
  }
}

/// Files of the sample volumes as dcmtk writes them in another syntax.
func converted(
  _ paths: [String], _ option: String, in folder: TemporaryFolder
) async throws -> [String] {
  var results: [String] = []
  for (n, path) in paths.enumerated() {
    let result = folder.path("\(option)-\(n).dcm")
    let program = try await DCMTK.run("dcmconv", [option, path, result])
    try #require(program.status == 0, "\(program.errors)")
    results.append(result)
  }
  return results
}

/// The SHA-256 of what files have behind their meta groups, by SOP Instance UID.
func dataSets(in paths: [String]) throws -> [String: String] {
  var dataSets: [String: String] = [:]
  for path in paths {
    let item = try #require(try StoreUser.item(path: path), "\(path)")
    dataSets[item.head.sopInstance] = SHA256.hex(of: try dataSetBytes(path))
  }
  return dataSets
}
