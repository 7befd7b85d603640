import ArgumentParser

/// `sagitta manual`: the manual page, from the same descriptions as `--help`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "The manual page, for man.",
    discussion: """
      Examples:
        sagitta manual | man -l -
        sagitta manual > sagitta.1    # for a folder such as /usr/local/share/man/man1
      """)

  func run() throws {
    try Console.print(try ManualPage(describing: SagittaCommand._dumpHelp()).text)
  }
}
