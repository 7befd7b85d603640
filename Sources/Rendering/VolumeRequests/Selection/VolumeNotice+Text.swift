public import Faults
import Geometry
public import SeriesLoading
public import Views
import VolumeModel

extension VolumeNotice {
  /// What people are told.
  ///
  /// - Parameters:
  ///   - words: What a face calls remedies.
  ///   - workers: How many threads work.
  /// - Returns: The sentence, and who should hear of it.
  public func notice(in words: RemedyWords, workers: Int) -> Notice {
    switch self {
    case .filesSkipped(let files):
      let text =
        "\(files.count) file\(files.count == 1 ? "" : "s") skipped: "
        + SeriesReport.summary(of: files)
      return Notice(.warning, message: words.message(text, remedies: [.listInput]))
    case .skipped(let file): return Notice(.detail, message: Self.skipping(file, words: words))
    case .leftOut(let file): return Notice(.warning, message: Self.skipping(file, words: words))
    case .largestOfSeveral(let plan, let others):
      let text =
        "using volume \(plan.id), \(plan.shortText), the one with the most voxels of \(others + 1)"
      return Notice(.note, message: words.message(text, remedies: [.chooseVolume]))
    case .using(let plan):
      return Notice(
        .detail,
        message: "volume \(plan.id): \(plan.shortText), \(plan.geometry.regularity.rawValue), "
          + "\(plan.paths.count) files, \(workers) workers")
    case .finding(let finding, let plan):
      return Notice(
        finding, text: "volume \(plan.id): \(finding.code.rawValue): \(finding.message)")
    case .firstPhase(let plan):
      return Notice(
        .note,
        message: words.message("using phase 0 of \(plan.phases)", remedies: [.choosePhase]))
    case .takenAsEven(let plan, let unevenness):
      return Notice(
        .warning,
        message: "volume \(plan.id): written as if its slices were even: a slice lies up to "
          + "\(unevenness.displayText) mm from where its file puts it")
    case .resampledEvenly(let plan, let slices, let distance):
      return Notice(
        .warning,
        message: "volume \(plan.id): resampled to \(slices) slices \(distance.displayText) mm "
          + "apart; values between the stored slices are interpolated")
    case .result(let finding): return Notice(finding, text: finding.message)
    case .gradientsLeftOut(let file, let reason):
      return Notice(.warning, message: "no \(file) is written: \(reason)")
    }
  }

  private static func skipping(_ file: SkippedFile, words: RemedyWords) -> String {
    "skipped \(file.path): \(file.code.rawValue): \(words.message(of: file))"
  }
}

extension Notice {
  fileprivate init(_ finding: Finding, text: String) {
    switch finding.severity {
    case .warning: self.init(.warning, message: text)
    case .note: self.init(.detail, message: "note: \(text)")
    }
  }
}

extension RemedyWords {
  /// Returns why a file was skipped, with what a face says of remedies.
  public func message(of file: SkippedFile) -> String {
    message(file.message, remedies: file.remedies)
  }
}

extension VolumePlan {
  /// The volume in a few words: "CT 512×512×69, Chest".
  public var shortText: String {
    let size = geometry.dimensions.ijk.map(String.init).joined(separator: "×")
    let words = [attributes.modality, size].compactMap(\.self).joined(separator: " ")
    return attributes.description.map { "\(words), \($0)" } ?? words
  }
}
