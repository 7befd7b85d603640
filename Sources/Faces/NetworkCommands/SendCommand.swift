import ArgumentParser
import DICOMNetwork
import Faults
import Files
import Locks
import MessageExchange
import Schemas
import SagittaCommands
import SeriesLoading
import WorkScheduling

/// `sagitta send`: files to a place.
struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Stores files at a place (C-STORE, STOW-RS), as they are.",
    discussion: """
      Examples:
        sagitta send study/ dicom://ARCHIVE@pacs.example:104
        sagitta send derived/*.dcm @pacs --json
        sagitta send study/ https://pacs.example/dicom-web --token-file token
        sagitta send study/ -o study.zip        # with a DICOMDIR, without identity
        sagitta send study/ -o study.eml

      Every instance goes in its own transfer syntax; where the other side does not take that, it is \
      decompressed if that loses nothing, and named otherwise. With --output instances go into a mail \
      message (.eml) or a ZIP file with a DICOMDIR (.zip) instead.
      """)

  @Argument(help: "Files and folders, and the place at the end.")
  var words: [String]

  @Option(name: .shortAndLong, help: "A .eml or .zip file instead of a place.")
  var output: String?

  @Flag(help: "With --output: instances as they are, with all that says whose they are.")
  var showIdentity = false

  @OptionGroup var parallel: ParallelOptions
  @OptionGroup var options: PlaceOptions

  func run() throws {
    if let output { return try write(to: output) }
    guard !showIdentity else { throw UsageError("--show-identity belongs to --output") }
    guard words.count > 1, let last = words.last else {
      throw UsageError("name files or folders, and then the place, as in: send study/ @pacs")
    }
    let found = try ObjectFile.paths(below: Array(words.dropLast()))
    let files = try FilesToSend(found.paths)
    guard !files.items.isEmpty || !files.unreadable.isEmpty else {
      throw NothingToSend(count: files.others)
    }
    if let warning = files.warning, !options.quiet { Console.say("warning: \(warning)") }
    let report =
      if let web = try options.web(last) {
        try send(files, to: parallel.overlapping(web))
      } else {
        try send(files, to: try options.resolved(last))
      }
    if options.json { try Console.print(try CommandJSON.text(report)) }
    if !options.quiet { Console.say(report.text) }
    if let failed = report.failure { throw failed }
  }

  private func write(to path: String) throws {
    let parcel = try Parcel(path, showsIdentity: showIdentity)
    let report = try parcel.write(try ObjectFile.paths(below: words).paths)
    if options.json { try Console.print(try CommandJSON.text(report)) }
    if !options.quiet { Console.say(report.text) }
  }

  private func send(_ files: FilesToSend, to web: ReachableWeb) throws -> SendReport {
    let progress = TransferProgress(of: files.items.count, isQuiet: options.quiet)
    defer { progress.end() }
    return try AwaitedWork.value { try await web.send(files, telling: progress) }
  }

  private func send(_ files: FilesToSend, to place: ReachablePlace) throws -> SendReport {
    let answers = Locked(files.unreadable)
    let progress = TransferProgress(of: files.items.count, isQuiet: options.quiet)
    let start = ContinuousClock.now
    let associations = parallel.count
    defer { progress.end() }
    try AwaitedWork.value {
      try await StoreUser(options: place.options).send(
        files.items, to: place.peer, associations: associations
      ) { answer in
        progress.add(bytes: answer.byteCount)
        answers.withLock { $0.append(answer) }
      }
    }
    return SendReport(
      place: "\(place.peer)", answers: files.inOrder(answers.withLock { $0 }), of: files,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

/// Files, sorted out.
struct FilesToSend {
  private(set) var items: [StoreUser.Item] = []
  /// Those that cannot be read.
  private(set) var unreadable: [StoreUser.Answer] = []
  /// How many are no DICOM files.
  private(set) var others = 0

  /// Looks at files, several at a time: which contexts an association needs depends on all of them.
  ///
  /// - Throws: `WorkCancelled`.
  init(_ paths: [String]) throws {
    let found = try WorkContext().map(paths.count) { n in
      Result { () throws(FileReadingError) in try StoreUser.item(path: paths[n]) }
    }
    for (path, result) in zip(paths, found) {
      switch result {
      case .success(let item?): items.append(item)
      case .success(nil): others += 1
      case .failure(let error): unreadable.append(StoreUser.Answer(unreadable: path, error))
      }
    }
  }

  /// What is odd about files that can be sent, in one line; nil if nothing is.
  var warning: String? {
    let odd = items.filter { $0.warning != nil }
    guard let first = odd.first, let warning = first.warning else { return nil }
    let others = odd.count == 1 ? "" : "; so it is with \(odd.count - 1) more"
    return "\(first.path): \(warning)\(others)"
  }

  /// What is odd about files that can be sent, by their paths.
  var warnings: [String: String] {
    Dictionary(
      items.compactMap { item in item.warning.map { (item.path, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Answers in the order of the files, those that cannot be read first, whoever was done first.
  func inOrder(_ answers: [StoreUser.Answer]) -> [StoreUser.Answer] {
    let paths = unreadable.map(\.path) + items.map(\.path)
    let places = Dictionary(
      paths.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return answers.sorted { places[$0.path] ?? 0 < places[$1.path] ?? 0 }
  }
}

/// What became of files that were sent.
struct SendReport: Codable, Hashable, Sendable {
  /// One file.
  struct File: Codable, Hashable, Sendable {
    let path: String
    /// Whether the other side has it.
    let stored: Bool
    /// The status that it answered, as four digits; nil if the file was not sent.
    let status: String?
    /// What was said beside it.
    let comment: String?
    /// Why it is not there, as a word for scripts; nil if it is.
    let code: String?
    /// What is odd about the file itself; nil if nothing is.
    var warning: String?
  }

  let place: String
  let files: [File]
  /// Files that are no DICOM files.
  let others: Int
  let bytes: Int
  let seconds: Double

  /// Creates the report of files.
  init(place: String, answers: [File], of files: FilesToSend, bytes: Int, seconds: Double) {
    let warnings = files.warnings
    self.place = place
    self.files = answers.map { answer in
      var answer = answer
      answer.warning = warnings[answer.path]
      return answer
    }
    others = files.others
    self.bytes = bytes
    self.seconds = seconds
  }

  init(place: String, answers: [StoreUser.Answer], of files: FilesToSend, seconds: Double) {
    self.init(
      place: place, answers: answers.map { File($0) }, of: files,
      bytes: answers.reduce(0) { $0 + $1.byteCount }, seconds: seconds)
  }

  var text: String {
    let rate = seconds > 0 ? Int(Double(bytes) / seconds) : 0
    let skipped = others == 0 ? "" : "; \(others) other files are no DICOM files"
    return "\(files.count(where: \.stored)) of \(files.count) instances are at \(place) now; "
      + "\(ByteAmount(bytes)) at \(ByteAmount(rate))/s\(skipped)"
  }

  fileprivate var failure: SendIncomplete? {
    let failed = files.filter { !$0.stored }
    guard let first = failed.first else { return nil }
    let why = [first.status.map { "status \($0)" }, first.comment].compactMap(\.self)
    return SendIncomplete(
      count: failed.count, first: first.path, reason: why.joined(separator: ", "))
  }
}

/// Some instances were not stored.
struct SendIncomplete: Fault {
  let count: Int
  let first: String
  let reason: String

  var code: FaultCode { "send-incomplete" }
  var kind: FaultKind { .badInput }
  var isCodePromised: Bool { true }
  var place: FaultPlace { FaultPlace(path: first) }
  var description: String {
    "\(count == 1 ? "an instance was" : "\(count) instances were") not stored, \(first) first: "
      + reason
  }
}

/// There is no file that could be sent.
struct NothingToSend: Fault {
  let count: Int

  var code: FaultCode { "nothing-to-send" }
  var kind: FaultKind { .badInput }
  var isCodePromised: Bool { true }
  var description: String {
    count == 0 ? "there is no file" : "none of the \(count) files is a DICOM file"
  }
}

extension SendReport.File {
  /// What became of a file on a DICOM network, or why it was not sent.
  init(_ answer: StoreUser.Answer) {
    self.init(
      path: answer.path, stored: answer.isStored, status: answer.status?.digits,
      comment: answer.comment, code: Self.code(answer)?.rawValue)
  }

  private static func code(_ answer: StoreUser.Answer) -> Failure.Code? {
    switch answer.obstacle {
    case .unreadable: .unreadable
    case .notSupported: .notSupportedByPeer
    case .notConvertible: .notConvertible
    case .associationEnded(let error): Failure.Code(rawValue: error.code.rawValue)
    case nil: answer.isStored ? nil : .operationFailed
    }
  }
}
