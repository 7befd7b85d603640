public import VolumeModel

/// A display window with a name, for CT in Hounsfield units.
///
/// The first five are fixed by Sagitta's interface; the others are the centre and width that
/// teaching collections and viewers commonly give ("Windowing (CT)", radiopaedia.org).
public struct WindowPreset: Hashable, Sendable {
  /// The name on the command line.
  public let name: String
  /// The value in the middle, in HU.
  public let center: Double
  /// The distance between black and white, in HU.
  public let width: Double

  private init(_ name: String, center: Double, width: Double) {
    self.name = name
    self.center = center
    self.width = width
  }

  /// Air-filled lung.
  public static let lung = WindowPreset("lung", center: -600, width: 1500)
  /// Cortical and trabecular bone.
  public static let bone = WindowPreset("bone", center: 400, width: 1800)
  /// Grey and white matter.
  public static let brain = WindowPreset("brain", center: 40, width: 80)
  /// The organs of the abdomen.
  public static let abdomen = WindowPreset("abdomen", center: 50, width: 400)
  /// The heart and the large vessels.
  public static let mediastinum = WindowPreset("mediastinum", center: 50, width: 350)
  /// Contrast in vessels.
  public static let angio = WindowPreset("angio", center: 300, width: 600)
  /// Small differences between lesion and liver.
  public static let liver = WindowPreset("liver", center: 30, width: 150)
  /// Muscle and fat.
  public static let softTissue = WindowPreset("soft-tissue", center: 50, width: 350)
  /// Discs and ligaments of the spine.
  public static let spine = WindowPreset("spine", center: 50, width: 250)
  /// Early ischaemia: the narrowest of the brain windows.
  public static let stroke = WindowPreset("stroke", center: 40, width: 40)
  /// Thin layers of blood against the skull.
  public static let subdural = WindowPreset("subdural", center: 75, width: 215)
  /// The ossicles and the labyrinth.
  public static let temporalBone = WindowPreset("temporal-bone", center: 600, width: 2800)

  /// All presets.
  public static let all: [WindowPreset] = [
    lung, bone, brain, abdomen, mediastinum, angio, liver, softTissue, spine, stroke, subdural,
    temporalBone,
  ]

  /// Finds a preset by its name; upper and lower case are the same.
  ///
  /// - Throws: ``UnknownWindowPreset``.
  public init(named name: String) throws(UnknownWindowPreset) {
    let wanted = name.lowercased()
    guard let preset = Self.all.first(where: { $0.name == wanted }) else {
      throw UnknownWindowPreset(name: name)
    }
    self = preset
  }

  /// Returns the window with a function of choice.
  public func window(function: DisplayWindow.Function = .linear) -> DisplayWindow {
    guard let window = DisplayWindow(center: center, width: width, function: function) else {
      preconditionFailure("the window of every preset is at least 1 wide")
    }
    return window
  }
}

extension DisplayWindow {
  /// The window of a preset, linear.
  public static func preset(_ preset: WindowPreset) -> DisplayWindow { preset.window() }
}

/// No window preset has this name.
public struct UnknownWindowPreset: Error, Hashable, CustomStringConvertible {
  /// What was asked for.
  public let name: String

  /// The preset whose name is closest, or nil if none is close.
  public var suggestion: WindowPreset? {
    let closest = closestName(to: name, among: WindowPreset.all.map(\.name))
    return WindowPreset.all.first { $0.name == closest }
  }

  /// One line for people: what is wrong, the closest name, and all names.
  public var description: String {
    let hint = suggestion.map { " (did you mean \($0.name)?)" } ?? ""
    let names = WindowPreset.all.map(\.name).joined(separator: ", ")
    return "unknown window preset '\(name)'\(hint); known are \(names)"
  }
}
