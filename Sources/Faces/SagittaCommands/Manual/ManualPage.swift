import FoundationEssentials
import SagittaEngine

/// A manual page in the language of man(7).
struct ManualPage {
  /// What ArgumentParser says of a command; a part of its help as JSON.
  private struct Tool: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool
    let arguments: [Argument]?
    let subcommands: [Command]?

    /// The commands below that people see; help has no page of its own.
    var shown: [Command] {
      (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
    }
  }

  private struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: String
    let shouldDisplay: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let isOptional: Bool
    let isRepeating: Bool
    let abstract: String?
  }

  private let root: Command

  /// Reads what `--experimental-dump-help` prints.
  init(describing json: String) throws {
    root = try JSONDecoder().decode(Tool.self, from: Data(json.utf8)).command
  }

  /// The page.
  var text: String {
    var lines = [
      ".TH SAGITTA 1 \"\" \"sagitta \(Engine.version)\" \"User Commands\"",
      ".SH NAME", "sagitta \\- \(Self.escaped(root.abstract ?? ""))",
      ".SH SYNOPSIS", ".B sagitta", ".I verb input", "[\\fIoptions\\fR]",
      ".SH DESCRIPTION",
    ]
    lines += Self.paragraphs(root.discussion ?? "")
    lines.append(".SH VERBS")
    for command in root.shown { lines += Self.section(command) }
    lines += [".SH EXIT STATUS"] + Self.exitCodes
    lines += [
      ".SH COMPLETION", "\\fBsagitta \\-\\-generate\\-completion\\-script\\fR",
      "\\fIshell\\fR prints one for bash, zsh or fish.",
    ]
    return lines.joined(separator: "\n")
  }

  private static func section(_ command: Command) -> [String] {
    var lines = [".SS sagitta \(escaped(command.commandName))", escaped(command.abstract ?? "")]
    lines += [".PP"] + paragraphs(command.discussion ?? "")
    for argument in command.arguments ?? [] where argument.shouldDisplay {
      lines += [".TP", heading(argument), escaped(argument.abstract ?? "")]
      if let value = argument.defaultValue, !value.isEmpty {
        lines.append(escaped("(default: \(value))"))
      }
    }
    return lines
  }

  private static func heading(_ argument: Argument) -> String {
    let value = argument.valueName.map { "\\fI\(escaped($0))\\fR" } ?? ""
    guard argument.kind != "positional" else { return value + (argument.isRepeating ? "…" : "") }
    let names = (argument.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }
    return names.joined(separator: ", ") + (argument.kind == "option" ? " " + value : "")
  }

  /// Text is filled; lines that are set in are examples and stay as they are.
  private static func paragraphs(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      if line.isEmpty { return [".PP"] }
      return line.hasPrefix("  ")
        ? [".br", ".nf", escaped(String(line)), ".fi"] : [escaped(String(line))]
    }
  }

  /// Backslashes, hyphens and a dot or quote at the beginning mean something to man.
  private static func escaped(_ text: String) -> String {
    let safe = text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      default: String(character)
      }
    }.joined()
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
  }

  private static let exitCodes = [
    (0, "done"), (64, "wrong usage"),
    (65, "input is damaged, unsupported, refused, or holds no volume"),
    (66, "input not found or not readable"), (69, "something that is needed is not installed"),
    (73, "output cannot be written"), (74, "input or output failed midway"),
    (77, "over a limit of memory or size"),
    (129, "the terminal was closed; no partial file is left, here and below"),
    (130, "interrupted from the keyboard"), (141, "the reader of the output went away"),
    (143, "ended by another program"),
  ].flatMap { [".TP", "\\fB\($0.0)\\fR", $0.1] }
}
