import Files
import SagittaEngine

/// Where a command writes: results to standard output, everything else to standard error.
package struct Console: Sendable {
  /// The console of the running command; tests put their own here.
  @TaskLocal static var current = Console.standard

  /// Writes bytes of a result.
  let output: @Sendable (String) throws -> Void

  /// Writes messages, warnings and progress.
  let error: @Sendable (String) -> Void

  /// Whether messages reach a person at a terminal: progress bars are drawn only there.
  let isInteractive: Bool

  /// The standard streams of the process.
  static let standard = Console(
    output: { text in
      guard StandardStream.output.write(text) else { throw OutputStreamError() }
    },
    error: { text in
      // Nowhere is left to report a failure of standard error to.
      _ = StandardStream.error.write(text)
    },
    isInteractive: StandardStream.error.isTerminal)

  /// Writes lines of a result; nothing in them steers a terminal.
  package static func print(_ lines: String) throws {
    try current.output(FileNameText.printable(lines: lines) + "\n")
  }

  /// Writes a line for people: `sagitta: ` and what is to be said.
  package static func say(_ line: String) {
    current.error("sagitta: \(FileNameText.printable(line))\n")
  }

  /// Shows a line that the next one replaces, and removes it with an empty one; only where messages
  /// reach a person at a terminal.
  package static func show(passing line: String) {
    guard current.isInteractive else { return }
    // Carriage return, the line, and an erase to its end.
    current.error("\r\(FileNameText.printable(line))\u{1B}[K")
  }
}

/// Standard output cannot be written any more.
struct OutputStreamError: Fault {
  let code: FaultCode = "output-closed"
  let kind = FaultKind.ioFailed

  var description: String {
    "standard output cannot be written: is the disk full, or its reader gone?"
  }
}
