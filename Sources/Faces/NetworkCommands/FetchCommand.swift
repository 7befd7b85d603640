import ArgumentParser
import DICOMNetwork
import Files
import FoundationEssentials
import Locks
import MessageExchange
import Places
import SagittaCommands

/// `sagitta fetch`: instances of an archive as files.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Gets studies, series or instances of a place as files.",
    discussion: """
      Examples:
        sagitta fetch dicom://ARCHIVE@pacs.example:104/1.2.3 -o study/
        sagitta fetch @pacs/1.2.3/4.5.6 @pacs/1.2.3/4.5.7 -o series/
        sagitta fetch https://pacs.example/dicom-web/studies/1.2.3 -o study/
        sagitta fetch @pacs/1.2.3 -o study/ --via move --listen 0.0.0.0:11112 --aet RESEARCH

      Files are DIR/STUDY/SERIES/INSTANCE.dcm, with the data sets as they came, byte for byte. What is \
      there already is not fetched again, so that an interrupted fetch goes on where it was.
      """)

  @Argument(help: "Places, each with a study at least.")
  var places: [String]

  @Option(name: .shortAndLong, help: "The folder.")
  var output: String

  @Option(
    help: """
      get (on our association), move (to a listener of ours) or wado (of the web); default: what the \
      place has, get before move.
      """)
  var via: FetchWayArgument?

  @Option(help: "HOST:PORT to listen at, which the place knows under our title; for move.")
  var listen: String?

  @OptionGroup var parallel: ParallelOptions
  @OptionGroup var options: PlaceOptions

  func run() throws {
    guard !places.isEmpty else { throw UsageError("name a place with a study") }
    var reports: [FetchReport] = []
    for text in places {
      let origin = try options.origin(
        text, via: via, listening: listen, parallel: parallel)
      guard origin.target.study != nil else {
        throw UsageError(
          "'\(text)' names no study: `sagitta find \(text)` lists them, PLACE/STUDY fetches one")
      }
      let fetch = Fetch(origin, into: output)
      let isQuiet = options.quiet
      reports.append(try AwaitedWork.value { try await fetch.run(quietly: isQuiet) })
    }
    if options.json { try Console.print(try CommandJSON.text(reports)) }
    for report in reports {
      if !options.quiet { Console.say(report.text) }
      guard report.failed.isEmpty else {
        throw FetchIncomplete(report: report)
      }
    }
  }
}

/// How instances come.
enum FetchWayArgument: String, CaseIterable, ExpressibleByArgument {
  case get, move, wado
}
