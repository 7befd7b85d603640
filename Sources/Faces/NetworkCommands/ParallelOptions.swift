import ArgumentParser
import DICOMWebClient

/// How much is done at once.
struct ParallelOptions: ParsableArguments {
  @Option(
    name: .customLong("associations"),
    help: """
      Associations at a time, 1 to 16, as far as the place grants them; default: 1. For http and https \
      requests at a time; default: 4.
      """)
  var chosen: Int?

  func validate() throws {
    if let chosen, !(1...16).contains(chosen) {
      throw ValidationError("--associations needs 1 to 16")
    }
  }

  /// Associations at a time.
  var count: Int { chosen ?? 1 }

  /// A service with as many requests at a time as were chosen.
  func overlapping(_ web: ReachableWeb) -> ReachableWeb {
    guard let chosen else { return web }
    var options = web.options
    options.requests = chosen
    return ReachableWeb(place: web.place, options: options)
  }
}
