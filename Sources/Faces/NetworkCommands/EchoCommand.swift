import ArgumentParser
import DICOMNetwork
import MessageExchange
import SagittaCommands
import UpperLayer

/// `sagitta echo`: whether a place answers.
struct EchoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo",
    abstract: "Asks a place whether it is there (C-ECHO, or a search on the web).",
    discussion: """
      Examples:
        sagitta echo dicom://ARCHIVE@pacs.example:104
        sagitta echo @pacs --count 5
        sagitta echo dicoms://pacs.example:2762 --tls-ca hospital.pem
        sagitta echo https://pacs.example/dicom-web --token-file token
      """)

  @Argument(help: "The place.")
  var place: String

  @Option(help: "How often to ask.")
  var count = 1

  @OptionGroup var options: PlaceOptions

  func validate() throws {
    guard (1...1_000_000).contains(count) else {
      throw ValidationError("--count needs 1 to 1000000")
    }
  }

  func run() throws {
    let count = count
    if let web = try options.web(place) {
      let report = try AwaitedWork.value { try await WebEchoReport(web, count: count) }
      return try Console.print(options.json ? try CommandJSON.text(report) : report.text)
    }
    let place = try options.resolved(place)
    let report = try AwaitedWork.value {
      try await place.client.withAssociation(
        to: place.peer, proposing: ContextPlan.plans(for: [.verification])[0]
      ) { association in
        var seconds: [Double] = []
        for _ in 0..<count {
          let start = ContinuousClock.now
          try await association.echo()
          seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        return EchoReport(association, seconds: seconds)
      }
    }
    try Console.print(options.json ? try CommandJSON.text(report) : report.text)
  }
}

/// What a place says of itself, and how soon.
struct EchoReport: Codable, Hashable, Sendable {
  /// Who it is, as it was called.
  let place: String
  /// Which implementation it says that it is.
  let implementationClassUID: String
  let implementationVersionName: String?
  /// The most bytes of data that it takes at a time; 0 for any number.
  let maximumLength: Int
  /// How long each answer took.
  let seconds: [Double]

  init(_ association: Association, seconds: [Double]) {
    place = association.peer
    implementationClassUID = association.peerInformation.implementationClassUID
    implementationVersionName = association.peerInformation.implementationVersionName
    maximumLength = Int(association.peerInformation.maximumLength)
    self.seconds = seconds
  }

  var text: String {
    let name = implementationVersionName.map { "\($0), " } ?? ""
    return EchoTimes(seconds).text(of: place, saying: "\(name)\(implementationClassUID)")
  }
}
