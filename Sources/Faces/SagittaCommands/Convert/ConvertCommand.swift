import ArgumentParser
import Sagitta

/// `sagitta convert`: a volume for other programs.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "A whole volume as NIfTI, NRRD, MetaImage, NumPy or DICOM.",
    discussion: """
      Values are modality values (HU for CT), exactly those of the slices: float32, or another \
      --type that holds them without loss. The affine keeps shear; MetaImage cannot and refuses \
      it. Irregular stacks need --resample or --even: no such format can say where their slices \
      are. Stacks that are nearly even are written as even, with a warning. \
      With --volume all the others are written, and the end is 65. \
      Words for names of files: {series} {description} {modality} {volume} {uid}.

      Examples:
        sagitta convert scans/ -o volume.nii.gz
        sagitta convert scans/ -o volume.nii.gz --type int16
        sagitta convert volume.nii.gz -o volume.mha --compress
        sagitta convert scans/ -o volume.npy --padding nan
        sagitta convert perfusion/ -o series.nii.gz    # all phases, as a fourth axis
        sagitta convert perfusion/ -o phase.nii.gz --phase 3
        sagitta convert thick-and-thin/ -o head.nii.gz --resample
        sagitta convert dti/ -o dti.nii.gz --bids    # with dti.json, .bval, .bvec
        sagitta convert scans/ -o all/ --volume all --format nii.gz
        sagitta convert scans/ -o 'named/{series}-{description}.nii.gz' --volume all
        sagitta convert scans/ -o - --format nii > piped.nii
        sagitta convert scans/ -o copy/ --dicom --transfer-syntax jpeg-ls
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "A .nii .nii.gz .nrrd .nhdr .mha .mhd .npy or .npz file, a folder, names such as "
        + "'DIR/{series}-{description}.nii.gz', or - for standard output; or --dicom."))
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default nii.gz.", valueName: "ext"))
  var format: String?

  @OptionGroup(title: "Irregular stacks") var even: EvenGridOptions
  @OptionGroup(title: "Voxels") var voxels: VoxelOptions

  @Flag(
    help: ArgumentHelp(
      "Beside NIfTI also NAME.json with what the series states of its acquisition, and of diffusion "
        + "NAME.bval and NAME.bvec.",
      discussion: "Keys and units are those of BIDS. It names no patient, people, places or dates.")
  )
  var bids = false

  @Flag(help: "Replace older files in a folder.")
  var force = false

  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var origin: ProvenanceOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let target = try OutputTarget(output, format: format, usual: "nii.gz", dicom)
    try target.check(input.kind)
    guard target.holdsVolumes else {
      throw UsageError(
        "\(output): a volume is no picture; write \(VolumeFileFormat.extensions.joined(separator: " "))"
      )
    }
    try target.checkNamesOfVolumes()
    try target.check(common)
    if target.isDICOM {
      try voxels.refuse()
      try even.refuse()
    }
    guard !bids || target.isNIfTI else {
      throw UsageError("--bids writes files beside NIfTI; write .nii or .nii.gz")
    }
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try ChosenVolumes(input, common) }
    let batch = OutputBatch()
    var report = ConvertReport(chosen.choice)
    var sources: [ProvenanceRecord.Source] = []
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      do {
        let own = OutputBatch()
        let (output, source) = try convert(plan, of: chosen, to: place, of: target, own, stopwatch)
        batch.adopt(own)
        report.outputs.append(output)
        sources += source
      } catch  where chosen.plans.count > 1 && Failure(error).isOfOneVolume {
        report.add(error, plan)
      }
    }
    try batch.finish()
    try origin.write(sources, report.outputs, report.outputs.map(\.path))
    try report.finish(stopwatch, common)
  }

  /// Writes one volume; its files get their places with the batch.
  private func convert(
    _ plan: VolumePlan, of chosen: ChosenVolumes, to place: OutputTarget, of whole: OutputTarget,
    _ batch: OutputBatch, _ stopwatch: Stopwatch
  ) throws -> (ConvertedVolume, [ProvenanceRecord.Source]) {
    let place = try place.place(of: whole, force: force, batch)
    guard case .values(let path, let format) = place.target else {
      return try writeDICOM(plan, of: chosen, to: place.target, batch, stopwatch)
    }
    let (volume, plan, phases) = try stopwatch.time(.load) {
      try chosen.phases(of: plan, phases(of:))
    }
    let sources = try origin.sources(plan, phases)
    let even = try even.grid(of: plan, path: path, common, volume)
    let writer = try voxels.writer(
      for: plan, phases: phases, note: origin.note(sources), chosen.loader)
    try stopwatch.time(.write) {
      try writer.write(
        phases: phases.count, even.grid, plan.attributes, to: path, as: format,
        context: common.context()
      ) { index in try stopwatch.time(.load, within: .write) { try even.volume(index) } }
    }
    let findings =
      bids ? try SideCarFiles(plan, phases, chosen.loader, common).write(beside: path, format) : []
    let output = ConvertedVolume(
      path: place.path ?? path, even.grid, phases: phases.count, chosen.finished(plan), findings)
    return (output, sources)
  }

  /// Writes the slices of a volume as a DICOM series, of each phase as one of its own.
  private func writeDICOM(
    _ plan: VolumePlan, of chosen: ChosenVolumes, to target: OutputTarget, _ batch: OutputBatch,
    _ stopwatch: Stopwatch
  ) throws -> (ConvertedVolume, [ProvenanceRecord.Source]) {
    let (loaded, plan) = try stopwatch.time(.load) {
      try chosen.load(plan, phases: phases(of:))
    }
    let numbers = try phases(of: plan)
    let volumes = try zip(loaded, numbers).map { volume, phase in
      (volume, try target.source(of: plan, phase: phase, chosen.loader))
    }
    let writer = DICOMVolumes(
      dicom: dicom, kind: "slice", force: force, window: nil, common: common,
      stopwatch: stopwatch, batch: batch)
    let path = try writer.write(
      volumes, by: Derivation([.slices], "Stored slices"), to: target)
    let output = ConvertedVolume(path: path, plan.geometry, phases: volumes.count, plan)
    return (output, try origin.sources(plan, phases(of: plan)))
  }

  /// All phases, which are in memory together, or the one that was asked for.
  private func phases(of plan: VolumePlan) throws -> [Int] {
    let phases = try input.chosenPhases(of: plan, default: .all, common)
    let limit = common.memoryLimit
    if phases.count > 1, plan.volumeFile == nil, plan.memoryBytes > limit / plan.phases {
      let (needed, isHuge) = plan.memoryBytes.multipliedReportingOverflow(by: plan.phases)
      throw LoadError.overMemoryLimit(needed: isHuge ? .max : needed, limit: limit)
    }
    return phases
  }
}
