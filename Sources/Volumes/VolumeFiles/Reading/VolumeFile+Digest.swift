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
  /// The SHA-256 of a file's bytes, in hexadecimal; of a folder that is one volume, of what is in it.
  ///
  /// - Throws: ``VolumeFileError`` if it cannot be read.
  public static func sha256(of path: String) throws -> String {
    var digest = SHA256Digest()
    if VolumeFileFormat.ofFolder(path) != nil {
      try add(folder: path, named: "", depth: 0, to: &digest)
    } else {
      try add(file: path, to: &digest)
    }
    return digest.hex
  }

  private static func add(file path: String, to digest: inout SHA256Digest) throws {
    let file = try ByteReader.opening(.file(path))
    for start in stride(from: 0, to: file.count, by: 1 << 20) {
      digest.update(try file.read(start..<min(start + (1 << 20), file.count)))
    }
  }

  /// Folders within each other that are looked into.
  private static let deepest = 16

  /// The files below a folder in the order of their names, each with its name before it.
  private static func add(
    folder: String, named prefix: String, depth: Int, to digest: inout SHA256Digest
  ) throws {
    let names = Folders.names(in: folder)
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let path = "\(folder)/\(name)"
      if Folders.isFolder(path, followingLinks: false) {
        guard depth < deepest else { continue }
        try add(folder: path, named: prefix + name + "/", depth: depth + 1, to: &digest)
      } else if FileSize.of(path) != nil {
        digest.update(Array((prefix + name).utf8) + [0])
        try add(file: path, to: &digest)
      }
    }
  }
}
