import Archive
import DICOMNetwork
import Locks
import WebServices

/// Instances of an archive elsewhere for the time of a request, each as a file in memory, and an archive
/// of them, so that the services of folders answer for them too.
struct BorrowedInstances: Sendable {
  /// The archive.
  let archive: Archive
  /// What holds the files.
  let files: [MemoryFile]

  /// The most files that are open for a request.
  static let most = 256
  /// The most bytes of them.
  static let mostBytes = 1 << 30

  /// Gets instances.
  ///
  /// - Parameters:
  ///   - target: A study, a series or an instance.
  ///   - upstream: The archive.
  /// - Returns: The instances.
  /// - Throws: What keeps them from coming; ``ServiceFailure`` if they are too many.
  static func of(
    _ target: ResourcePath, from upstream: some Upstream
  ) async throws -> BorrowedInstances {
    try await taking { try await upstream.retrieve(target, into: $0) }
  }

  /// Gets some instances of a study.
  ///
  /// - Throws: As ``of(_:from:)-(ResourcePath,_)``.
  static func of(
    _ group: InstanceGroup, from upstream: some Upstream
  ) async throws -> BorrowedInstances {
    try await taking { try await upstream.retrieve(group, into: $0) }
  }

  private static func taking(
    _ retrieve: (WholeInstances) async throws -> Void
  ) async throws -> BorrowedInstances {
    let files = Locked<[MemoryFile]>([])
    let bytes = Locked(0)
    let provider = WholeInstances(
      room: { count in
        guard bytes.withLock({ $0 }) + count <= mostBytes else { throw tooMany }
      },
      take: { _, whole in
        let file = try MemoryFile()
        _ = try file.append(whole)
        bytes.withLock { $0 += whole.count }
        try files.withLock { files in
          guard files.count < most else { throw tooMany }
          files.append(file)
        }
      })
    try await retrieve(provider)
    let held = files.withLock { $0 }
    return BorrowedInstances(
      archive: try Archive(holding: held.map(\.path)), files: held)
  }

  private static let tooMany = ServiceFailure(
    413, code: "too-large-to-return",
    message: "that is more than is fetched for one request: name a series or an instance")
}
