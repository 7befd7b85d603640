import ArgumentParser
import Outputs
import SagittaEngine

/// Whether results say where they come from.
struct ProvenanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write where the results come from: sources, geometry, request, version, digests.",
      discussion:
        "It names series and instances by their UIDs unless results are anonymous; no patient, no files.",
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

  /// Whether a record is wanted.
  var isWanted: Bool { provenance != nil }

  /// The text that value files carry themselves; nil if no provenance is wanted.
  func note(_ known: Provenance) throws -> String? { isWanted ? try known.note() : nil }

  /// Adds what lies over results to the volumes that they were made of, once and if a record is
  /// wanted.
  func add(_ second: SecondVolume?, to sources: inout [ProvenanceSource]) throws {
    guard isWanted, let origin = second?.origin else { return }
    let source = try ProvenanceSource(of: origin.plan, phases: [origin.phase])
    if !sources.contains(source) { sources.append(source) }
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
    try known.write(to: provenance, outputs: outputs, paths: paths, namesFiles: provenanceNames)
  }
}

extension Provenance {
  /// Describes a run that shows stored images, of which no volume is made.
  init(frames inputs: [String], request: FramesRequest, images: [StoredImage]) {
    self.init(
      verb: "frames", inputs: inputs, selection: VolumeSelection(), request: request,
      sources: ProvenanceSource.series(of: images), words: .commandLine)
  }

  /// Describes a run of a verb.
  init(verb: String, input: InputOptions, request: any TellingRequest, sources: [ProvenanceSource])
  {
    self.init(
      verb: verb, inputs: input.inputs, selection: input.selection, request: request,
      sources: sources, words: .commandLine)
  }
}
