#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that this process started.
struct ChildProcess {
  private let number: pid_t

  /// A program did not start.
  struct Refused: Error, CustomStringConvertible {
    let description: String
  }

  /// Starts a program with this process's environment.
  ///
  /// - Parameters:
  ///   - program: Its file.
  ///   - arguments: Its arguments, without its name.
  ///   - input: The descriptor that it reads from.
  ///   - complaints: The descriptor that it complains to; its output goes nowhere.
  /// - Throws: ``Refused``.
  init(
    _ program: String, arguments: [String], input: Int32, complaints: Int32
  ) throws(Refused) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var started: pid_t = 0
    // SAFETY: the words end with null and outlive the call.
    let problem = unsafe posix_spawn(&started, program, &actions, nil, &words, environ)
    guard problem == 0 else {
      throw unsafe Refused(description: String(cString: strerror(problem)))
    }
    number = started
  }

  /// Asks the program to end.
  func terminate() { _ = kill(number, SIGTERM) }

  /// Waits for the program to end; whether it did what it was asked to.
  func wait() -> Bool {
    var status: Int32 = 0
    while unsafe waitpid(number, &status, 0) < 0 {
      guard errno == EINTR else { return false }
    }
    return status == 0
  }
}
