import ArgumentParser
import Outputs
import SagittaEngine

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
    help:
      "A .nii .nii.gz .nrrd .nhdr .mha .mhd .npy .npz or .ome.zarr file, or a folder; or --dicom.")
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
    let file = try OutputTarget(output, format: format, default: "nii.gz", dicom: dicom)
    try file.check(input.reading.kind.values)
    guard file.holdsVolumes else {
      throw UsageError(
        "\(output): name a value file, \(VolumeFileFormat.extensions.joined(separator: " "))")
    }
    try file.checkNamesOfVolumes()
    try file.checkStandardOutput(printsJSON: common.json)
    if file.isDICOM { try voxels.refuse() }
    let other = try target.other(common, allowsOutside: input.reading.allowOutside)
    let request = ResampledVolumeRequest(
      resampling: ResampleRequest(
        grid: target.request(like: other?.geometry), interpolation: interpolation,
        antialiasing: antialias ? .widenedKernel : .none, outside: outside?.value),
      format: file.volumeFormat, voxels: file.isDICOM ? nil : voxels.request, markGaps: markGaps,
      dicom: file.isDICOM ? dicom.request : nil)
    let volumes = VolumeOptions(
      verb: "resample", input: input, force: force, dicom: dicom, origin: origin, common: common)
    try volumes.run(to: file, request: request) { run, note in
      let files = ResampledFiles(of: run, request: request, note: note, tell: common.tell)
      return { item in
        common.tell(other?.notices(beside: item.plan.attributes) ?? [])
        return try files.write(item)
      }
    }
  }
}
