import ArgumentParser
import Files
import SagittaCommands

/// The program for networks, as a function of its arguments.
public enum NetworkProgram {
  /// Runs the program on the process's own streams, with signals handled as a program does.
  ///
  /// - Parameter arguments: The words after the program's name.
  /// - Returns: The exit code.
  public static func main(_ arguments: [String]) -> Int32 {
    UnfinishedFiles.removeWhenInterrupted()
    return Program.run(arguments, as: NetworkCommand.self)
  }
}

/// The root of its command line, under the name that people type.
struct NetworkCommand: RootCommand {
  static let configuration = CommandConfiguration(
    commandName: "sagitta",
    abstract: "Talks to archives, scanners and workstations of a DICOM network.",
    discussion: """
      Examples:
        sagitta echo dicom://ARCHIVE@pacs.example:104
        sagitta find dicom://ARCHIVE@pacs.example:104 --match PatientID=4711
        sagitta fetch dicom://ARCHIVE@pacs.example:104/1.2.3 -o study/
        sagitta send study/ dicom://ARCHIVE@pacs.example:104
        sagitta print study/ dicom://PRINTER@printer.example:104 --montage 4x5
        sagitta find @pacs --level series       # a place that has a name

      A place is dicom://[CALLED@]host:port[/STUDY[/SERIES[/INSTANCE]]], dicoms:// with TLS, \
      http[s]://HOST[:PORT]/BASE[/studies/STUDY[/series/SERIES]] for DICOMweb, or @NAME[/…] for one of those in places.toml ($XDG_CONFIG_HOME/sagitta, or ~/.config/sagitta).

      Exit codes: as of all other verbs; see `sagitta --help`.
      """,
    subcommands: [
      EchoCommand.self, FindCommand.self, FetchCommand.self, SendCommand.self, PrintCommand.self,
      ServeCommand.self,
      StreamCommand.self,
    ])
}
