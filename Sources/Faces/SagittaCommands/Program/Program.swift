package import ArgumentParser
import Outputs
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The program, as a function of its arguments: what `main` and the tests call.
public enum Program {
  /// The words after the program's name, with the bytes of names that are no UTF-8 kept
  /// (`FileNameText`).
  public static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { place in
      // SAFETY: the system gives argc words, each ended by a zero.
      guard let word = unsafe CommandLine.unsafeArgv[place] else { return nil }
      return unsafe FileNameText.text(
        Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
    }
  }

  /// Runs the program on the process's own streams, with signals handled as a program does.
  ///
  /// - Parameter arguments: The words after the program's name.
  /// - Returns: The exit code.
  public static func main(_ arguments: [String]) -> Int32 {
    UnfinishedFiles.removeWhenInterrupted()
    if let refusal = NetworkHandover.become(for: arguments) {
      return Invocation.$current.withValue(Invocation(words: arguments)) { end(with: refusal) }
    }
    return run(arguments)
  }

  static func run(_ arguments: [String]) -> Int32 {
    run(arguments, as: SagittaCommand.self)
  }

  /// Runs a program of other verbs in the same way.
  package static func run(_ arguments: [String], as root: any RootCommand.Type) -> Int32 {
    Invocation.$current.withValue(Invocation(words: arguments, root: root)) {
      ProtectedFiles.$current.withValue(ProtectedFiles()) {
        RemoteInputs.$current.withValue(NetworkInputs.places) { perform(arguments, as: root) }
      }
    }
  }

  private static func perform(_ arguments: [String], as root: any RootCommand.Type) -> Int32 {
    do {
      try UsageAdvice.check(verb: arguments, known: root.verbs)
      var command = try root.parseAsRoot(arguments)
      try command.run()
      return ExitStatus.done.rawValue
    } catch {
      return end(with: error)
    }
  }

  /// Runs words of this program within another of its runs.
  ///
  /// - Parameters:
  ///   - arguments: The words.
  ///   - command: Gives the command that they are.
  /// - Returns: What went wrong; nil if nothing did.
  static func failure(
    of arguments: [String], as command: () throws -> any ParsableCommand
  ) -> Failure? {
    Invocation.$current.withValue(Invocation(words: arguments)) {
      ProtectedFiles.$current.withValue(ProtectedFiles()) {
        RemoteInputs.$current.withValue(NetworkInputs.places) {
          do {
            var command = try command()
            try command.run()
            return nil
          } catch {
            return failure(error, of: SagittaCommand.self)
          }
        }
      }
    }
  }

  /// Why words of this program are refused, without running them; nil if they are not.
  static func refusal(of arguments: [String]) -> String? {
    do {
      _ = try SagittaCommand.parseAsRoot(arguments)
      return nil
    } catch {
      return failure(error, of: SagittaCommand.self).message
    }
  }

  /// ArgumentParser's own errors have no public type: what the table does not know and it calls a usage
  /// error is one.
  private static func failure(_ error: any Error, of root: any RootCommand.Type) -> Failure {
    root.exitCode(for: error) == .validationFailure
      ? Failure(usage: UsageAdvice.improved(root.message(for: error))) : Failure(error)
  }

  private static func end(with error: any Error) -> Int32 {
    let invocation = Invocation.current
    let root = invocation.root
    // Help, version and completion scripts arrive as errors that mean success.
    guard root.exitCode(for: error) != .success else { return print(root.fullMessage(for: error)) }
    let isParsing = root.exitCode(for: error) == .validationFailure
    let failure = failure(error, of: root)
    let isUsage =
      isParsing || error is UsageError
      || ((error is RequestError || error is VolumeRequestError || error is OutputError)
        && failure.status == .usage)
    Console.say(
      failure.message + (isUsage ? UsageAdvice.help(for: invocation.words, of: root.verbs) : ""))
    let isReported = (error as? RefusedError)?.isReported ?? false
    if invocation.wantsJSON, !isReported { tell(failure) }
    return failure.status.rawValue
  }

  /// Scripts that read JSON get the failure as JSON, too.
  private static func tell(_ failure: Failure) {
    // Whether or not it can be read, the line on standard error and the exit code stand.
    try? Console.print(CommandJSON.text(FailureReport(failure.json)))
  }

  private static func print(_ text: String) -> Int32 {
    do {
      try Console.print(text)
      return ExitStatus.done.rawValue
    } catch {
      return end(with: error)
    }
  }
}

/// A command whose first word is a verb.
package protocol RootCommand: ParsableCommand {}

extension RootCommand {
  /// The first words that are known.
  package static var verbs: [String] {
    // Not a key path: the compiler (6.3.1) crashes on one through a metatype.
    configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
  }
}

/// The root of the command line.
struct SagittaCommand: RootCommand {
  static let configuration = CommandConfiguration(
    commandName: "sagitta",
    abstract: "Turns slices of CT and MRI into volumes, and volumes into pictures and numbers.",
    discussion: """
      Examples:
        sagitta info scans/                      # what volumes are here, and why
        sagitta report scans/ -o report.html     # the same as a page with pictures
        sagitta slice scans/ -o pictures/        # the three middle planes
        sagitta slice scans/ -o lung.png --plane coronal --window-preset lung
        sagitta mpr scans/ -o oblique.png --plane coronal --rotate 0,15,0
        sagitta mip scans/ -o mip.png --view anterior
        sagitta render scans/ -o spin.gif --preset ct-bone --frames 36
        sagitta frames echo.dcm -o echo.gif      # any stored image: X-ray, cine
        sagitta probe scans/ --at -10.5,20,-300    # the value at a place
        sagitta convert scans/ -o volume.nii.gz    # for other programs
        sagitta resample scans/ -o isotropic.nii.gz --isotropic
        sagitta batch scans/ -o batch/ --do "mip -o mip.png"    # on every series

      Archives and scanners (echo, find, fetch and send, where sagitta-network is installed):
        sagitta echo dicom://pacs.example:104    # is it there?
        sagitta mip dicom://pacs.example:104/1.2.3 -o mip.png    # a study there is an input

      Coordinates are patient LPS millimetres: +x left, +y back, +z head.

      Exit codes: 0 done; 64 wrong usage; 65 input is damaged, unsupported or holds no volume; \
      66 no input; 69 something is not installed; 73 output cannot be written; 74 it failed midway; \
      77 over a limit; 129, 130, 141, 143 ended by a signal, no unfinished file is left.
      """,
    version: VersionText.text,
    subcommands: [
      InfoCommand.self, SliceCommand.self, MprCommand.self, MipCommand.self, RenderCommand.self,
      FramesCommand.self, ProbeCommand.self, ConvertCommand.self, ResampleCommand.self,
      ReportCommand.self, BatchCommand.self,
      PhantomCommand.self, ListCommand.self, ManualCommand.self,
    ])
}
