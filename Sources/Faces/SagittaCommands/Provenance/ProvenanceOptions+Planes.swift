import Outputs
import SagittaEngine

extension ProvenanceOptions {
  /// Ends a run that wrote planes or frames: the record, the JSON and the timings, each if it is
  /// wanted.
  func finish(
    _ outputs: [PlaneOutput], asked: Provenance, volume: VolumeChoice, common: CommonOptions,
    stopwatch: Stopwatch
  ) throws {
    try write(asked, outputs: outputs, paths: outputs.map(\.path))
    if common.json {
      let choice = asked.isAnonymous ? volume.anonymous : volume
      try Console.print(try CommandJSON.text(PlanesReport(outputs: outputs, volume: choice)))
    }
    common.finish(stopwatch)
  }
}
