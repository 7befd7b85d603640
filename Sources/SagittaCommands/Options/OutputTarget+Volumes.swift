import Sagitta

extension OutputTarget {
  /// Whether NIfTI files are written.
  var isNIfTI: Bool {
    switch self {
    case .values(_, let format), .valueFiles(_, let format):
      format == .nifti || format == .niftiGzip
    default: false
    }
  }

  /// Where each volume goes: one to the path itself, several into numbered folders of it;
  /// a value file in a folder is called `volume-0001`.
  ///
  /// - Parameters:
  ///   - plans: The volumes.
  ///   - force: Whether older files may be replaced.
  ///   - batch: Gives the files their places.
  /// - Returns: A place for each volume, in their order.
  /// - Throws: `UsageError` for several volumes that share a file; what `OutputFolder` throws.
  func places(
    of plans: [VolumePlan], force: Bool, _ batch: OutputBatch
  ) throws -> [VolumePlace] {
    guard plans.count == 1 || isFolder else {
      throw UsageError("--volume all needs a folder for -o: every volume gets its own in it")
    }
    return try plans.map { plan in
      let place = plans.count == 1 ? self : numbered(plan.id)
      guard case .valueFiles(let folder, let format) = place else { return VolumePlace(place) }
      let ending = format.extensions[0]
      let inside = try OutputFolder(
        folder, kinds: ["volume"], fileExtension: ending, force: force)
      try batch.add(inside)
      let file = inside.file("volume-0001" + ending)
      return VolumePlace(
        target: .values(path: file.stagedPath, format), path: file.path)
    }
  }
}

/// Where a volume is written, and what it is called when it is complete.
struct VolumePlace {
  let target: OutputTarget
  /// Nil if that is the target itself.
  let path: String?

  init(_ target: OutputTarget) { self.init(target: target, path: nil) }

  init(target: OutputTarget, path: String?) { (self.target, self.path) = (target, path) }
}
