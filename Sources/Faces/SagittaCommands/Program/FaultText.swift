import SagittaEngine

/// What the command line says of faults in requests of volumes: the names of options in place of
/// fields, and what can be done.
enum FaultText {
  /// One sentence and its remedies.
  static func text(of fault: VolumeRequestError) -> String {
    let field = fault.place.field.map { OptionNames.option($0) + " " }
    let subject = field ?? fault.place.path.map { $0 + ": " } ?? ""
    return ([subject + fault.problem] + clauses(of: fault)).joined(separator: "; ")
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
    return remedies.compactMap { remedy in
      remedy == .askForLess
        ? "ask for less: a larger --spacing, or fewer slices" : remedy.commandPhrase
    }
  }
}
