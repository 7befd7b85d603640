import Sagitta

/// The volumes that a command works on, loaded one at a time.
typealias ChosenVolumes = SelectedVolumes

extension SelectedVolumes {
  /// Looks at the inputs and picks the volumes that `--volume` names, or the largest.
  convenience init(_ input: InputOptions, common: CommonOptions) throws {
    try self.init(
      inputs: input.inputs, selection: input.selection, context: common.context(),
      tell: common.tell)
  }
}
