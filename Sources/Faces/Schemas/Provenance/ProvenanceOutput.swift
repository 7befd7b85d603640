public import StableJSON
import VolumeFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file or folder that was written.
public struct ProvenanceOutput: Encodable, Hashable, Sendable {
  /// What `--json` says of it, without paths, and of findings without their sentences, which name
  /// files.
  public let place: JSONValue
  /// The SHA-256 of each file, in hexadecimal, by its name where the program chose it
  /// (`axial-0003.png`), else by `file` and its extension, numbered if there are several.
  public let sha256: [String: String]
  /// The SHA-256 of the voxels of a value file, unpacked, as they are stored.
  public let voxelSHA256: String?

  /// Describes what lies at a path, reading it back.
  ///
  /// - Parameters:
  ///   - place: What `--json` says of it.
  ///   - path: The file or folder; of devices and pipes, which cannot be read back, nothing is told.
  /// - Throws: `VolumeFileError` if it cannot be read.
  public init(_ place: any Encodable, path: String) throws {
    self.place = try JSONValue(place).without(Self.telling)
    let isFolder = Self.type(of: path) == .typeDirectory
    guard isFolder || Self.type(of: path) == .typeRegular else {
      sha256 = [:]
      voxelSHA256 = nil
      return
    }
    let isVolumeFolder = isFolder && VolumeFileFormat.ofFolder(path) != nil
    sha256 =
      isFolder && !isVolumeFolder
      ? try Self.digests(ofFolder: path) : try Self.digest(ofFile: path)
    let isVolume =
      isVolumeFolder || !isFolder && (try? VolumeFileFormat(fileName: path)) != nil
    voxelSHA256 = isVolume ? try VolumeFileReader().open(path).voxelDigest() : nil
  }

  /// The same without identifiers and texts of the sources.
  public var anonymous: ProvenanceOutput { ProvenanceOutput(hiding: self) }

  private init(hiding output: ProvenanceOutput) {
    place = output.place.without(Self.naming)
    sha256 = output.sha256
    voxelSHA256 = output.voxelSHA256
  }

  /// Keys whose values name a series.
  private static let naming: Set<String> = [
    "seriesInstanceUID", "frameOfReferenceUID", "description", "unit", "volume",
  ]

  /// Keys whose values name files, or hold sentences that do, or texts of files.
  private static let telling: Set<String> = [
    "path", "files", "message", "advice", "source", "table",
  ]

  private static func digest(ofFile path: String) throws -> [String: String] {
    ["file" + ending(of: path): try FileDigest.sha256(of: path)]
  }

  private static func digests(ofFolder path: String) throws -> [String: String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    var digests: [String: String] = [:]
    for (n, name) in names.enumerated() where type(of: path + "/" + name) == .typeRegular {
      let known = isOwn(name) ? name : "file-\(n + 1)" + ending(of: name)
      digests[known] = try FileDigest.sha256(of: path + "/" + name)
    }
    return digests
  }

  /// Whether the program made up a path below its output: folders that are numbers, a word and
  /// four digits or more.
  private static func isOwn(_ path: String) -> Bool {
    path.split(separator: "/").allSatisfy { part in
      part.wholeMatch(of: /[0-9]+|[a-z]+-[0-9]{4,}(-[a-z]+)?(-[0-9]{4,})?(\.[a-z0-9]+)*/) != nil
    }
  }

  /// The extension, which names the format and nothing else.
  private static func ending(of path: String) -> String {
    let name = path.lowercased()
    if let ending = VolumeFileFormat.extensions.filter(name.hasSuffix).max(by: {
      $0.count < $1.count
    }) {
      return ending
    }
    let ending = URL(filePath: name).pathExtension
    return ending.isEmpty ? "" : "." + ending
  }

  private static func type(of path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    return attributes?[.type] as? FileAttributeType
  }
}
