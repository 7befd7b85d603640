import Compression
import Files
import FoundationEssentials
import SagittaEngine
import SeriesLoading
import SharedInputs
import WorkScheduling

/// The work on one item, apart from the process that waits for it.
struct ItemWork {
  /// What the process says of it when it is over.
  struct Answer: Codable {
    var state = LedgerRow.State.done
    var code: String?
    var message: String?
    /// Whether the same may succeed at another time.
    var isPassing = false
    /// Paths are below the item's folder.
    var outputs: [LedgerRow.Output] = []
    /// Those that were sent to a place, and are gone.
    var sent: [LedgerRow.Output]?
    var findings: [JSONValue] = []
  }

  let item: BatchItem
  let plan: WorkPlan
  /// Where outputs go for now.
  let folder: String
  let additions: [[String]]

  /// Does all of it.
  func answer() -> Answer {
    SharedInputs.$current.withValue(SharedInputs()) { sharedAnswer() }
  }

  private func sharedAnswer() -> Answer {
    var answer = Answer()
    do {
      for work in plan.works { try work.makeFolders(in: folder) }
    } catch {
      answer.fail(Failure(error, words: .none))
      return answer
    }
    for work in plan.works {
      let end = plan.run(
        work.call(inputs: item.inputs, folder: folder, additions: additions))
      answer.addFindings(in: end.output)
      if let failure = end.failure {
        answer.fail(failure)
        if failure.kind == .badInput { answer.explain(failure, of: item.inputs) }
        return answer
      }
      guard work.isPrinting else { continue }
      do {
        try ByteSink.file("\(folder)/\(work.output)").write(Array(end.output.utf8))
      } catch {
        answer.fail(Failure(error, words: .none))
        return answer
      }
    }
    do {
      answer.outputs = try outputs()
      if let delivery = plan.delivery { try deliver(&answer, by: delivery) }
    } catch {
      answer.outputs = []
      answer.fail(Failure(error, words: .none))
    }
    return answer
  }

  /// Sends what is DICOM, and takes it away.
  private func deliver(_ answer: inout Answer, by delivery: WorkPlan.Delivery) throws {
    let isSent = answer.outputs.map { $0.path.lowercased().hasSuffix(".dcm") }
    let sent = zip(answer.outputs, isSent).filter(\.1).map(\.0)
    let paths = sent.map { "\(folder)/\($0.path.dropFirst(item.item.count + 1))" }
    if !paths.isEmpty { try delivery.send(paths) }
    for path in paths { Folders.remove(path) }
    answer.outputs = zip(answer.outputs, isSent).filter { !$0.1 }.map(\.0)
    answer.sent = sent
  }

  private func outputs() throws -> [LedgerRow.Output] {
    let paths = try ObjectFile.paths(below: [folder]).paths
    return try paths.map { path in
      let file = try ByteSource.file(path).open()
      return LedgerRow.Output(
        path: "\(item.item)/\(path.dropFirst(folder.count + 1))", bytes: file.count,
        sha256: try SHA256Digest.hex(of: file))
    }
  }
}

extension ItemWork.Answer {
  /// The most findings that a row holds.
  private static let mostFindings = 50

  /// Adds what a work found, as its report has it.
  mutating func addFindings(in report: String) {
    let report = try? JSONDecoder().decode(JSONValue.self, from: Data(report.utf8))
    add(report?.findings ?? [])
  }

  fileprivate mutating func add(_ found: [JSONValue]) {
    for finding in found where findings.count < Self.mostFindings && !findings.contains(finding) {
      findings.append(finding)
    }
  }

  fileprivate mutating func fail(_ failure: Failure) {
    state = failure.kind == .badInput ? .quarantined : .failed
    code = failure.code.rawValue
    message = failure.message
    isPassing = failure.kind == .ioFailed
  }

  /// What the loader has to say of an input that was refused.
  fileprivate mutating func explain(_ failure: Failure, of inputs: [String]) {
    guard let report = try? VolumeLoader().scan(inputs, context: WorkContext(workers: 1)) else {
      return
    }
    if failure.code == .noVolume, let commonest = report.skippedByCode.first {
      code = commonest.code.rawValue
    }
    for (skippedCode, files) in report.skippedByCode {
      guard let first = files.first else { continue }
      add([
        .object([
          "code": .text(skippedCode.rawValue), "severity": .text("warning"),
          "message": .text(first.message), "files": .list(files.prefix(20).map { .text($0.path) }),
          "count": .number(Double(files.count)),
        ])
      ])
    }
  }
}

extension JSONValue {
  /// Every finding in a report, however deep.
  fileprivate var findings: [JSONValue] {
    switch self {
    case .object(let object):
      object.sorted { $0.key < $1.key }.flatMap { key, value in
        if key == "findings", case .list(let list) = value { return list }
        return value.findings
      }
    case .list(let list): list.flatMap(\.findings)
    case .null, .flag, .number, .text: []
    }
  }
}
