import SagittaEngine

extension VolumesReport {
  /// Prints the report if it is wanted, and ends the command with its failure, if there was one.
  ///
  /// - Throws: ``RefusedError``; ``OutputStreamError``.
  mutating func finish(_ stopwatch: Stopwatch, common: CommonOptions) throws {
    let refusal = refusal(common)
    error = refusal.map { Failure($0).json }
    if common.json { try Console.print(try CommandJSON.text(self)) }
    common.finish(stopwatch)
    if let refusal { throw refusal }
  }

  /// Codes of what was asked wrongly.
  private static let usage = Set(
    [Failure.Code.usage, .noSuchVolume, .noSuchPhase].map(\.rawValue))

  private func refusal(_ common: CommonOptions) -> RefusedError? {
    guard let failed else { return nil }
    let numbers = failed.map { "\($0.volume)" }.joined(separator: ", ")
    // Where every volume is refused alike for what was asked, the asking is wrong.
    let isUsage = outputs.isEmpty && failed.allSatisfy { Self.usage.contains($0.error.code) }
    var refusal = RefusedError(
      isUsage ? .wrongRequest : .badInput,
      description:
        "\(failed.count) of \(failed.count + outputs.count) volumes could not be written: \(numbers)"
    )
    refusal.isReported = common.json
    return refusal
  }
}
