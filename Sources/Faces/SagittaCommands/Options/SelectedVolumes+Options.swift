import SagittaEngine
import SharedInputs

extension SelectedVolumes {
  /// Looks at the inputs and picks the volumes that `--volume` names, or the largest.
  convenience init(_ input: InputOptions, common: CommonOptions) throws {
    let context = common.context()
    let selection = input.selection
    var loader = selection.loader()
    loader.expectsLoading = true
    try self.init(
      of: try SharedInputs.report(
        of: input.inputs, selection: selection, by: loader, context: context),
      selection: selection, context: context, tell: common.tell)
    whenOnDisk = { plan, bytes in
      common.note(
        "volume \(plan.id): memory has no room for its voxels, which lie on disk: "
          + "\(ByteAmount(bytes)) in \(context.limits.scratch?.path ?? "")")
    }
    whenKept = { plan, kept, bytes in
      common.detail(
        "volume \(plan.id): voxels are kept as \(kept == .compact ? "stored integers" : "floats"), "
          + "\(ByteAmount(bytes))")
    }
  }
}
