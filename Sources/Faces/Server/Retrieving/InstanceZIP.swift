import Archive
import Locks
import MediaInterchange
import WebServices

/// Instances as they are stored in one ZIP file, `SERIES/INSTANCE.dcm` each.
enum InstanceZIP {
  static let type: MediaType = MediaType("application/zip")

  /// The file is written while it is sent; no more than one instance of it is held.
  ///
  /// - Throws: ``ServiceFailure`` if it would be larger than ZIP files of this form are.
  static func answer(
    _ instances: [ArchivedInstance], headers: [WebHeader]
  ) throws -> WebAnswer {
    let bytes = instances.reduce(0) { $0 + $1.fileSize }
    guard bytes < longest, instances.count <= most else {
      throw ServiceFailure(
        413, code: "too-large-to-return",
        message: "a ZIP file has at most 65000 instances of 4 GB in all: ask for single series")
    }
    let writer = Locked(ZIPWriter(path: "the answer"))
    var pieces = instances.map { instance in
      BodyPiece.made {
        let file = try PieceChunks([InstanceService.piece(instance, .stored)]).bytes()
        return try writer.withLock {
          try $0.member("\(instance.series)/\(instance.uid).dcm", file)
        }
      }
    }
    pieces.append(.made { writer.withLock { $0.end() } })
    return WebAnswer(type, pieces: pieces, headers: headers)
  }

  private static let longest = 4_000_000_000
  private static let most = 65_000
}
