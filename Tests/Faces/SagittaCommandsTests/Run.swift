import DICOMCoding
import DICOMModel
import Foundation
import Phantoms
import Locks
import TestSupport
import VolumeModel

@testable import SagittaCommands

/// What a run of the program in this process left behind.
struct Run {
  let status: Int32
  let output: String
  let errors: String

  /// Runs the program with these words.
  init(_ arguments: [String], outputFails: Bool = false) {
    let output = Locked("")
    let errors = Locked("")
    let console = Console(
      output: { text in
        if outputFails { throw OutputStreamError() }
        output.withLock { $0 += text }
      },
      error: { text in errors.withLock { $0 += text } }, isInteractive: false)
    status = Console.$current.withValue(console) { SagittaCommands.Program.run(arguments) }
    self.output = output.withLock { $0 }
    self.errors = errors.withLock { $0 }
  }

  init(_ arguments: String...) { self.init(arguments) }

  /// Whether the errors are one line that starts as all lines of the program do.
  var isOneLine: Bool {
    errors.hasPrefix("sagitta: ") && errors.hasSuffix("\n")
      && errors.dropLast().allSatisfy { !$0.isNewline }
  }

  /// The output as JSON.
  func json() throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return value as? [String: Any] ?? [:]
  }
}

/// Runs of the built program as a process of its own.
enum BuiltProgram {
  /// The program beside the tests' own executable.
  static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "sagitta")

  static func run(_ arguments: String...) throws -> ProgramResult {
    try TestSupport.Program.run(url, arguments)
  }

  /// Runs a line of shell in which `$sagitta` is the program and `$1` … the arguments.
  static func shell(_ script: String, _ arguments: String...) throws -> ProgramResult {
    try shell(script, arguments)
  }

  static func shell(_ script: String, _ arguments: [String]) throws -> ProgramResult {
    try TestSupport.Program.run(
      URL(filePath: "/bin/sh"), ["-c", script, "sh"] + arguments,
      environment: ["sagitta": url.path])
  }
}

/// Input that many tests share.
enum Inputs {
  /// A head of 24×20×12 voxels below a fresh folder: `series/IM0001.dcm` and so on.
  static func phantom(
    in folder: TemporaryFolder, _ change: (inout PhantomSeries) -> Void = { _ in }
  ) throws -> String {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 24, rows: 20, slices: 12),
      spacing: SIMD3(4, 4.5, 6))
    change(&series)
    let path = folder.path("series")
    try series.write(to: path)
    try FileManager.default.removeItem(atPath: path + "/truth.json")
    return path
  }

  /// Changes every image of a folder.
  static func change(_ folder: String, _ change: (inout DataSet) -> Void) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".dcm") {
      let url = URL(filePath: folder).appending(path: name)
      var set = try Part10Reader().readWhole(Array(try Data(contentsOf: url))).dataSet
      change(&set)
      try Data(try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian)).write(to: url)
    }
  }

  /// Writes the images of a series again, each after a change.
  ///
  /// - Returns: The folder.
  static func rewritten(
    _ series: PhantomSeries, in folder: TemporaryFolder, as name: String,
    _ change: (inout DataSet, Int) -> Void
  ) throws -> String {
    for (n, file) in try series.encodedFiles().enumerated() {
      var set = try Part10Reader().readWhole(file.bytes).dataSet
      change(&set, n)
      try folder.write(
        try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian),
        as: "\(name)/\(file.name)")
    }
    return folder.path(name)
  }
}
