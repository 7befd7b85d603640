import Sagitta

/// What the command line says of faults: the names of options in place of fields, and what can be
/// done.
enum FaultText {
  /// One sentence and its remedies.
  static func text(of error: any Error) -> String {
    switch error {
    case let error as RequestError: return error.description(naming: OptionNames.option)
    case let error as OverlayError:
      return ([error.description] + error.remedies.compactMap(OptionNames.advice))
        .joined(separator: "; ")
    case let fault as VolumeRequestError:
      let field = fault.place.field.map { OptionNames.option($0) + " " }
      let subject = field ?? fault.place.path.map { $0 + ": " } ?? ""
      return ([subject + fault.problem] + clauses(of: fault)).joined(separator: "; ")
    default: return "\(error)"
    }
  }

  /// What can be done, in order; ways that belong together are one clause.
  private static func clauses(of fault: VolumeRequestError) -> [String] {
    let remedies = fault.remedies
    if fault.place.field == "grid.crop" { return ["see `sagitta info` for its place"] }
    if remedies.contains(.resampleEvenly), remedies.contains(.writeAsEven) {
      return [
        "--resample or `sagitta resample` puts the volume on an even grid, --even writes it as if it "
          + "were even"
      ]
    }
    return remedies.map(clause)
  }

  private static func clause(_ remedy: Remedy) -> String {
    switch remedy {
    case .listInput: "`sagitta info` lists every file with its reason"
    case .chooseVolume: "choose with --volume"
    case .choosePhase: "choose with --phase"
    case .assumeSpacing: "--assume-spacing dx,dy,dz says where they lie"
    case .assumeAligned: "--overlay-assume-aligned takes their coordinates as equal"
    case .setTolerance: "--tolerance sets what counts as equal"
    case .raiseMemoryLimit: "raise --max-memory"
    case .askForLess: "ask for less: a larger --spacing, or fewer slices"
    case .replaceOutput: "choose another name or replace it with --force"
    case .chooseWindow: "choose with --window"
    case .interpolateNearest: "--interpolation nearest takes the values of voxels"
    case .resampleEvenly: "--resample or `sagitta resample` puts the volume on an even grid"
    case .writeAsEven: "--even writes it as if it were even"
    case .writeFloats: "leave --type out for floats"
    case .showStoredImages: "`sagitta frames` shows it as pictures"
    case .fetchAgain: "fetch the file again"
    }
  }
}
