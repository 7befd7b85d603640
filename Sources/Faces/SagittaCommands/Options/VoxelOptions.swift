import ArgumentParser
import Sagitta

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

  @Flag(help: "Compress .nrrd, .nhdr, .mha, .mhd and .npz; .nii.gz always is.")
  var compress = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Value of padding voxels: nan or a number; default: the file's own value.",
      valueName: "nan|number"))
  var padding: VoxelValueArgument?

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
    if type != nil || scaled || compress {
      throw UsageError("--type, --scaled and --compress are for value files, not for DICOM")
    }
  }

  /// A writer for a volume with the phases of a plan, and a text about its origin.
  func writer(
    for plan: VolumePlan, phases: [Int], note: String?, _ loader: VolumeLoader
  ) throws -> VolumeFileWriter {
    var encoding = VoxelEncoding(
      type: type ?? .float32, isScaled: scaled, isCompressed: compress,
      times: try loader.phaseTimes(plan, phases), note: note)
    encoding.phaseName = plan.phaseAxes.count == 1 ? plan.phaseAxes.first?.briefName : nil
    return VolumeFileWriter(
      padding: padding.map { .value($0.value) } ?? .keep, encoding: encoding)
  }
}

extension VolumeLoader {
  /// When phases that follow each other were taken, if it is known in seconds.
  fileprivate func phaseTimes(_ plan: VolumePlan, _ phases: [Int]) throws -> PhaseTimes? {
    guard phases.count > 1, let times = try phaseTimes(of: plan), let first = phases.first else {
      return nil
    }
    return PhaseTimes(first: times.first + Double(first) * times.step, step: times.step)
  }
}

extension PhaseAxis {
  /// The axis in the 15 letters that NIfTI has for it, with its unit.
  fileprivate var briefName: String {
    switch name {
    case "Echo Time", "Effective Echo Time": "echo time ms"
    case "Diffusion b-value": "b-value s/mm2"
    default: String(name.prefix(15))
    }
  }
}

/// One phase of a volume, or all of them.
enum PhaseArgument: Equatable, ExpressibleByArgument {
  case number(Int)
  case all

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let number = Int(argument) {
      self = .number(number)
    } else {
      return nil
    }
  }

  /// The number of a single phase; the first if all are meant.
  var number: Int {
    switch self {
    case .number(let number): number
    case .all: 0
    }
  }
}
