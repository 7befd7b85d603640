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
        sagitta resample scans/ -o heart.npy --spacing 1 --crop -60,60,-80,40,-320,-200
        sagitta resample scans/ -o thin/ --isotropic --dicom
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong, help: "A .npy, .nii or .nii.gz file, .dcm, or a folder with --dicom.")
  var output: String

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

  @Flag(help: "Replace older files of the same kind in a folder.")
  var force = false

  @OptionGroup(title: "DICOM") var dicom: DICOMOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let file = try OutputTarget(output, format: nil, usual: "nii.gz", dicom)
    guard file.holdsVolumes, !file.isFolder || file.isDICOM else {
      throw UsageError(
        "\(output): name a value file, \(VolumeFileFormat.extensions.joined(separator: " "))")
    }
    let stopwatch = Stopwatch()
    let (volume, plan) = try input.loadOne(common, stopwatch)
    let grid = try target.grid(for: volume, common)
    try checkMemory(grid)
    let resampled = try stopwatch.time(.compute) {
      try Reslicer(volume, scheduler: common.scheduler()).resampled(
        to: grid, interpolation: interpolation,
        antialiasing: antialias ? .widenedKernel : .none,
        outside: outside.map { Float($0.value) } ?? .nan)
    }
    let path = try write(resampled, of: volume, plan, to: file, stopwatch)
    if common.json {
      let written = ConvertedVolume(path: path, [resampled], plan)
      try Console.print(try JSONText.text(["outputs": [written]]))
    }
    common.finish(stopwatch)
  }

  /// Writes the volume; returns the path of the file or folder.
  private func write(
    _ resampled: Volume, of volume: Volume, _ plan: VolumePlan, to target: OutputTarget,
    _ stopwatch: Stopwatch
  ) throws -> String {
    if case .values(let path, let format) = target {
      try stopwatch.time(.write) {
        let writer = VolumeFileWriter(scheduler: common.scheduler())
        try writer.write(resampled, to: path, as: format)
        guard markGaps else { return }
        let mask = try GapMarks(volume).mask(resampled, common.scheduler())
        try writer.write(mask, to: GapMarks.maskPath(beside: path, format), as: format)
      }
      return path
    }
    let images = try target.source(of: plan, phase: input.phase ?? 0, input.loader(common))
    return try DICOMVolumes(
      dicom: dicom, kind: "resampled", force: force, window: nil, common: common,
      stopwatch: stopwatch
    ).write(
      [(resampled, images)],
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
  func grid(for volume: Volume, _ common: CommonOptions) throws -> GridGeometry {
    var grid = try base(volume, common)
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

  private func base(_ volume: Volume, _ common: CommonOptions) throws -> GridGeometry {
    if let like {
      let other = try OtherGrid(at: like, common)
      other.warnIfElsewhere(than: volume, "--like", common)
      return other.grid
    }
    let source = volume.geometry
    if let spacing { return try source.resampled(spacing: spacing.spacing) }
    if isotropic { return try source.resampled(spacing: SIMD3(repeating: source.finestSpacing)) }
    return source
  }
}
