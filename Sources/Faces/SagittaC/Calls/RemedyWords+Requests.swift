import SagittaEngine

extension RemedyWords {
  /// What remedies are called where requests are JSON: by their fields.
  static let requests = RemedyWords(phrase: \.requestPhrase, ending: { _ in nil })
}

extension Remedy {
  /// What follows the sentence of a fault; nil where the sentence itself says what to do.
  fileprivate var requestPhrase: String? {
    switch self {
    case .listInput: "the study's JSON lists every file with its reason"
    case .listVolumes: "the study's JSON lists them"
    case .listPresets: "sagitta_about lists all"
    case .locateVolume: "the study's JSON says where it is"
    case .chooseVolume: "choose one with \"volume\""
    case .choosePhase: "choose one with \"phase\""
    case .assumeSpacing: "\"assumedSpacing\" stacks such images by name"
    case .stateSpacing: "give their spacing (\"assumedSpacing\")"
    case .assumeAligned: "\"overlay\": {\"assumeAligned\": true} takes their coordinates as equal"
    case .allowOutside: "\"outsideData\": true reads it where it is, if you trust the header"
    case .setTolerance: "set it in \"tolerances\""
    case .raiseMemoryLimit: "raise memory_bytes of the call"
    case .chooseScratch: nil
    case .askForLess: "ask for less"
    case .replaceOutput: "\"replace\": true replaces it"
    case .chooseWindow: "choose a \"window\""
    case .interpolateNearest: "take \"interpolation\": \"nearest\""
    case .resampleEvenly: "resample the volume to an even grid"
    case .straighten: "resample the volume to a straight grid"
    case .writeAsEven: "\"unevenSlices\": \"asEven\" writes it as if it were even"
    case .writeFloats: "write \"type\": \"float32\""
    case .writeWholeNumbers: "write \"type\": \"int16\""
    case .scaleNumbers: "\"isScaled\": true rounds to a slope and intercept (NIfTI only)"
    case .replaceGaps: "\"padding\": a whole number"
    case .markGaps: "\"padding\": \"nan\" marks them"
    case .showStoredImages: nil
    case .printPreset: nil
    case .fetchAgain: nil
    }
  }
}
