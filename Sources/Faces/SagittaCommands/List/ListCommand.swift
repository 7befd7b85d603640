import ArgumentParser
import SagittaEngine

/// `sagitta list`: the names that options know.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The names that options know: color maps, presets, windows.",
    discussion: """
      Examples:
        sagitta list color-maps     # for --color-map and --overlay-map
        sagitta list windows        # for --window-preset
        sagitta list presets        # for render --preset
      """)

  /// What can be listed.
  enum Subject: String, CaseIterable, ExpressibleByArgument {
    case colorMaps = "color-maps"
    case windows, presets
  }

  @Argument(help: "color-maps, windows or presets.")
  var subject: Subject

  @Flag(help: "Print the list as JSON.")
  var json = false

  func run() throws {
    let entries = entries
    if json { return try Console.print(try CommandJSON.text(entries)) }
    let width = (entries.map(\.name.count).max() ?? 0) + 2
    for entry in entries {
      let gap = String(repeating: " ", count: width - entry.name.count)
      try Console.print(entry.name + gap + entry.description)
    }
  }

  private var entries: [NameJSON] {
    switch subject {
    case .colorMaps:
      ColorMap.all.map { NameJSON(name: $0.name, description: "\($0.use) (\($0.source))") }
    case .windows:
      WindowPreset.all.map {
        NameJSON(
          name: $0.name,
          description: "centre \($0.center.displayText), width \($0.width.displayText) HU")
      }
    case .presets:
      TransferFunction.presets.map {
        NameJSON(name: $0.name ?? "", description: $0.description ?? "")
      }
    }
  }
}
