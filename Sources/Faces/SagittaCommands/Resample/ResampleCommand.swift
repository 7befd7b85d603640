import ArgumentParser
import Sagitta
import Synchronization

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
    let file = try OutputTarget(output, format: format, usual: "nii.gz", dicom)
    try file.check(input.kind)
    guard file.holdsVolumes else {
      throw UsageError(
        "\(output): name a value file, \(VolumeFileFormat.extensions.joined(separator: " "))")
    }
    try file.checkNamesOfVolumes()
    try file.check(common)
    let stopwatch = Stopwatch()
    let chosen = try stopwatch.time(.load) { try ChosenVolumes(input, common) }
    var report = ConvertReport(chosen.choice)
    var sources: [ProvenanceRecord.Source] = []
    let batch = OutputBatch()
    for (plan, target) in zip(chosen.plans, try file.each(of: chosen.plans)) {
      do {
        let own = OutputBatch()
        let place = try target.place(of: file, force: force, own)
        let (output, source) = try resample(plan, of: chosen, to: place, own, stopwatch)
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

  /// Resamples and writes the phases of one volume; returns what was written, and from what.
  private func resample(
    _ planned: VolumePlan, of chosen: ChosenVolumes, to place: VolumePlace, _ batch: OutputBatch,
    _ stopwatch: Stopwatch
  ) throws -> (ConvertedVolume, [ProvenanceRecord.Source]) {
    let (volume, plan, phases) = try stopwatch.time(.load) {
      try chosen.phases(of: planned) {
        try input.chosenPhases(of: $0, default: .number(0), common)
      }
    }
    let grid = try target.grid(for: plan, common)
    try checkMemory(grid)
    let job = ResampleJob(
      grid: grid, interpolation: interpolation, antialiasing: antialias ? .widenedKernel : .none,
      outside: outside.map { Float($0.value) } ?? .nan, context: common.context(),
      stopwatch: stopwatch, source: volume)
    let sources = try origin.sources(plan, phases)
    let path = try write(
      plan, phases, origin.note(sources), to: place.target, batch, job, chosen.loader)
    let output = ConvertedVolume(
      path: place.path ?? path, grid, phases: phases.count, chosen.finished(plan),
      findings(of: job))
    return (output, sources)
  }

  /// What is said of a result without a value.
  private func findings(of job: ResampleJob) -> [Finding] {
    guard job.result.isEmpty else { return [] }
    let finding = Finding.nothingThere("the new grid lies beside the volume's values")
    common.note("warning: \(finding.message)")
    return [finding]
  }

  /// Writes the volumes of phases; returns the path of the file or folder.
  private func write(
    _ plan: VolumePlan, _ phases: [Int], _ note: String?, to target: OutputTarget,
    _ batch: OutputBatch, _ job: ResampleJob, _ loader: VolumeLoader
  ) throws -> String {
    if case .values(let path, let format) = target {
      try job.stopwatch.time(.write) {
        let writer = try voxels.writer(for: plan, phases: phases, note: note, loader)
        try writer.write(
          phases: phases.count, job.grid, plan.attributes, to: path, as: format,
          context: job.context
        ) { try job.resampled($0) }
        guard markGaps else { return }
        let mask = try GapMarks(job.source(0)).mask(job.resampled(0), context: job.context)
        try VolumeFileWriter().write(
          mask, to: GapMarks.maskPath(beside: path, format), as: format, context: job.context)
      }
      return path
    }
    try voxels.refuse()
    let volumes = try job.stopwatch.time(.write) {
      try phases.indices.map { index in
        (try job.resampled(index), try target.source(of: plan, phase: phases[index], loader))
      }
    }
    return try DICOMVolumes(
      dicom: dicom, kind: "resampled", force: force, window: nil, common: common,
      stopwatch: job.stopwatch, batch: batch
    ).write(
      volumes,
      by: Derivation([.spatialResampling], "New grid, \(interpolation.rawValue) interpolation"),
      to: target)
  }

  private func checkMemory(_ grid: GridGeometry) throws {
    let needed = grid.dimensions.voxelCount * MemoryLayout<Float>.stride
    if needed > common.memoryLimit {
      throw LoadError.overMemoryLimit(needed: needed, limit: common.memoryLimit)
    }
  }
}

/// Puts volumes on a new grid.
struct ResampleJob: Sendable {
  let grid: GridGeometry
  let interpolation: Interpolation
  let antialiasing: Antialiasing
  let outside: Float
  let context: WorkContext
  let stopwatch: Stopwatch
  /// Loads the volume of a phase.
  let source: @Sendable (Int) throws -> Volume
  /// What was made so far.
  let result = ResampledValues()

  func resampled(_ index: Int) throws -> Volume {
    let volume = try stopwatch.time(.load, within: .write) { try source(index) }
    return try stopwatch.time(.compute, within: .write) {
      let made = try Reslicer(volume).resampled(
        to: grid, interpolation: interpolation, antialiasing: antialiasing, outside: outside,
        context: context)
      result.see(made)
      return made
    }
  }
}

/// Whether any value came out.
final class ResampledValues: Sendable {
  private let hasValues = Mutex(false)

  /// Whether none did.
  var isEmpty: Bool { hasValues.withLock { !$0 } }

  func see(_ volume: Volume) {
    if volume.valueRange != nil { hasValues.withLock { $0 = true } }
  }
}

/// The grid to resample to.
struct GridOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Spacing in mm of columns, rows and slices; one number for all.", valueName: "mm[,mm,mm]"))
  var spacing: SpacingsArgument?

  @Flag(help: "The finest spacing of the volume for all axes.")
  var isotropic = false

  @Option(
    help: ArgumentHelp(
      "The grid of another series (folder or file) or volume file.", valueName: "path"))
  var like: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only this box, in LPS mm.", valueName: "x0,x1,y0,y1,z0,z1"))
  var crop: BoxArgument?

  @Option(help: ArgumentHelp("Voxels to add on every side.", valueName: "n"))
  var pad: CountArgument?

  func validate() throws {
    let ways = [spacing != nil, isotropic, like != nil].count { $0 }
    guard ways == 1 || (ways == 0 && (crop != nil || pad != nil)) else {
      throw ValidationError("give one of --spacing, --isotropic and --like")
    }
  }

  /// The grid that the options ask for.
  func grid(for plan: VolumePlan, _ common: CommonOptions) throws -> GridGeometry {
    var grid = try base(plan, common)
    if let crop {
      guard let part = grid.cropped(to: crop.bounds) else {
        throw UsageError("--crop leaves nothing of the volume; see `sagitta info` for its place")
      }
      grid = part
    }
    if let pad {
      let voxels = SIMD3(repeating: pad.value)
      grid = try grid.padded(before: voxels, after: voxels)
    }
    return grid
  }

  private func base(_ plan: VolumePlan, _ common: CommonOptions) throws -> GridGeometry {
    if let like {
      let other = try OtherGrid(at: like, common)
      common.tell(other.notices(beside: plan.attributes))
      return other.geometry
    }
    let source = plan.geometry
    if let spacing { return try source.resampled(spacing: spacing.spacing) }
    if isotropic { return try source.resampled(spacing: SIMD3(repeating: source.finestSpacing)) }
    return source
  }
}
