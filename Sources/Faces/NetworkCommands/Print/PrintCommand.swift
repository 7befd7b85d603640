import ArgumentParser
import DICOMNetwork
import Faults
import SagittaCommands
import SagittaEngine

/// `sagitta print`: pictures to a DICOM printer.
struct PrintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "print", abstract: "Prints pictures on film (Basic Grayscale Print).",
    discussion: """
      Examples:
        sagitta print scans/ dicom://PRINTER@printer.example:104 --montage 4x5
        sagitta print scans/ @printer --plane coronal --all --film-size 14INX17IN --copies 2
        sagitta print scans/ @printer --montage 3x4 --window-preset lung --dry-run -o film.png

      The pictures are those of `sagitta slice`, each in a place of its own on the film. --dry-run asks \
      no printer, and shows the films as PNG.
      """)

  @OptionGroup var pictures: FilmPictures

  @Option(
    help: ArgumentHelp(
      "Size of the film, as 14INX17IN or A4; default: the printer's.", valueName: "size"))
  var filmSize: FilmSizeArgument?

  @Option(help: "How often every film is printed.")
  var copies = 1

  @Flag(help: "Print nothing, and show the films as PNG.")
  var dryRun = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where --dry-run shows the film; - for standard output.", valueName: "path"))
  var output: String?

  @OptionGroup var options: PlaceOptions

  func validate() throws {
    guard (1...99).contains(copies) else { throw ValidationError("--copies needs 1 to 99") }
    guard dryRun == (output != nil) else {
      throw ValidationError("--dry-run shows the film in --output, as in --dry-run -o film.png")
    }
  }

  func run() throws {
    let words = pictures.words
    guard words.count > 1, let last = words.last else {
      throw UsageError("name files or folders, and then the printer, as in: print scans/ @printer")
    }
    let place = try options.resolved(last)
    let job = try job(of: Array(words.dropLast()))
    if dryRun, let output { return try FilmPreview(job).write(to: output) }
    let outcome = try AwaitedWork.value {
      try await PrintUser(options: place.options).print(job, at: place.peer)
    }
    let report = PrintReport(place: "\(place.peer)", job, outcome)
    if options.json { try Console.print(try CommandJSON.text(report)) }
    if !options.quiet { for line in report.lines { Console.say(line) } }
  }

  private func job(of inputs: [String]) throws -> PrintJob {
    let films = try pictures.films(of: inputs, quietly: options.quiet).map { rasters in
      try rasters.map { raster in
        guard case .gray8(let pixels) = raster.samples,
          let picture = PrintJob.Picture(
            columns: raster.width, rows: raster.height, pixels: pixels)
        else {
          throw UsageError("a picture of \(raster.width) x \(raster.height) is too large for film")
        }
        return picture
      }
    }
    let layout = pictures.layout
    return PrintJob(
      films: films, columns: layout.columns, rows: layout.rows, filmSize: filmSize?.size,
      copies: copies)
  }
}

/// One of the standard's words for film sizes, in any case.
struct FilmSizeArgument: ExpressibleByArgument {
  let size: FilmSize

  init?(argument: String) {
    guard let size = FilmSize(rawValue: argument.uppercased()) else { return nil }
    self.size = size
  }

  static var allValueStrings: [String] { FilmSize.allCases.map(\.rawValue) }
}

/// What came of a job.
struct PrintReport: Codable, Hashable, Sendable {
  /// The printer.
  let place: String
  /// Films of the job, each printed so often.
  let films: Int
  let copies: Int
  /// Pictures on them.
  let pictures: Int
  /// The state of the printer before the job, as it says.
  let printerStatus: String?
  let printerStatusInfo: String?
  /// What was done otherwise than asked for.
  let warnings: [String]

  init(place: String, _ job: PrintJob, _ outcome: PrintUser.Outcome) {
    self.place = place
    films = job.films.count
    copies = job.copies
    pictures = job.films.reduce(0) { $0 + $1.count }
    printerStatus = outcome.printerStatus
    printerStatusInfo = outcome.printerStatusInfo
    warnings = outcome.warnings
  }

  /// What people are told.
  var lines: [String] {
    var lines = ["\(pictures) pictures on \(films) films went to \(place)"]
    if let printerStatus, printerStatus != "NORMAL" {
      let info = printerStatusInfo.map { ": \($0)" } ?? ""
      lines.append("warning: the printer says \(printerStatus)\(info)")
    }
    return lines + warnings.map { "warning: \($0)" }
  }
}
