public import DerivedObjects
public import Sampling

extension Derivation {
  /// The stored slices, written anew.
  public static let storedSlices = Derivation([.slices], description: "Stored slices")

  /// A volume on another grid.
  public init(resampledWith interpolation: Interpolation) {
    self.init(
      [.spatialResampling], description: "New grid, \(interpolation.rawValue) interpolation")
  }
}
