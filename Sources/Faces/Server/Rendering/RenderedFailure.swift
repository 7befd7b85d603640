import Faults
import RenderedVolumes
import WebServices

extension ServiceFailure {
  /// What became of an error of rendered volumes.
  init(rendered error: any Error) {
    guard let own = error as? RenderedVolumesError else {
      self.init(error)
      return
    }
    let wait = RenderedVolumesError.retryAfter(error).map { [WebHeader("Retry-After", "\($0)")] }
    self.init(
      RenderedVolumesError.status(of: own), code: own.code.rawValue,
      message: Self.sentence(own), headers: wait ?? [])
  }

  /// What is said of them names parameters and types, and of targets what was asked for.
  private static func sentence(_ error: RenderedVolumesError) -> String {
    if case .noVolume = error { return "the target is no single volume" }
    return error.description
  }
}
