import ArgumentParser
import Phantoms
import SagittaEngine

/// `sagitta phantom`: synthetic series with known answers.
struct PhantomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom", abstract: "Synthetic DICOM series with known answers.",
    discussion: """
      head    an asymmetric head with the letters L R A P H F in its voxels
      sphere  a homogeneous ball
      ramp    an affine field
      beads   small Gaussian beads at known places

      The folder also gets truth.json: parameters, affine, probes, places of beads and letters.

      Examples:
        sagitta phantom head -o head/ --orientation coronal --shuffle --seed 7
        sagitta phantom beads -o tilted/ --size 256,256,60 --tilt -18.5
        sagitta phantom ramp -o oblique/ --orientation 0.8,0.6,0,-0.6,0.8,0 --noise 10
      """)

  @Argument(help: "head, sphere, ramp or beads.")
  var kind: PhantomKind

  @Option(name: .shortAndLong, help: "The folder that receives the series.")
  var output: String

  @Option(
    help: ArgumentHelp("Columns, rows and slices; one number for a cube.", valueName: "n[,n,n]"))
  var size: GridSizeArgument?

  @Option(
    help: ArgumentHelp(
      "Spacing of columns, rows and slices in mm; one number for all; default: 256 mm per side.",
      valueName: "mm[,mm,mm]"))
  var spacing: SpacingsArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "axial, coronal, sagittal, two letters (row then column, as LP), or six cosines.",
      valueName: "name"))
  var orientation = OrientationArgument(orientation: .axial)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Gantry tilt about the rows, in degrees.", valueName: "degrees"))
  var tilt: NumberArgument?

  @Option(help: ArgumentHelp("Standard deviation of Gaussian noise.", valueName: "value"))
  var noise: PositiveNumberArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The middle of the stack in LPS mm.", valueName: "x,y,z"))
  var center: PatientPointArgument?

  @Flag(help: "Shuffle file names and instance numbers.")
  var shuffle = false

  @Flag(help: "Number the files against the slices' normal.")
  var descending = false

  @Option(help: ArgumentHelp("Seed of noise and order.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("ct or mr.", valueName: "modality"))
  var modality: PhantomSeries.Modality = .ct

  @Option(
    help: ArgumentHelp(
      "explicit, implicit, big-endian or deflated.", valueName: "name"))
  var transferSyntax: NativeSyntaxArgument = .explicit

  @Flag(help: "Replace an older series in the folder.")
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if shuffle, descending {
      throw ValidationError("--shuffle and --descending contradict each other; give one")
    }
  }

  func run() throws {
    guard output != "-" else {
      throw UsageError("-o - is standard output, which holds no folder; name one")
    }
    let stopwatch = Stopwatch()
    let series = series
    let truth = try stopwatch.time(.write) {
      try series.write(
        to: output, existing: force ? .replace : .refuse, context: common.context())
    }
    if common.json { try Console.print(try CommandJSON.text(truth)) }
    common.finish(stopwatch)
  }

  private var series: PhantomSeries {
    let dimensions = size?.dimensions ?? GridDimensions(columns: 128, rows: 128, slices: 128)
    let n = dimensions.ijk.map(Double.init)
    let fitting = SIMD3(Self.extent / n[0], Self.extent / n[1], Self.extent / n[2])
    var series = PhantomSeries(kind, dimensions: dimensions, spacing: spacing?.spacing ?? fitting)
    series.orientation = orientation.orientation
    series.tiltDegrees = tilt?.value ?? 0
    series.noise = noise?.value ?? 0
    series.center = center?.point ?? series.center
    series.seed = seed
    series.order = shuffle ? .shuffled : descending ? .descending : .ascending
    series.modality = modality
    series.transferSyntax = transferSyntax.syntax
    return series
  }

  /// The side of the default phantom in mm.
  private static let extent = 256.0
}
