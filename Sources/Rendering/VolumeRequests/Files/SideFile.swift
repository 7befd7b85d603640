import Faults
import Files

/// Files of options: curves, tables and transfer functions, which people and programs write.
package enum SideFile {
  /// The longest that is read: far more than any of them needs, and little enough to be looked at.
  package static let mostBytes = 4 << 20

  /// Reads a file.
  ///
  /// - Parameter path: The file.
  /// - Returns: Its bytes; nil if it cannot be read.
  /// - Throws: ``VolumeRequestError`` if it is longer than ``mostBytes``.
  package static func bytes(_ path: String) throws -> [UInt8]? {
    guard let file = try? ByteSource.file(path).open() else { return nil }
    guard file.count <= mostBytes else {
      throw VolumeRequestError.unusable(
        path, kind: .overLimit,
        problem: "has \(ByteAmount(file.count)), and \(ByteAmount(mostBytes)) are read")
    }
    return try? file.bytes(at: 0, count: file.count)
  }
}
