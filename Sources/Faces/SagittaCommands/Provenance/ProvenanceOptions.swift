import ArgumentParser
import Foundation
import Sagitta

/// Whether results say where they come from.
struct ProvenanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write where the results come from: sources, geometry, options, version, digests.",
      discussion: "It names series and instances by their UIDs, but no patient and no folders.",
      valueName: "file.json"))
  var provenance: String?

  /// Refuses a name that would be taken for something else, before anything is read.
  func validate() throws {
    if let provenance, !provenance.lowercased().hasSuffix(".json") {
      throw ValidationError("--provenance \(provenance): name a .json file")
    }
  }

  /// What is known of a volume of which some phases were used; nothing if it is not wanted.
  func sources(_ plan: VolumePlan, _ phases: [Int]) throws -> [ProvenanceRecord.Source] {
    provenance == nil ? [] : [try ProvenanceRecord.Source(plan, phases: phases)]
  }

  /// The text that value files carry themselves; nil if no provenance is wanted.
  func note(_ sources: [ProvenanceRecord.Source]) throws -> String? {
    guard provenance != nil else { return nil }
    return try JSONText.text(ProvenanceRecord(sources: sources, outputs: []))
  }

  /// Writes the record, if it is wanted.
  ///
  /// - Parameters:
  ///   - sources: The volumes that were used.
  ///   - outputs: What was written, as `--json` prints it.
  ///   - paths: The files and folders that were written.
  /// - Throws: `VolumeFileError` if they cannot be read back, `FileWritingError`.
  func write(
    _ sources: [ProvenanceRecord.Source], _ outputs: [any Encodable & Sendable],
    _ paths: [String]
  ) throws {
    guard let provenance else { return }
    let record = ProvenanceRecord(
      sources: sources,
      outputs: try zip(outputs, paths).map { try ProvenanceRecord.Output($0, path: $1) })
    try writeFile(Array((try JSONText.text(record) + "\n").utf8), to: provenance)
  }
}
