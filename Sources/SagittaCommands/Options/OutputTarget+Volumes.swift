import Sagitta

extension OutputTarget {
  /// Where each volume goes: one to the path itself, several into numbered folders of it;
  /// a value file in a folder is called `volume-0001`.
  ///
  /// - Throws: `UsageError` for several volumes that share a file; what `OutputFolder` throws.
  func places(of plans: [VolumePlan], force: Bool) throws -> [OutputTarget] {
    guard plans.count == 1 || isFolder else {
      throw UsageError("--volume all needs a folder for -o: every volume gets its own in it")
    }
    return try plans.map { plan in
      let place = plans.count == 1 ? self : numbered(plan.id)
      guard case .valueFiles(let folder, let format) = place else { return place }
      let ending = format.extensions[0]
      let inside = try OutputFolder(
        folder, kinds: ["volume"], fileExtension: ending, force: force)
      return .values(path: inside.file("volume-0001" + ending), format)
    }
  }
}
