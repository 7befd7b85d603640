import ArgumentParser
import Sagitta

/// Whether results say where they come from.
struct ProvenanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write where the results come from: sources, geometry, request, version, digests.",
      discussion: "It names series and instances by their UIDs, but no patient and no files.",
      valueName: "file.json"))
  var provenance: String?

  @Flag(help: "With --provenance: name inputs and outputs by their paths as well.")
  var provenanceNames = false

  /// Refuses a name that would be taken for something else, before anything is read.
  func validate() throws {
    if let provenance, !provenance.lowercased().hasSuffix(".json") {
      throw ValidationError("--provenance \(provenance): name a .json file")
    }
    if provenanceNames, provenance == nil {
      throw ValidationError("--provenance-names adds to the record of --provenance; name its file")
    }
  }

  /// What is known of a volume of which some phases were used; nothing if it is not wanted.
  func sources(_ plan: VolumePlan, phases: [Int]) throws -> [ProvenanceSource] {
    provenance == nil ? [] : [try ProvenanceSource(of: plan, phases: phases)]
  }

  /// The text that value files carry themselves; nil if no provenance is wanted.
  func note(_ known: Provenance) throws -> String? {
    provenance == nil ? nil : try CommandJSON.text(try known.record(outputs: [], names: nil))
  }

  /// Writes the record, if it is wanted.
  ///
  /// - Parameters:
  ///   - known: The request, and the volumes that were used.
  ///   - outputs: What was written, as `--json` prints it.
  ///   - paths: The files and folders that were written.
  /// - Throws: `VolumeFileError` if they cannot be read back, `FileWritingError`.
  func write(
    _ known: Provenance, outputs: [any Encodable & Sendable], paths: [String]
  ) throws {
    guard let provenance else { return }
    let names = ProvenanceNames(inputs: known.input.inputs, outputs: paths)
    let record = try known.record(
      outputs: try zip(outputs, paths).map { try ProvenanceOutput($0, path: $1) },
      names: provenanceNames ? names : nil)
    try writeFile(Array((try CommandJSON.text(record) + "\n").utf8), to: provenance)
  }
}

/// What was asked for, and of which volumes.
struct Provenance {
  let verb: String
  let input: InputOptions
  let request: any Encodable
  let sources: [ProvenanceSource]

  /// The record of it.
  func record(outputs: [ProvenanceOutput], names: ProvenanceNames?) throws -> ProvenanceRecord {
    try ProvenanceRecord(
      software: SoftwareName(name: "sagitta", version: Engine.version), verb: verb,
      selection: input.selection, request: request, sources: sources, outputs: outputs,
      names: names)
  }
}

extension SoftwareName {
  /// This program, as side-cars name it.
  static let sagitta = SoftwareName(name: "Sagitta", version: Engine.version)
}
