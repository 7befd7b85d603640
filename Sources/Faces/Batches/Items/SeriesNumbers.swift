import Locks
import SagittaEngine

/// What makes images belong to one series, and what the series is called.
struct SeriesFacts: Hashable, Sendable {
  let study: String
  let series: String
  let modality: String?
  let number: Int?
  let description: String?

  init(_ set: DataSet) {
    func text(_ tag: Tag) -> String? { set.string(tag).flatMap { $0.isEmpty ? nil : $0 } }
    study = set.uid(.studyInstanceUID) ?? ""
    series = set.uid(.seriesInstanceUID) ?? ""
    modality = text(.modality)
    number = set.integer(.seriesNumber)
    description = text(.seriesDescription)
  }

  /// What tells series apart; the rest describes them, and may vary.
  var identity: [String] { [study, series] }
}

/// Numbers of series, in the order in which they are met.
final class SeriesNumbers: Sendable {
  private struct State {
    var numbers: [[String]: Int] = [:]
    var facts: [SeriesFacts] = []
  }

  private let state = Locked(State())

  /// The number of a series; the first files that are met describe it.
  func number(of facts: SeriesFacts) -> Int {
    state.withLock { state in
      if let known = state.numbers[facts.identity] {
        // Which file is met first depends on the workers: the least description holds.
        if facts.order < state.facts[known].order { state.facts[known] = facts }
        return known
      }
      state.numbers[facts.identity] = state.facts.count
      state.facts.append(facts)
      return state.facts.count - 1
    }
  }

  /// What is known of a series.
  subscript(number: Int) -> SeriesFacts { state.withLock { $0.facts[number] } }
}

extension SeriesFacts {
  /// Orders descriptions of one series.
  fileprivate var order: String {
    [modality ?? "", number.map(String.init) ?? "", description ?? ""].joined(separator: "\n")
  }
}
