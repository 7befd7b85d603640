import DICOMCoding
import DICOMModel
import Foundation
import ImageReading
import TestSupport
import Testing

/// `sagitta print` against dcmtk's print provider.
@Suite struct `Printing` {
  private static let volume = Repository.root.appending(path: "Volumes/mr-head").path

  @Test(.needsPrinter)
  func `puts the pictures of slice on a film, each in its place`() async throws {
    let folder = try TemporaryFolder()
    let port = Int.random(in: 21_000..<29_000)
    let report = try await whilePrinterRuns(in: folder, at: port) {
      try await NetworkPrograms.run(
        "print", Self.volume, "dicom://PRINTER@127.0.0.1:\(port)", "--montage", "3x2",
        "--film-size", "14inx17in", "--copies", "2", "--json")
    }
    #expect(report.status == 0, "\(report.errors)")
    let words = report.text.filter { !$0.isWhitespace }
    #expect(words.contains("\"pictures\":6") && words.contains("NORMAL"), "\(report.text)")
    let sheet = folder.path("sheet.png")
    let slice = try await NetworkPrograms.run(
      "slice", Self.volume, "-o", sheet, "--montage", "3x2")
    #expect(slice.status == 0, "\(slice.errors)")
    let printed = try images(in: folder)
    #expect(printed.count == 6)
    let seen = try grey(sheet)
    let width = try #require(printed.first?.integer(.columns))
    let height = try #require(printed.first?.integer(.rows))
    let tiles = (0..<6).map { tile in
      let corner = (x: tile % 3 * (width + 4), y: tile / 3 * (height + 4))
      return (0..<height).flatMap { y in
        (0..<width).map { x in seen.pixels[(corner.y + y) * seen.width + corner.x + x] }
      }
    }
    let pixels = printed.map { Array(($0.bytes(.pixelData) ?? []).prefix(width * height)) }
    #expect(Set(pixels) == Set(tiles))
  }

  @Test func `shows the film without a printer`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("film.png")
    let result = try await NetworkPrograms.run(
      "print", Self.volume, "dicom://PRINTER@127.0.0.1:9", "--montage", "4x5", "--film-size",
      "8INX10IN", "--dry-run", "-o", path)
    #expect(result.status == 0, "\(result.errors)")
    let film = try grey(path)
    #expect(film.width == 800 && film.pixels.count == 800 * 1000)
    #expect(film.pixels.contains { $0 > 200 })
  }

  @Test(arguments: [
    (["--film-size", "9INX9IN"], "--film-size"), (["--copies", "0"], "--copies"),
    (["--dry-run"], "--output"), (["-o", "film.png"], "--output"),
    (["--montage", "0x3"], "--montage"),
  ])
  func `says what is wrong with words`(words: [String], hint: String) async throws {
    let result = try await NetworkPrograms.run(
      ["print", Self.volume, "dicom://PRINTER@127.0.0.1:9"] + words)
    #expect(result.status == 64 && result.errors.contains(hint), "\(result.errors)")
  }

  @Test func `says that there is no printer`() async throws {
    let result = try await NetworkPrograms.run(
      "print", Self.volume, "dicom://PRINTER@127.0.0.1:9")
    #expect(result.status == 66 && result.errors.contains("cannot be reached"))
  }

  // MARK: The printer

  private func whilePrinterRuns(
    in folder: TemporaryFolder, at port: Int, _ body: () async throws -> ProgramResult
  ) async throws -> ProgramResult {
    let configuration = """
      [[GENERAL]]
      [PRINT]
      Directory = \(folder.path("spool"))
      [DATABASE]
      Directory = \(folder.path("database"))
      [NETWORK]
      aetitle = TEST
      [[COMMUNICATION]]
      [PRINTER]
      Aetitle = PRINTER
      Description = printer
      Hostname = localhost
      Port = \(port)
      Type = LOCALPRINTER
      DisplayFormat=1,1\\2,3\\3,2\\2,2
      FilmSizeID = 14INX17IN
      MagnificationType = REPLICATE\\BILINEAR
      MediumType = PAPER

      """
    try folder.write(configuration.utf8, as: "printer.cfg")
    for name in ["spool", "database"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    let process = Process()
    let printer: URL = try #require(Self.printer)
    process.executableURL = printer
    process.arguments = ["-c", folder.path("printer.cfg"), "-p", "PRINTER"]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    for _ in 0..<100 {
      let answer = try await NetworkPrograms.run(
        "echo", "dicom://PRINTER@127.0.0.1:\(port)", "--timeout", "5")
      if answer.status == 0 { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try await body()
  }

  static var printer: URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: "dcmprscp") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The images that the printer has, which it keeps as files.
  private func images(in folder: TemporaryFolder) throws -> [DataSet] {
    try folder.names.filter { $0.hasPrefix("database/") && $0.contains("HG") }.sorted().map {
      try Part10Reader().readWhole(folder.bytes($0)).dataSet
    }
  }

  private func grey(_ path: String) throws -> (width: Int, pixels: [UInt8]) {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let picture = try #require(ReadImage(png: bytes))
    return (picture.width, picture.brightness.map { UInt8($0) })
  }
}

extension Trait where Self == ConditionTrait {
  static var needsPrinter: Self {
    .enabled(
      if: Peers.areRequired || Printing.printer != nil,
      "compares with dcmtk: Tests/run --with-peers")
  }
}
