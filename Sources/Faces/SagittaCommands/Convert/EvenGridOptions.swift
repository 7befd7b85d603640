import ArgumentParser
import SagittaEngine

/// What becomes of irregular stacks where a format knows only even ones.
struct EvenGridOptions: ParsableArguments {
  @Flag(
    help:
      "Write an irregular stack as if its slices were even; a warning says how far off they are."
  )
  var even = false

  @Flag(help: "Resample an irregular stack to an even grid of its smallest slice distance.")
  var resample = false

  func validate() throws {
    if even, resample { throw ValidationError("give one of --even and --resample") }
  }

  /// Refuses the options where every slice keeps its place.
  func refuse() throws {
    if even || resample {
      throw UsageError("--even and --resample are for value files; DICOM keeps every slice's place")
    }
  }

  /// What becomes of an irregular stack.
  var policy: UnevenSlices { even ? .asEven : resample ? .resampled : .refused }
}
