import Batches
import Files
import RemotePlaces
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Results of a batch on their way to an archive on a network, which the program that knows sockets takes there.
enum PlaceDelivery {
  /// What sends files to a place.
  ///
  /// - Throws: ``RefusedError`` if that program is not there.
  static func to(_ place: String) throws -> WorkPlan.Delivery {
    let program = try NetworkHandover.program(for: "--send-to")
    return WorkPlan.Delivery(to: place) { paths in
      let process = try ChildProcess(
        program, arguments: ["send"] + paths + [place, "--quiet"], complaints: STDERR_FILENO)
      guard process.wait() else {
        throw RemoteFault(
          code: "write-failed", kind: .ioFailed, description: "\(place) did not take the results")
      }
    }
  }
}
