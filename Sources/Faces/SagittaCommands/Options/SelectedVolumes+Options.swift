import SagittaEngine

extension SelectedVolumes {
  /// Looks at the inputs and picks the volumes that `--volume` names, or the largest.
  convenience init(_ input: InputOptions, common: CommonOptions) throws {
    try self.init(
      inputs: input.inputs, selection: input.selection, context: common.context(),
      tell: common.tell)
  }
}
