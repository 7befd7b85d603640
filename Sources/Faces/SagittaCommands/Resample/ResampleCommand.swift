import ArgumentParser
import Sagitta

/// `sagitta resample`: a volume on a new grid.
struct ResampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resample", abstract: "A volume on a new grid: spacing, isotropic, or another's.",
    discussion: """
      The new grid is even and straight, also for tilted and irregular stacks, which are \
      sampled through their own geometry with one interpolation. A spacing that does not divide \
      the extent keeps its value and the volume's centre.

      Examples:
        sagitta resample scans/ -o isotropic.nii.gz --isotropic
        sagitta resample scans/ -o coarse.nii.gz --spacing 2,2,2
        sagitta resample mr/ -o mr-on-ct.nii.gz --like ct/ --interpolation cubic
        sagitta resample scans/ -o part.npy --spacing 2 --crop -60,60,-80,40,-320,-9
        sagitta resample perfusion/ -o coarse.nrrd --spacing 3 --phase all
        sagitta resample scans/ -o thin/ --isotropic --dicom
        sagitta resample study/ -o all/ --isotropic --volume all --format nrrd
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: "A .nii .nii.gz .nrrd .nhdr .mha .mhd .npy or .npz file, or a folder; or --dicom.")
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default nii.gz.", valueName: "ext"))
  var format: String?

  @OptionGroup(title: "Grid") var target: GridOptions

  @Option(help: ArgumentHelp("Sampling kernel.", valueName: "kernel"))
  var interpolation: Interpolation = .linear

  @Flag(
    help: ArgumentHelp(
      "Write a mask beside the volume, NAME-gaps: 0 measured, 1 interpolated across missing "
        + "slices, 2 no value."))
  var markGaps = false

  @Flag(
    inversion: .prefixedNo,
    help: "Widen the kernel where the new grid is coarser, against false structures.")
  var antialias = true

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Value where the volume has none; default: NaN.", valueName: "value"))
  var outside: NumberArgument?

  @OptionGroup(title: "Voxels") var voxels: VoxelOptions

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let file = try OutputTarget(output, format: format, usual: "nii.gz", dicom: dicom)
    try file.check(input.kind)
    guard file.holdsVolumes else {
      throw UsageError(
        "\(output): name a value file, \(VolumeFileFormat.extensions.joined(separator: " "))")
    }
    try file.checkNamesOfVolumes()
    try file.check(common)
    if file.isDICOM { try voxels.refuse() }
    let run = VolumeRun(input: input, target: file, force: force, origin: origin, common: common)
    let other = try target.other(common)
    let request = ResampledVolumeRequest(
      resampling: ResampleRequest(
        grid: target.request(like: other?.geometry), interpolation: interpolation,
        antialiasing: antialias ? .widenedKernel : .none, outside: outside?.value),
      format: file.volumeFormat, voxels: file.isDICOM ? nil : voxels.request, markGaps: markGaps,
      dicom: file.isDICOM ? dicom.request : nil)
    try run.run("resample", request: request) { item in
      common.tell(other?.notices(beside: item.plan.attributes) ?? [])
      return try resample(item, request: request, run: run)
    }
  }

  /// Resamples and writes the phases of one volume.
  private func resample(
    _ item: VolumeRun.Item, request: ResampledVolumeRequest, run: VolumeRun
  ) throws -> (ConvertedVolume, [ProvenanceSource]) {
    let stored = try run.phases(item, default: .number(0))
    let plan = stored.plan
    let grid = try request.resampling.grid(for: plan.geometry, limit: common.memoryLimit)
    let made = ResampledValues()
    let context = common.context()
    let phases = stored.changed { [stopwatch = run.stopwatch] volume in
      try stopwatch.time(.compute, within: .write) {
        made.noting(try request.resampling.run(on: volume, to: grid, context: context))
      }
    }
    let sources = try origin.sources(plan, phases: phases.numbers)
    let provenance = Provenance(
      verb: "resample", input: input, request: request, sources: sources)
    let path = try run.stopwatch.time(.write) {
      try write(
        phases, grid: grid, request: request, note: origin.note(provenance), item: item, run: run)
    }
    let findings: [Finding] =
      made.isEmpty ? [.nothingThere("the new grid lies beside the volume's values")] : []
    for finding in findings { common.tell(.result(finding)) }
    let output = ConvertedVolume(
      path: item.place.path ?? path, grid: grid, phases: phases.numbers.count,
      plan: item.chosen.finished(plan), findings: findings)
    return (output, sources)
  }

  /// Writes the volumes of phases; returns the path of the file or folder.
  private func write(
    _ phases: SelectedPhases, grid: GridGeometry, request: ResampledVolumeRequest,
    note: String?, item: VolumeRun.Item, run: VolumeRun
  ) throws -> String {
    let target = item.place.target
    if case .values(let path, let format) = target {
      try request.write(
        phases, on: grid, to: path, as: format, note: note, loader: item.chosen.loader,
        context: common.context())
      return path
    }
    let volumes = try phases.numbers.enumerated().map { n, phase in
      (
        try phases.volume(n),
        try target.source(of: phases.plan, phase: phase, loader: item.chosen.loader)
      )
    }
    return try DICOMVolumes(
      dicom: dicom, kind: "resampled", force: force, common: common, stopwatch: run.stopwatch,
      batch: item.batch
    ).write(volumes, by: Derivation(resampledWith: interpolation), to: target)
  }
}
