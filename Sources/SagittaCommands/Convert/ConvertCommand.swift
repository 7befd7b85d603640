import ArgumentParser
import Sagitta

/// `sagitta convert`: a volume for other programs.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "A whole volume as NumPy array or NIfTI.",
    discussion: """
      Values are float32 modality values (HU for CT), exactly those of the slices; the affine \
      keeps shear. Irregular stacks are refused: no such format can say where their slices are.

      Examples:
        sagitta convert scans/ -o volume.nii.gz
        sagitta convert scans/ -o volume.npy --padding nan
        sagitta convert perfusion/ -o series.nii.gz           all phases, as a fourth axis
        sagitta convert perfusion/ -o phase.nii.gz --phase 3
        sagitta convert scans/ -o all/ --volume all --format nii.gz
        sagitta convert scans/ -o copy/ --dicom --transfer-syntax jpeg-ls
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: "A .npy, .nii or .nii.gz file, or a folder; with --dicom for a series.")
  var output: String

  @Option(help: ArgumentHelp("Format of the files in a folder; default nii.gz.", valueName: "ext"))
  var format: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Value of padding voxels: nan or a number; default: the file's own value.",
      valueName: "nan|number"))
  var padding: VoxelValueArgument?

  @Flag(help: "Replace older files in a folder.")
  var force = false

  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let target = try OutputTarget(output, format: format, usual: "nii.gz", dicom)
    guard target.holdsVolumes else {
      throw UsageError(
        "\(output): a volume is no picture; write \(VolumeFileFormat.extensions.joined(separator: " "))"
      )
    }
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try ChosenVolumes(input, common) }
    let plans = chosen.plans
    if target.isDICOM {
      try writeDICOM(chosen, to: target, stopwatch)
      return
    }
    let paths = try paths(for: plans, target)
    var outputs: [ConvertedVolume] = []
    for (plan, (path, format)) in zip(plans, paths) {
      let (volumes, plan) = try stopwatch.time(.load) {
        try chosen.load(plan, phases: phases(of:))
      }
      let writer = VolumeFileWriter(
        padding: padding.map { .value($0.value) } ?? .keep, scheduler: common.scheduler())
      try stopwatch.time(.write) { try writer.write(phases: volumes, to: path, as: format) }
      outputs.append(ConvertedVolume(path: path, volumes, plan))
    }
    if common.json { try Console.print(try JSONText.text(["outputs": outputs])) }
    common.finish(stopwatch)
  }

  /// Writes the slices of every volume as a DICOM series, of each phase as one of its own.
  private func writeDICOM(
    _ chosen: ChosenVolumes, to target: OutputTarget, _ stopwatch: Stopwatch
  ) throws {
    let plans = chosen.plans
    guard padding == nil else {
      throw UsageError("--padding is for value files; DICOM says which voxels have no value")
    }
    guard plans.count == 1 || target.isFolder else {
      throw UsageError("--volume all needs a folder for -o: every volume gets its own in it")
    }
    var outputs: [ConvertedVolume] = []
    for plan in plans {
      let (loaded, plan) = try stopwatch.time(.load) {
        try chosen.load(plan, phases: phases(of:))
      }
      let numbers = try phases(of: plan)
      let volumes = try zip(loaded, numbers).map { volume, phase in
        (volume, try target.source(of: plan, phase: phase, chosen.loader))
      }
      let writer = DICOMVolumes(
        dicom: dicom, kind: "slice", force: force, window: nil, common: common,
        stopwatch: stopwatch)
      let path = try writer.write(
        volumes, by: Derivation([.slices], "Stored slices"),
        to: plans.count == 1 ? target : target.numbered(plan.id))
      outputs.append(ConvertedVolume(path: path, volumes.map(\.0), plan))
    }
    if common.json { try Console.print(try JSONText.text(["outputs": outputs])) }
    common.finish(stopwatch)
  }

  /// All phases, which are in memory together, or the one that was asked for.
  private func phases(of plan: VolumePlan) throws -> [Int] {
    if input.phase != nil { return [try input.chosenPhase(of: plan, common)] }
    let limit = common.memoryLimit
    if plan.memoryBytes > limit / plan.phases {
      let (needed, isHuge) = plan.memoryBytes.multipliedReportingOverflow(by: plan.phases)
      throw LoadError.overMemoryLimit(needed: isHuge ? .max : needed, limit: limit)
    }
    return Array(0..<plan.phases)
  }

  /// The file of each volume: the one that was named, or `volume-0001` in numbered folders.
  private func paths(
    for plans: [VolumePlan], _ target: OutputTarget
  ) throws -> [(String, VolumeFileFormat)] {
    switch target {
    case .values(let path, let format):
      guard plans.count == 1 else {
        throw UsageError("--volume all needs a folder for -o: every volume gets its own in it")
      }
      return [(path, format)]
    case .valueFiles(let folder, let format):
      return try plans.map { plan in
        let path = plans.count == 1 ? folder : OutputFolder.join(folder, "\(plan.id)")
        let inside = try OutputFolder(
          path, kinds: ["volume"], fileExtension: format.extensions[0], force: force)
        return (inside.file("volume-0001" + format.extensions[0]), format)
      }
    case .picture, .pictures, .dicom: preconditionFailure("there are value files only")
    }
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

  init(path: String, _ volumes: [Volume], _ plan: VolumePlan) {
    self.path = path
    self.volume = plan.id
    dimensions = volumes[0].dimensions.ijk
    phases = volumes.count
    affine = volumes[0].geometry.voxelToPatient.rowMajor
    findings = plan.findings.map(FindingJSON.init)
  }
}
