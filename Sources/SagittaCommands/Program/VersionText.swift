import Sagitta

/// What `--version` prints.
enum VersionText {
  static var text: String { "sagitta \(Sagitta.version)" }
}
