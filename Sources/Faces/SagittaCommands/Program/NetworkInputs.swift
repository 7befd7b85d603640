import Files
import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Inputs that lie on a network: the program that knows sockets gets them, and hands them over through
/// a pipe, instance by instance.
///
/// So what comes from outside is parsed in a process that has no sockets, and no file lies anywhere.
enum NetworkInputs {
  /// For ``RemoteInputs/current``.
  static let places = RemoteInputs(isMeant: { isPlace($0) || MailInputs.isMessage($0) }) {
    MailInputs.isMessage($0) && !isPlace($0)
      ? try MailInputs.sources(of: $0, context: $1) : try instances(of: $0, context: $1)
  }

  /// A file of such a name is a file.
  static func isPlace(_ word: String) -> Bool {
    let schemes = ["dicom://", "dicoms://", "http://", "https://"]
    if schemes.contains(where: word.lowercased().hasPrefix) { return true }
    let isThere = unsafe FileNameText.withPath(word) { unsafe access($0, F_OK) } == 0
    return word.hasPrefix("@") && !isThere
  }

  private static func instances(
    of place: String, context: WorkContext
  ) throws -> [ByteSource] {
    let program = try NetworkHandover.program(for: "an input on a network")
    let pipe = try InstancePipe(from: program, place: place)
    var sources: [ByteSource] = []
    var held = 0
    while let instance = try pipe.next(atMost: context.limits.availableBytes - held) {
      try context.check()
      held += instance.count
      sources.append(.memory(instance, name: "\(place)#\(sources.count + 1)"))
    }
    return sources
  }
}
