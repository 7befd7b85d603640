import SeriesLoading
import WorkScheduling

extension FuzzTarget {
  /// Plans and loads the volumes of a folder of up to eight files, which ``FuzzFolder/separator`` divides.
  static let series = FuzzTarget(name: "series") { bytes in
    let files = FuzzFolder.split(bytes, most: 8)
    let paths = files.enumerated().map { FuzzFolder.write($1, as: "\($0)") }
    let loader = VolumeLoader()
    var context = WorkContext(workers: 1)
    context.limits.volumeBytes = 1 << 24
    guard let report = try? loader.scan(paths, context: context) else {
      preconditionFailure("a scan of files that are there failed")
    }
    precondition(report.filesRead == files.count)
    for plan in report.volumes {
      for phase in 0..<min(plan.phases, 4) {
        _ = try? loader.load(plan, phase: phase, context: context)
      }
    }
  } seeds: { _ in
    try SeedObjects.files()
      + [SeedObjects.slices(), SeedObjects.phases()].map {
        Array($0.joined(separator: FuzzFolder.separator))
      }
  }.mutated { DataSetMutation.mutatedFiles($0, random: &$1) }
}
