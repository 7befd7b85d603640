import Faults
import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The program that knows sockets, for those who need it.
package enum FoundProgram {
  /// What it is called.
  package static let name = "sagitta-network"

  /// Its file: beside the program that `SAGITTA_PROGRAM` names, in a folder of the caller, or on `PATH`.
  ///
  /// - Parameter folder: Where the caller's own program lies; nil within programs of others.
  /// - Returns: The first that can be executed; nil if there is none.
  package static func path(besides folder: String? = nil) -> String? {
    let named = variable("SAGITTA_PROGRAM").map {
      String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)])
    }
    let listed = variable("PATH")?.split(separator: ":").map(String.init) ?? []
    let folders = [named, folder].compactMap(\.self).filter { !$0.isEmpty } + listed
    return folders.lazy.map { "\($0)/\(name)" }.first { path in
      unsafe FileNameText.withPath(path, body: { unsafe access($0, X_OK) }) == 0
    }
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: the text is copied at once.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}

/// The program that knows sockets is not there.
struct ProgramMissing: Fault {
  var code: FaultCode { "program-missing" }
  var kind: FaultKind { .notInstalled }
  var description: String {
    "an input on a network needs the program sagitta-network, which is neither beside the program that "
      + "SAGITTA_PROGRAM names nor on PATH; it is a product of this package"
  }
}
