/// What can be done about a fault or a finding, for a face to say in its own words.
///
/// The command line names an option, HTTP a parameter, Python a keyword: each has one exhaustive
/// table.
public enum Remedy: String, CaseIterable, Codable, Hashable, Sendable {
  /// List what the input holds, every file with its reason.
  case listInput = "list-input"
  /// Choose one of several volumes.
  case chooseVolume = "choose-volume"
  /// Choose one of several phases.
  case choosePhase = "choose-phase"
  /// State the spacing of images that do not say where they lie.
  case assumeSpacing = "assume-spacing"
  /// Take coordinates of two frames of reference as equal.
  case assumeAligned = "assume-aligned"
  /// Set a tolerance of the loader.
  case setTolerance = "set-tolerance"
  /// Allow more memory.
  case raiseMemoryLimit = "raise-memory-limit"
  /// Load fewer slices, or make fewer or smaller results.
  case askForLess = "ask-for-less"
  /// Replace what stands where the output should go.
  case replaceOutput = "replace-output"
  /// Choose a display window.
  case chooseWindow = "choose-window"
  /// Take the values of voxels instead of mixing them.
  case interpolateNearest = "interpolate-nearest"
  /// Make the grid even by sampling it anew.
  case resampleEvenly = "resample-evenly"
  /// Write an uneven grid as if it were even.
  case writeAsEven = "write-as-even"
  /// Write numbers as floats.
  case writeFloats = "write-floats"
  /// Show the stored images as they are.
  case showStoredImages = "show-stored-images"
  /// Fetch the files again.
  case fetchAgain = "fetch-again"
}
