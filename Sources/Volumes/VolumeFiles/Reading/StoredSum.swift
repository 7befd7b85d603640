import Compression
import Files
import Locks
import WorkScheduling

/// Bytes that lie in a file as they are, and what they must come to.
///
/// Looked at once, before the first voxels are used.
final class StoredSum: Sendable {
  private let run: FileRun
  private let sum: Checksum
  private let isChecked = Locked(false)

  private static let pieceLength = 1 << 20

  init(_ run: FileRun, sum: Checksum) { (self.run, self.sum) = (run, sum) }

  /// - Throws: ``VolumeFileError`` if the bytes come to something else.
  func check(_ context: WorkContext) throws {
    if isChecked.withLock(\.self) { return }
    let range = run.range
    let pieces = (range.count + Self.pieceLength - 1) / Self.pieceLength
    let sums = try context.map(pieces) { n in
      let start = range.lowerBound + n * Self.pieceLength
      let end = min(start + Self.pieceLength, range.upperBound)
      return Checksum(of: try run.file.read(start..<end), kind: sum.kind)
    }
    guard sums.reduce(into: Checksum(sum.kind), { $0.append($1) }) == sum else {
      throw VolumeFileError(.malformed("a checksum is wrong"), path: run.file.name)
    }
    isChecked.withLock { $0 = true }
  }
}
