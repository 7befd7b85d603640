import Files
import RemotePlaces
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The program that talks to networks, beside this one: who never opens a socket needs none of it.
enum NetworkHandover {
  /// The verbs that it has.
  static let verbs = ["echo", "find", "fetch", "send", "print", "serve"]

  /// Becomes that program if the words begin with one of its verbs.
  ///
  /// - Returns: Why it cannot; nil for other words.
  static func become(for words: [String]) -> RefusedError? {
    guard let verb = words.first, verbs.contains(verb) else { return nil }
    do throws(RefusedError) {
      let path = try program(for: "`sagitta \(verb)`")
      execute(path, words: [path] + words)
      return missing(path, for: "`sagitta \(verb)`")
    } catch {
      return error
    }
  }

  /// The program's file.
  ///
  /// - Parameter need: What needs it.
  /// - Returns: Its path.
  /// - Throws: ``RefusedError`` if it is not there.
  static func program(for need: String) throws(RefusedError) -> String {
    guard let path = FoundProgram.path(besides: ownFolder) else {
      throw missing("\(ownFolder ?? "")/\(FoundProgram.name)", for: need)
    }
    return path
  }

  private static func missing(_ path: String, for need: String) -> RefusedError {
    RefusedError(
      .notInstalled,
      description: "\(need) needs the program \(path): "
        + "`swift build -c release --product sagitta-network` makes it")
  }

  /// Where this program lies; it may run within Python, which has none of ours beside it.
  private static var ownFolder: String? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &path, path.count)
    guard count > 0, let slash = path[..<max(0, count)].lastIndex(of: 0x2F) else { return nil }
    return FileNameText.text(path[..<max(1, slash)].map { UInt8(bitPattern: $0) })
  }

  /// Returns only if the system refuses.
  private static func execute(_ path: String, words: [String]) {
    // SAFETY: the words end with nil, and are there until the process has become another.
    var copies = unsafe words.map { word in
      unsafe FileNameText.withPath(word) { unsafe strdup($0) }
    }
    unsafe copies.append(nil)
    _ = unsafe FileNameText.withPath(path) { unsafe execv($0, copies) }
    unsafe copies.forEach { unsafe free($0) }
  }
}
