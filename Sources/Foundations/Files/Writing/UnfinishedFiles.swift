import CUnfinishedFiles

/// The files that are being written at this moment.
public enum UnfinishedFiles {
  /// Makes SIGINT, SIGTERM, SIGHUP and SIGPIPE remove every unfinished file and end the process
  /// with 128 + the signal's number (130, 143, 129, 141), and makes writing beyond the file size limit an
  /// error instead of a signal (SIGXFSZ).
  ///
  /// For programs, at their start; a library must not change its host's signals.
  public static func removeWhenInterrupted() {
    sagitta_unfinished_handle_signals()
  }

  /// Removes every unfinished file; their writers fail from then on.
  ///
  /// Safe in a signal handler.
  public static func removeAll() {
    sagitta_unfinished_remove_all()
  }
}
