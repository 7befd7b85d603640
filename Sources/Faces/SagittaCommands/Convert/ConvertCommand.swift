import ArgumentParser
import Outputs
import SagittaEngine

/// `sagitta convert`: a volume for other programs.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "A whole volume as NIfTI, NRRD, MetaImage, NumPy, OME-Zarr or DICOM.",
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
      "A .nii .nii.gz .nrrd .nhdr .mha .mhd .npy .npz or .ome.zarr file, a folder, names such as "
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
    let target = try OutputTarget(output, format: format, default: "nii.gz", dicom: dicom)
    try target.check(input.reading.kind.values)
    guard target.holdsVolumes else {
      throw UsageError(
        "\(output): a volume is no picture; write \(VolumeFileFormat.extensions.joined(separator: " "))"
      )
    }
    try target.checkNamesOfVolumes()
    try target.checkStandardOutput(printsJSON: common.json)
    if target.isDICOM {
      try voxels.refuse()
      try even.refuse()
    }
    guard !bids || target.isNIfTI else {
      throw UsageError("--bids writes files beside NIfTI; write .nii or .nii.gz")
    }
    let volumes = VolumeOptions(
      verb: "convert", input: input, force: force, dicom: dicom, origin: origin, common: common)
    guard let format = target.volumeFormat else {
      return try volumes.run(to: target, request: dicom.request) { run, note in
        ConvertedFiles(of: run, note: note, tell: common.tell).writeDICOM
      }
    }
    let request = ConvertRequest(
      format: format, voxels: voxels.request, unevenSlices: even.policy, sideCars: bids)
    try volumes.run(to: target, request: request) { run, note in
      let files = ConvertedFiles(of: run, note: note, tell: common.tell)
      return { try files.write($0, as: request) }
    }
  }
}
