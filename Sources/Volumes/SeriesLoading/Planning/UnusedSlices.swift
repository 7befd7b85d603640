import Faults

/// Slices that are part of no volume, until it is known what became of their files.
struct UnusedSlices {
  private var reasons: [ObjectIdentifier: [Reason]] = [:]

  private struct Reason {
    let slice: SliceSource
    let code: SkippedFile.Code
    let message: String
    let remedies: [Remedy]
  }

  /// Notes why a slice is not used.
  mutating func add(
    _ slice: SliceSource, code: SkippedFile.Code, message: String, remedies: [Remedy] = []
  ) {
    reasons[ObjectIdentifier(slice.image), default: []].append(
      Reason(slice: slice, code: code, message: message, remedies: remedies))
  }

  /// The files that no volume uses, each once, with the reason of their first frame; the
  /// others' frames become a finding of the volumes that use the rest of the file.
  func settle(_ plans: inout [VolumePlan]) -> [SkippedFile] {
    guard !reasons.isEmpty else { return [] }
    var pending = reasons
    for index in plans.indices {
      let images = plans[index].images
      let unused = images.compactMap { reasons[ObjectIdentifier($0)] }
      for image in images { pending[ObjectIdentifier(image)] = nil }
      plans[index].findings += finding(unused).map { [$0] } ?? []
    }
    return pending.values.compactMap { reasons in
      first(reasons).map {
        SkippedFile(
          path: $0.slice.path, code: $0.code, message: $0.message, remedies: $0.remedies)
      }
    }
  }

  private func first(_ reasons: [Reason]) -> Reason? {
    reasons.min { $0.slice.index < $1.slice.index }
  }

  private func finding(_ unused: [[Reason]]) -> Finding? {
    guard let reason = unused.first.flatMap(first) else { return nil }
    let count = unused.reduce(0) { $0 + $1.count }
    return Finding(
      .unusedFrames, severity: .warning,
      message: "\(count) other frames of the volume's files are part of no volume: "
        + "\(reason.code.rawValue): \(reason.message)",
      values: ["frames": [Double(count)]], files: unused.compactMap { $0.first?.slice.path })
  }
}
