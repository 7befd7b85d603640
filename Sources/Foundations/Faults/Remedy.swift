/// What can be done about a fault or a finding, for a face to say in its own words.
///
/// The command line names an option, HTTP a parameter, Python a keyword: each has one exhaustive
/// table.
public enum Remedy: String, CaseIterable, Codable, Hashable, Sendable {
  /// List what the input holds, every file with its reason.
  case listInput = "list-input"
  /// List the volumes of the input.
  case listVolumes = "list-volumes"
  /// List the presets.
  case listPresets = "list-presets"
  /// Look where the volume lies.
  case locateVolume = "locate-volume"
  /// Choose one of several volumes.
  case chooseVolume = "choose-volume"
  /// Choose one of several phases.
  case choosePhase = "choose-phase"
  /// State the spacing of images that do not say where they lie; names order them then.
  case assumeSpacing = "assume-spacing"
  /// State the spacing of voxels that do not say how far apart they lie.
  case stateSpacing = "state-spacing"
  /// Take coordinates of two frames of reference as equal.
  case assumeAligned = "assume-aligned"
  /// Let headers name data files that do not lie below their own folder.
  case allowOutside = "allow-outside"
  /// Set a tolerance of the loader.
  case setTolerance = "set-tolerance"
  /// Allow more memory.
  case raiseMemoryLimit = "raise-memory-limit"
  /// Let volumes that memory has no room for lie in another folder.
  case chooseScratch = "choose-scratch"
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
  /// Make a sheared grid straight by sampling it anew.
  case straighten
  /// Write an uneven grid as if it were even.
  case writeAsEven = "write-as-even"
  /// Write numbers as floats.
  case writeFloats = "write-floats"
  /// Write whole numbers.
  case writeWholeNumbers = "write-whole-numbers"
  /// Round numbers to a slope and an intercept.
  case scaleNumbers = "scale-numbers"
  /// Let a whole number stand for voxels without a value.
  case replaceGaps = "replace-gaps"
  /// Mark voxels without a value as no number.
  case markGaps = "mark-gaps"
  /// Show the stored images as they are.
  case showStoredImages = "show-stored-images"
  /// Look at a preset in the form that a file has.
  case printPreset = "print-preset"
  /// Fetch the files again.
  case fetchAgain = "fetch-again"
}
