import ArgumentParser
import SagittaEngine

/// How the voxels of value files are stored.
struct VoxelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Type of voxels in value files; refused where it would change a value. Default: float32.",
      discussion: VoxelType.allCases.map(\.rawValue).joined(separator: ", "), valueName: "type"))
  var type: VoxelType?

  @Flag(
    help: "Round values to --type with slope and intercept in the header (.nii, .nii.gz only).")
  var scaled = false

  @Flag(help: "Compress .nrrd, .nhdr, .mha, .mhd and .npz; .nii.gz and .ome.zarr always are.")
  var compress = false

  @Flag(
    help: ArgumentHelp(
      "Values are labels: levels of .ome.zarr hold the commonest of a box, not a mean.",
      discussion: "Known of NIfTI that says so, of OME-Zarr labels and of segmentations."))
  var labels = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Value of padding voxels: nan or a number; default: the file's own value.",
      valueName: "nan|number"))
  var padding: VoxelValueArgument?

  @Flag(
    help: ArgumentHelp(
      "Let value files and side-cars carry texts and UIDs of the series.",
      discussion: "Its description, its identifiers, and what its maker is called."))
  var showIdentity = false

  func validate() throws {
    if scaled, type == nil {
      throw ValidationError("--scaled needs a type of whole numbers, as --type int16")
    }
  }

  /// Refuses options that mean nothing where DICOM is written.
  func refuse() throws {
    if padding != nil {
      throw UsageError("--padding is for value files; DICOM says which voxels have no value")
    }
    if showIdentity {
      throw UsageError(
        "--show-identity is for value files; DICOM says it unless --anonymous is given")
    }
    if type != nil || scaled || compress || labels {
      throw UsageError(
        "--type, --scaled, --compress and --labels are for value files, not for DICOM")
    }
  }

  /// How voxels are stored.
  var request: VoxelRequest {
    VoxelRequest(
      type: type ?? .float32, isScaled: scaled, isCompressed: compress, padding: padding?.padding,
      showIdentity: showIdentity ? true : nil, holdsLabels: labels ? true : nil)
  }
}
