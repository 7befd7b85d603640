import ArgumentParser
import Sagitta

/// `sagitta convert`: a volume for other programs.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "A whole volume as NIfTI, NRRD, MetaImage, NumPy or DICOM.",
    discussion: """
      Values are modality values (HU for CT), exactly those of the slices: float32, or another \
      --type that holds them without loss. The affine keeps shear; MetaImage cannot and refuses \
      it. Irregular stacks are refused: no such format can say where their slices are.

      Examples:
        sagitta convert scans/ -o volume.nii.gz
        sagitta convert scans/ -o volume.nii.gz --type int16
        sagitta convert volume.nii.gz -o volume.mha --compress
        sagitta convert scans/ -o volume.npy --padding nan
        sagitta convert perfusion/ -o series.nii.gz           all phases, as a fourth axis
        sagitta convert perfusion/ -o phase.nii.gz --phase 3
        sagitta convert dti/ -o dti.nii.gz --bids             with dti.json, dti.bval, dti.bvec
        sagitta convert scans/ -o all/ --volume all --format nii.gz
        sagitta convert scans/ -o copy/ --dicom --transfer-syntax jpeg-ls
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: "A .nii .nii.gz .nrrd .nhdr .mha .mhd .npy or .npz file, or a folder; or --dicom.")
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default nii.gz.", valueName: "ext"))
  var format: String?

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
    guard !bids || target.isNIfTI else {
      throw UsageError("--bids writes files beside NIfTI; write .nii or .nii.gz")
    }
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try ChosenVolumes(input, common) }
    let plans = chosen.plans
    if target.isDICOM {
      try writeDICOM(chosen, to: target, stopwatch)
      return
    }
    let batch = OutputBatch()
    let places = try target.places(of: plans, force: force, batch)
    var outputs: [ConvertedVolume] = []
    var sources: [ProvenanceRecord.Source] = []
    for (plan, place) in zip(plans, places) {
      guard case .values(let path, let format) = place.target else { continue }
      let (volume, plan, phases) = try stopwatch.time(.load) {
        try chosen.phases(of: plan, phases(of:))
      }
      let source = try origin.sources(plan, phases)
      try write(
        plan, phases, volume, to: path, format, note: origin.note(source), chosen.loader, stopwatch)
      let findings =
        bids
        ? try SideCarFiles(plan, phases, chosen.loader, common).write(beside: path, format) : []
      outputs.append(
        ConvertedVolume(
          path: place.path ?? path, plan.geometry, phases: phases.count, chosen.finished(plan),
          findings))
      sources += source
    }
    try batch.finish()
    try origin.write(sources, outputs, outputs.map(\.path))
    if common.json { try Console.print(try JSONText.text(["outputs": outputs])) }
    common.finish(stopwatch)
  }

  private func write(
    _ plan: VolumePlan, _ phases: [Int], _ volume: @escaping @Sendable (Int) throws -> Volume,
    to path: String, _ format: VolumeFileFormat, note: String?, _ loader: VolumeLoader,
    _ stopwatch: Stopwatch
  ) throws {
    try stopwatch.time(.write) {
      try voxels.writer(for: plan, phases: phases, note: note, loader, common).write(
        phases: phases.count, plan.geometry, plan.attributes, to: path, as: format
      ) { index in
        try stopwatch.time(.load, within: .write) { try volume(index) }
      }
    }
  }

  /// Writes the slices of every volume as a DICOM series, of each phase as one of its own.
  private func writeDICOM(
    _ chosen: ChosenVolumes, to target: OutputTarget, _ stopwatch: Stopwatch
  ) throws {
    let plans = chosen.plans
    try voxels.refuse()
    let batch = OutputBatch()
    var outputs: [ConvertedVolume] = []
    var sources: [ProvenanceRecord.Source] = []
    for (plan, place) in zip(plans, try target.places(of: plans, force: force, batch)) {
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
        volumes, by: Derivation([.slices], "Stored slices"),
        to: place.target)
      outputs.append(ConvertedVolume(path: path, plan.geometry, phases: volumes.count, plan))
      sources += try origin.sources(plan, phases(of: plan))
    }
    try batch.finish()
    try origin.write(sources, outputs, outputs.map(\.path))
    if common.json { try Console.print(try JSONText.text(["outputs": outputs])) }
    common.finish(stopwatch)
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

/// A file that `convert` wrote.
struct ConvertedVolume: Encodable {
  let path: String
  let volume: Int
  let dimensions: [Int]
  /// Volumes one after the other along the fourth axis.
  let phases: Int
  /// Voxel (i, j, k) → LPS mm, 4×4, row-major.
  let affine: [Double]
  let findings: [FindingJSON]

  init(
    path: String, _ grid: GridGeometry, phases: Int, _ plan: VolumePlan, _ others: [Finding] = []
  ) {
    self.path = path
    self.volume = plan.id
    dimensions = grid.dimensions.ijk
    self.phases = phases
    affine = grid.voxelToPatient.rowMajor
    findings = (plan.findings + others).map(FindingJSON.init)
  }
}
