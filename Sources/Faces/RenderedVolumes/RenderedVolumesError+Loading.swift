import SagittaEngine

extension RenderedVolumesError {
  /// Loading stopped: said without the names of files, which are no client's business.
  init(_ error: LoadError) {
    switch error {
    case .overMemoryLimit(let needed, let limit):
      self = .tooLarge("a volume of \(needed) bytes", limit: limit)
    case .noSuchPhase(_, let count):
      self = .wrongParameter("phase", problem: "the volume has \(count), counted from 0")
    default: self = .noVolume("its images cannot be read (\(error.code))")
    }
  }
}
