public import SeriesLoading
import VolumeModel

/// Which volume of an input was used, of how many, and why that one.
public struct VolumeChoice: Encodable, Hashable, Sendable {
  /// Why a volume was used.
  public enum Reason: String, Codable, Hashable, Sendable {
    /// There was no other.
    case only
    /// Nobody chose, and it has the most voxels.
    case mostVoxels = "most-voxels"
    /// Its number or UID was given.
    case named
    /// Every volume was asked for.
    case all
  }

  /// The volume's number; nil if all were used.
  public let id: Int?
  /// Volumes in the input.
  public let of: Int
  /// Why it was used.
  public let chosen: Reason
  /// The volume's Series Instance UID; nil if all were used, or if it has none.
  public let seriesInstanceUID: String?

  /// How the voxels that were loaded last are kept; nil where none were, or where nothing but floats
  /// was asked for.
  public internal(set) var storage: StorageChoice?

  /// Where voxels lie that memory had no room for: `disk`; nil where they lie in memory, and where none
  /// were loaded.
  public internal(set) var place: VoxelPlace?

  /// Where voxels lie.
  public enum VoxelPlace: String, Codable, Hashable, Sendable {
    /// In a file of a scratch folder.
    case disk
  }

  /// The same choice, without the series' identifier.
  public var anonymous: VolumeChoice {
    var choice = VolumeChoice(id: id, of: of, chosen: chosen, seriesInstanceUID: nil)
    choice.storage = storage
    choice.place = place
    return choice
  }

  private init(id: Int?, of count: Int, chosen: Reason, seriesInstanceUID: String?) {
    self.id = id
    self.of = count
    self.chosen = chosen
    self.seriesInstanceUID = seriesInstanceUID
  }

  /// The choice of some of `count` volumes by a name, which may be none.
  init(_ plans: [VolumePlan], of count: Int, named: String?) {
    let isAll = named == VolumeSelection.all
    let plan = isAll ? nil : plans.first
    id = plan?.id
    of = count
    chosen = isAll ? .all : named != nil ? .named : count == 1 ? .only : .mostVoxels
    seriesInstanceUID = plan?.attributes.seriesInstanceUID
  }
}
