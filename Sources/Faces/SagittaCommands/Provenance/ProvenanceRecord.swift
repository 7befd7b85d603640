import Foundation
import Sagitta

/// Where results come from, as `--provenance` writes it.
struct ProvenanceRecord: Encodable {
  /// A volume that was used.
  struct Source: Encodable {
    struct Instance: Encodable {
      let sopClassUID: String
      let sopInstanceUID: String
    }

    struct File: Encodable {
      let format: String
      let sha256: String
    }

    let seriesInstanceUID: String?
    let frameOfReferenceUID: String?
    let modality: String?
    let unit: String?
    /// The DICOM instances of the phases that were used.
    let instances: [Instance]
    /// The volume file, if it was one.
    let file: File?
    /// Phases that were used, from 0.
    let phases: [Int]
    let dimensions: [Int]
    /// Voxel (i, j, k) → LPS mm, 4×4, row-major.
    let affine: [Double]
    /// Millimetres along the normal, of an irregular stack.
    let slicePositions: [Double]?
    /// The codes of what was found.
    let findings: [String]
  }

  /// A file or folder that was written.
  struct Output: Encodable {
    /// The name without its folder.
    let name: String
    /// What `--json` says of it, without the path.
    let place: JSONValue
    /// Digests of the files: of several in a folder, of each by its name.
    let sha256: [String: String]
    /// Digest of the voxels of a value file, unpacked, as they are stored.
    let voxelSHA256: String?
  }

  let program = "sagitta"
  let version = Engine.version
  /// The verb and its options, without inputs and files.
  let arguments = Invocation.current.harmlessWords
  let sources: [Source]
  let outputs: [Output]
}

extension ProvenanceRecord.Source {
  /// What is known of a volume of which some phases were used.
  init(_ plan: VolumePlan, phases: [Int]) throws {
    let grid = plan.geometry
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    frameOfReferenceUID = plan.attributes.frameOfReferenceUID
    (modality, unit) = (plan.attributes.modality, plan.attributes.unit)
    (self.phases, dimensions) = (phases, grid.dimensions.ijk)
    (affine, slicePositions) = (grid.voxelToPatient.rowMajor, grid.slicePositions)
    findings = plan.findings.map(\.code.rawValue)
    if let file = plan.volumeFile {
      self.file = File(
        format: file.format.description, sha256: try FileDigest.sha256(of: file.path))
      instances = []
    } else {
      file = nil
      instances = phases.flatMap { plan.sourceReferences(phase: $0) }.map {
        Instance(sopClassUID: $0.sopClassUID, sopInstanceUID: $0.sopInstanceUID)
      }
    }
  }
}

extension ProvenanceRecord.Output {
  /// Describes what lies at a path, reading it back.
  init(_ place: any Encodable & Sendable, path: String) throws {
    let url = URL(filePath: path)
    name = url.lastPathComponent
    self.place = try JSONValue(place).without(["path"])
    let isFolder = Self.type(of: path) == .typeDirectory
    // Devices and pipes cannot be read back.
    guard isFolder || Self.type(of: path) == .typeRegular else {
      (sha256, voxelSHA256) = ([:], nil)
      return
    }
    let names =
      isFolder ? try FileManager.default.subpathsOfDirectory(atPath: path).sorted() : [""]
    let files = names.map { ($0, $0.isEmpty ? path : path + "/" + $0) }
      .filter { Self.type(of: $0.1) == .typeRegular }
    sha256 = try Dictionary(
      uniqueKeysWithValues: files.map { name, path in
        (name.isEmpty ? url.lastPathComponent : name, try FileDigest.sha256(of: path))
      })
    let isVolume = !isFolder && (try? VolumeFileFormat(fileName: path)) != nil
    voxelSHA256 = isVolume ? try VolumeFileReader().open(path).voxelDigest() : nil
  }

  private static func type(of path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    return attributes?[.type] as? FileAttributeType
  }
}

/// The words with which the program was called.
struct Invocation: Sendable {
  /// Those of the running command.
  @TaskLocal static var current = Invocation(words: [])

  let words: [String]

  /// Whether standard output is read as JSON, whatever else is wrong with the words.
  var wantsJSON: Bool { words.prefix { $0 != "--" }.contains("--json") }

  /// Options whose value is a file.
  private static let files = [
    "-o", "--output", "--provenance", "--like", "--curve", "--overlay", "--overlay-labels",
    "--transfer-function",
  ]

  /// The verb, and every option with its value; no inputs and no files, whose names may tell who
  /// the patient is.
  var harmlessWords: [String] {
    guard let verb = words.first else { return [] }
    var kept = [verb]
    var previous = ""
    for word in words.dropFirst() {
      let isValue = previous.hasPrefix("-") && !Self.files.contains(previous)
      if Self.files.contains(word) {
        // Left out together with its value.
      } else if word.hasPrefix("-") {
        let name = word.split(separator: "=").first.map(String.init) ?? word
        if !Self.files.contains(name) { kept.append(word) }
      } else if isValue, !word.contains("/"), !FileManager.default.fileExists(atPath: word) {
        kept.append(word)
      }
      previous = word
    }
    return kept
  }
}
