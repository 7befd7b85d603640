import ArgumentParser
import SagittaEngine

/// What the fields of requests are called on the command line.
enum OptionNames {
  /// Fields whose option is not their last word.
  private static let special = [
    "points": "--at", "boxes": "--box", "spheres": "--sphere", "tolerances": "--tolerance",
    "assumedSpacing": "--assume-spacing", "voxels.isScaled": "--scaled", "sideCars": "--bids",
    "grid.like.dimensions": "--like", "output": "-o",
    "clipping.clipPlanes": "--clip-plane",
    "curve.points": "--curve", "curve.mode": "--curve-mode", "curve.shape": "--curve-shape",
    "overlay.map": "--overlay-map", "overlay.labels": "--overlay-labels",
    "overlay.window": "--overlay-window", "overlay.opacity": "--overlay-opacity",
  ]

  /// `slab.spacingBetween` → `--spacing-between`.
  static func option(_ field: String) -> String {
    if let option = special[field] { return option }
    let word = field.split(separator: ".").last ?? ""
    return "--" + word.flatMap { $0.isUppercase ? "-" + $0.lowercased() : String($0) }
  }

  /// Runs a check of requests while words are parsed; what it refuses is wrong usage.
  static func validate(_ check: () throws -> Void) throws {
    do {
      try check()
    } catch let error as RequestError where error.kind == .overLimit {
      // Not wrong usage, and refused when the command runs.
      return
    } catch let error as RequestError {
      throw ValidationError(RemedyWords.commandLine.message(of: error))
    } catch let error as ReslicingError {
      throw ValidationError(error.description)
    }
  }
}
