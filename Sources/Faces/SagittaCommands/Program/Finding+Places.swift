import Sagitta

extension Finding {
  /// Something lies wholly beside the volume.
  static func nothingThere(_ what: String) -> Finding {
    Finding(.nothingThere, .warning, "\(what): nothing of it is there, and the result is empty")
  }
}
