import RemotePlaces
import SagittaEngine

extension StudyObject {
  /// Looks at the headers of an input.
  convenience init(_ request: InputRequest, context: WorkContext) throws {
    let selection = try request.checkedSelection()
    let report = try RemoteInputs.$current.withValue(RemotePlaces.forLibraries) {
      try selection.loader().scan(request.inputs, context: context)
    }
    self.init(report, selection: selection)
  }

  /// The volumes by patient and study; their voxels are not read.
  func groups(showsIdentity: Bool = false) throws -> [StudyGroup] {
    var report = report
    return try InfoRequest(headersOnly: true, showsIdentity: showsIdentity)
      .run(on: &report, loader: selection.loader())
  }

  /// Loads one volume.
  ///
  /// - Parameters:
  ///   - volume: Its number or UID; nil for the only one.
  ///   - phase: Its phase; nil for the first.
  ///   - context: What the call may use.
  /// - Returns: The volume, and what a user should hear.
  /// - Throws: ``AmbiguousInput``; what `SelectedVolumes` throws.
  func load(
    volume: String?, phase: PhaseSelection?, context: WorkContext
  ) throws -> VolumeObject {
    guard volume != nil || report.volumes.count < 2 else {
      throw AmbiguousInput(groups: try groups(), report: report)
    }
    var choice = selection
    choice.volume = volume
    choice.phase = phase
    try choice.validate()
    var notices: [String] = []
    let chosen = try SelectedVolumes(of: report, selection: choice, context: context) {
      let notice = $0.notice(in: .none, workers: context.workers)
      if notice.kind != .detail { notices.append(notice.message) }
    }
    let loaded = try chosen.load(try chosen.onlyPlan)
    return VolumeObject(
      loaded.volume,
      origin: VolumeObject.Origin(plan: loaded.plan, phase: loaded.phase, loader: chosen.loader),
      notices: notices)
  }
}
