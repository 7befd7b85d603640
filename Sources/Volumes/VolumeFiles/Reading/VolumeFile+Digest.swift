import Compression
import Files
import VolumeModel

extension VolumeFile {
  /// The SHA-256 of the voxels as the file stores them, unpacked, in hexadecimal.
  ///
  /// - Throws: ``VolumeFileError``.
  public func voxelDigest() throws -> String {
    var digest = SHA256Digest()
    var left = geometry.dimensions.voxelCount * phases * stored.type.size
    let stream = try source.stream(left)
    var offset = 0
    var piece = [UInt8](repeating: 0, count: min(left, 1 << 20))
    while left > 0 {
      let count = min(left, piece.count)
      try unsafe piece.withUnsafeMutableBytes { all in
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: all[..<count])
        if let stream {
          try unsafe stream.read(into: part)
        } else {
          try unsafe source.read(at: offset, into: part)
        }
        unsafe digest.update(UnsafeRawBufferPointer(part))
      }
      offset = offset + count
      left = left - count
    }
    return digest.hex
  }
}

/// Digests of files as they are.
public enum FileDigest {
  /// The SHA-256 of a file's bytes, in hexadecimal.
  ///
  /// - Throws: ``VolumeFileError`` if it cannot be read.
  public static func sha256(of path: String) throws -> String {
    let file = try ByteReader.opening(.file(path))
    var digest = SHA256Digest()
    for start in stride(from: 0, to: file.count, by: 1 << 20) {
      digest.update(try file.read(start..<min(start + (1 << 20), file.count)))
    }
    return digest.hex
  }
}
