import Sagitta

extension CommonOptions {
  /// Tells a person what is to be known: warnings everyone who does not want quiet, notes only the
  /// curious.
  func tell(_ notice: VolumeNotice) {
    switch notice {
    case .filesSkipped(let files):
      note(
        "warning: \(files.count) file\(files.count == 1 ? "" : "s") skipped: "
          + "\(SeriesReport.summary(of: files)); `sagitta info` lists them")
    case .skipped(let file):
      detail(
        "skipped \(file.path): \(file.code.rawValue): "
          + RemedyWords.commandLine.message(of: file))
    case .leftOut(let file):
      note(
        "warning: skipped \(file.path): \(file.code.rawValue): "
          + RemedyWords.commandLine.message(of: file))
    case .largestOfSeveral(let plan, let others):
      note(
        "using volume \(plan.id), \(plan.shortText), the one with the most voxels; "
          + "\(others) other\(others == 1 ? "" : "s"): choose with --volume")
    case .using(let plan):
      detail(
        "volume \(plan.id): \(plan.shortText), \(plan.geometry.regularity.rawValue), "
          + "\(plan.paths.count) files, \(context().workers) workers")
    case .finding(let finding, _: let plan):
      tell(finding, text: "volume \(plan.id): \(finding.code.rawValue): \(finding.message)")
    case .firstPhase(let plan):
      note("using phase 0 of \(plan.phases): choose with --phase")
    case .takenAsEven(let plan, let unevenness):
      note(
        "warning: volume \(plan.id): written as if its slices were even: a slice lies up to "
          + "\(unevenness.displayText) mm from where its file puts it")
    case .resampledEvenly(let plan, let slices, let distance):
      note(
        "warning: volume \(plan.id): resampled to \(slices) slices \(distance.displayText) mm apart; "
          + "values between the stored slices are interpolated")
    case .result(let finding):
      tell(finding, text: finding.message)
    case .gradientsLeftOut(let file, let reason):
      note("warning: no \(file) is written: \(reason)")
    }
  }

  private func tell(_ finding: Finding, text: String) {
    switch finding.severity {
    case .warning: note("warning: \(text)")
    case .note: detail("note: \(text)")
    }
  }
}
