import Outputs
import SagittaEngine

extension RemedyWords {
  /// What remedies are called on the command line.
  static let commandLine = RemedyWords(
    phrase: \.commandPhrase, ending: \.commandEnding, whole: { commandText(of: $0) })

  /// Returns the sentence of a fault with what to type.
  private static func commandText(of fault: any Fault) -> String {
    if let fault = fault as? VolumeRequestError { return FaultText.text(of: fault) }
    let sentence =
      (fault as? RequestError)?.description(naming: OptionNames.option)
      ?? (fault as? OutputError)?.description(naming: OptionNames.option) ?? fault.description
    return commandLine.message(sentence, remedies: fault.remedies)
  }
}

extension Remedy {
  /// What follows the sentence of a fault; nil where the sentence itself says what to do.
  var commandPhrase: String? {
    switch self {
    case .listInput: "`sagitta info` lists every file with its reason"
    case .listVolumes: "`sagitta info` prints their numbers and UIDs"
    case .listPresets: "--list-presets prints all"
    case .locateVolume: "`sagitta info` says where it is"
    case .chooseVolume: "choose with --volume"
    case .choosePhase: "choose with --phase"
    case .assumeSpacing: "--assume-spacing dx,dy,dz stacks such images by name"
    case .stateSpacing: "give their spacing (--assume-spacing)"
    case .assumeAligned: "--assume-aligned takes their coordinates as equal"
    case .allowOutside: "--allow-outside reads it where it is, if you trust the header"
    case .setTolerance: "set it with --tolerance"
    case .raiseMemoryLimit: "raise --max-memory"
    case .chooseScratch: "name a folder on a disk with --scratch"
    case .askForLess: "load fewer slices"
    case .replaceOutput: "--force replaces it"
    case .chooseWindow: "choose with --window"
    case .interpolateNearest: "resample them with --interpolation nearest, or choose a color map"
    case .resampleEvenly: "use `sagitta resample` to put the volume on a regular grid"
    case .straighten: "use `sagitta resample` to straighten it"
    case .writeAsEven: "--even writes it as if it were even"
    case .writeFloats: "use --type float32"
    case .writeWholeNumbers: "give --type int16"
    case .scaleNumbers: "--scaled to round to a slope and intercept (NIfTI only)"
    case .replaceGaps: "--padding with a whole number"
    case .markGaps: "--padding nan marks them"
    case .showStoredImages: "`sagitta frames` shows them as pictures"
    case .printPreset: "--dump-preset prints an example"
    case .fetchAgain: nil
    }
  }

  /// What stands in the place of an advice's full stop; nil to leave it.
  fileprivate var commandEnding: String? {
    switch self {
    case .listInput: ". `sagitta info` lists every file"
    case .listVolumes, .locateVolume: ". `sagitta info` prints them"
    case .listPresets: ". `--list-presets` prints all"
    case .chooseVolume: " with `--volume`"
    case .choosePhase: " with `--phase`; pictures show phase 0, `convert` writes all"
    case .assumeSpacing, .stateSpacing: " with `--assume-spacing dx,dy,dz`"
    case .assumeAligned: " with `--assume-aligned`"
    case .allowOutside: " (`--allow-outside`)"
    case .setTolerance: ". Tolerances can be set with `--tolerance`"
    case .raiseMemoryLimit: " with `--max-memory`"
    case .chooseScratch: " with `--scratch`"
    case .replaceOutput: " with `--force`"
    case .chooseWindow: " (`--window`)"
    case .interpolateNearest: " (`--interpolation nearest`)"
    case .resampleEvenly:
      ": `sagitta resample --isotropic` or `sagitta convert --resample` makes one"
    case .straighten: ": `sagitta resample` makes one"
    case .writeAsEven: ", `sagitta convert --even` writes it as if it were"
    case .writeFloats: " (`--type float32`)"
    case .writeWholeNumbers: " (`--type int16`)"
    case .scaleNumbers: " (`--scaled`)"
    case .replaceGaps: " (`--padding`)"
    case .markGaps: "; `convert --padding nan` marks such voxels for other programs"
    case .showStoredImages: ": `sagitta frames` shows them as pictures"
    case .askForLess, .fetchAgain, .printPreset: nil
    }
  }
}
