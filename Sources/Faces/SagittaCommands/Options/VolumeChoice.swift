import Sagitta

/// Which volume of an input was used, of how many, and why that one, for `--json`.
struct VolumeChoice: Encodable {
  /// Why a volume was used.
  enum Reason: String, Encodable {
    /// There was no other.
    case only
    /// Nobody chose, and it has the most voxels.
    case mostVoxels = "most-voxels"
    /// `--volume` named it.
    case named
    /// `--volume all` asked for every volume.
    case all
  }

  /// The number that `info` prints; nil if all were used.
  let id: Int?
  /// Volumes in the input.
  let of: Int
  let chosen: Reason
  let seriesInstanceUID: String?

  init(_ plans: [VolumePlan], of count: Int, named: String?) {
    let isAll = named == "all"
    let plan = isAll ? nil : plans.first
    id = plan?.id
    of = count
    chosen = isAll ? .all : named != nil ? .named : count == 1 ? .only : .mostVoxels
    seriesInstanceUID = plan?.attributes.seriesInstanceUID
  }
}
