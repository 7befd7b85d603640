import Sagitta

/// What `convert --json` and `resample --json` print.
struct ConvertReport: Encodable {
  var outputs: [ConvertedVolume] = []
  /// Which of the input's volumes were to be written.
  let volume: VolumeChoice
  /// Volumes of several that could not be written; the others are.
  private(set) var failed: [FailedVolume]?
  /// That there were such; absent if all is well.
  private(set) var error: Failure?

  init(_ volume: VolumeChoice) { self.volume = volume }

  /// Notes that one of several volumes could not be written, and tells it.
  mutating func add(_ problem: any Error, _ plan: VolumePlan) {
    let failure = Failure(problem)
    failed = (failed ?? []) + [FailedVolume(plan, failure)]
    Console.say("volume \(plan.id), \(plan.shortText): \(failure.message)")
  }

  /// Prints the report if it is wanted, and ends the command with its failure, if there was one.
  ///
  /// - Throws: ``RefusedError``; ``OutputStreamError``.
  mutating func finish(_ stopwatch: Stopwatch, _ common: CommonOptions) throws {
    let refusal = refusal(common)
    error = refusal.map(Failure.init)
    if common.json { try Console.print(try JSONText.text(self)) }
    common.finish(stopwatch)
    if let refusal { throw refusal }
  }

  private func refusal(_ common: CommonOptions) -> RefusedError? {
    guard let failed else { return nil }
    let numbers = failed.map { "\($0.volume)" }.joined(separator: ", ")
    // Where every volume is refused alike for what was asked, the asking is wrong.
    let isUsage = outputs.isEmpty && failed.allSatisfy { $0.error.status == .usage }
    var refusal = RefusedError(
      isUsage ? .wrongRequest : .badInput,
      "\(failed.count) of \(failed.count + outputs.count) volumes could not be written: \(numbers)")
    refusal.isReported = common.json
    return refusal
  }
}

/// One of several volumes that could not be written, and why.
struct FailedVolume: Encodable {
  let volume: Int
  let seriesInstanceUID: String?
  let error: Failure

  init(_ plan: VolumePlan, _ error: Failure) {
    volume = plan.id
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    self.error = error
  }
}

extension Failure {
  /// Whether others of several volumes may fare better: not where the disk is full or the user
  /// wants to stop.
  var isOfOneVolume: Bool {
    switch status {
    case .badInput, .noInput, .usage, .overLimit: true
    case .done, .unavailable, .cannotCreate, .ioFailed, .interrupted: false
    }
  }
}
