import SagittaEngine

/// What `--version` prints.
enum VersionText {
  static var text: String {
    let libraries = Engine.libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    return "sagitta \(Engine.version) (\(libraries); CPU level \(CPULevel.current.rawValue))"
  }
}
