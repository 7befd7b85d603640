#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that this process started.
package struct ChildProcess {
  private let number: pid_t

  /// A program did not start.
  package struct Refused: Error, CustomStringConvertible {
    package let description: String
  }

  /// Starts a program with this process's environment.
  ///
  /// - Parameters:
  ///   - program: Its file.
  ///   - arguments: Its arguments, without its name.
  ///   - input: The descriptor that it reads from; nil for nothing.
  ///   - output: The descriptor that it writes to; nil for nowhere.
  ///   - complaints: The descriptor that it complains to.
  /// - Throws: ``Refused``.
  package init(
    _ program: String, arguments: [String], input: Int32? = nil, output: Int32? = nil,
    complaints: Int32
  ) throws(Refused) {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, standard) in [(input, STDIN_FILENO), (output, STDOUT_FILENO)] {
      if let descriptor {
        unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
      } else {
        unsafe posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
      }
    }
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
  package func terminate() { _ = kill(number, SIGTERM) }

  /// Waits for the program to end; whether it did what it was asked to.
  package func wait() -> Bool {
    var status: Int32 = 0
    while unsafe waitpid(number, &status, 0) < 0 {
      guard errno == EINTR else { return false }
    }
    return status == 0
  }
}
