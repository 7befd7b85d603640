import Outputs
import SagittaEngine

/// What the verbs that write whole volumes have in common once their options are read.
struct VolumeOptions {
  /// The verb, for provenance.
  let verb: String
  let input: InputOptions
  let force: Bool
  let dicom: DICOMOptions
  let origin: ProvenanceOptions
  let common: CommonOptions

  /// Makes the text about a volume's origin that its file carries, if it is wanted.
  typealias Note = (ProvenanceSource?) throws -> String?

  /// Writes the chosen volumes, then what is known of them.
  ///
  /// - Parameters:
  ///   - target: Where the results go.
  ///   - request: What is asked for, for provenance.
  ///   - writer: Gives what writes one volume of a run.
  /// - Throws: ``RefusedError``, and what the engine throws.
  func run(
    to target: OutputTarget, request: any TellingRequest,
    writer: (OutputRun, @escaping Note) -> (OutputRun.VolumeItem) throws -> OutputRun.WrittenVolume
  ) throws {
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(input, common: common) }
    let run = OutputRun(
      over: chosen, to: target,
      options: common.writing(force: force, dicom: dicom, stopwatch: stopwatch),
      namesSources: origin.isWanted)
    let write = writer(run) { try origin.note(asked(request, of: [$0].compactMap(\.self))) }
    var (report, sources) = try run.volumes(failure: tell, write: write)
    try origin.write(
      asked(request, of: sources), outputs: report.outputs, paths: report.outputs.map(\.path))
    if asked(request, of: sources).isAnonymous { report = report.anonymous }
    try report.finish(stopwatch, common: common)
  }

  private func asked(_ request: any TellingRequest, of sources: [ProvenanceSource]) -> Provenance {
    Provenance(verb: verb, input: input, request: request, sources: sources)
  }

  /// Tells why one of several volumes could not be written.
  private func tell(_ problem: any Error, of plan: VolumePlan) -> FailureJSON {
    let failure = Failure(problem)
    Console.say("volume \(plan.id), \(plan.shortText): \(failure.message)")
    return failure.json
  }
}
