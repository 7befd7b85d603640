import Faults
import RenderedVolumes
import WebServices

extension ServiceFailure {
  /// What became of an error of rendered volumes, whose sentences name no file and nobody.
  init(rendered error: any Error) {
    guard let own = error as? RenderedVolumesError else {
      self.init(error)
      return
    }
    let wait = RenderedVolumesError.retryAfter(error).map { [WebHeader("Retry-After", "\($0)")] }
    self.init(
      RenderedVolumesError.status(of: own), code: own.code.rawValue,
      message: own.description, headers: wait ?? [])
  }
}
