/// What was done to the source images.
public struct Derivation: Hashable, Sendable {
  /// The kind of processing, after CID 7203.
  public enum Process: Hashable, Sendable {
    /// Planes cut through the volume.
    case multiplanarReformatting
    /// A picture along a curve.
    case curvedReformatting
    /// The largest value along each ray.
    case maximumProjection
    /// The smallest value along each ray.
    case minimumProjection
    /// The mean value along each ray.
    case meanProjection
    /// The volume on another grid.
    case spatialResampling
    /// A shaded picture of the volume.
    case volumeRendering
    /// A shaded picture of a surface in the volume.
    case surfaceRendering
    /// The slices themselves, written anew.
    case slices
  }

  /// What was done, the last step last.
  public var processes: [Process]
  /// What was done in words, with the parameters (Derivation Description).
  public var description: String

  /// Describes a derivation.
  public init(_ processes: [Process], description: String) {
    self.processes = processes
    self.description = description
  }
}

extension Derivation.Process {
  /// Code Value and Code Meaning of DCM (PS3.16 CID 7203).
  var code: (value: String, meaning: String) {
    switch self {
    case .multiplanarReformatting: ("113072", "Multiplanar reformatting")
    case .curvedReformatting: ("113073", "Curved multiplanar reformatting")
    case .maximumProjection: ("113078", "Maximum intensity projection")
    case .minimumProjection: ("113079", "Minimum intensity projection")
    case .meanProjection: ("113049", "Pixel by pixel mean")
    case .spatialResampling: ("113085", "Spatial resampling")
    case .volumeRendering: ("113074", "Volume rendering")
    case .surfaceRendering: ("113075", "Surface rendering")
    case .slices: ("113091", "Spatially-related frames extracted from the volume")
    }
  }

  /// What it makes, for a series description.
  var word: String {
    switch self {
    case .multiplanarReformatting: "MPR"
    case .curvedReformatting: "curved MPR"
    case .maximumProjection: "MIP"
    case .minimumProjection: "MinIP"
    case .meanProjection: "mean"
    case .spatialResampling: "resampled"
    case .volumeRendering: "volume rendering"
    case .surfaceRendering: "surface rendering"
    case .slices: "slices"
    }
  }
}
