import DICOMWebClient
import Places

/// What a service of the web says of itself, and how soon.
struct WebEchoReport: Codable, Hashable, Sendable {
  /// The service.
  let place: String
  /// Which program it says that it is.
  let server: String?
  /// How long each answer took.
  let seconds: [Double]

  /// Asks so many times.
  init(_ web: ReachableWeb, count: Int) async throws {
    place = web.place.base
    (server, seconds) = try await web.with { client in
      var seconds: [Double] = []
      var server: String?
      for _ in 0..<count {
        let start = ContinuousClock.now
        server = try await client.echo()
        seconds.append((ContinuousClock.now - start) / .seconds(1))
      }
      return (server, seconds)
    }
  }

  var text: String { EchoTimes(seconds).text(of: place, saying: server ?? "a DICOMweb service") }
}
