import Files
package import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Inputs that lie on a network: the program that knows sockets gets them, and hands them over through
/// a pipe, instance by instance.
///
/// So what comes from outside is parsed in a process that has no sockets, and no file lies anywhere.
package enum RemotePlaces {
  /// For calls of a library, whose process is none of ours: the program is looked for (``FoundProgram``).
  package static let forLibraries = RemoteInputs(isMeant: isPlace) { place, context, take in
    guard let program = FoundProgram.path() else { throw ProgramMissing() }
    try deliver(place, from: program, context: context, to: take)
  }

  /// Whether an input is meant as a place; a file of such a name is a file.
  @Sendable package static func isPlace(_ word: String) -> Bool {
    let schemes = ["dicom://", "dicoms://", "http://", "https://"]
    if schemes.contains(where: word.lowercased().hasPrefix) { return true }
    let isThere = unsafe FileNameText.withPath(word) { unsafe access($0, F_OK) } == 0
    return word.hasPrefix("@") && !isThere
  }

  /// Hands over the instances of a place, each when it is there.
  ///
  /// - Parameters:
  ///   - place: A study, a series or an instance.
  ///   - program: The file of `sagitta-network`.
  ///   - context: The memory that may be used, and whether to go on.
  ///   - take: Gets the instances, which are in memory.
  /// - Throws: ``RemoteFault``; `WorkCancelled`; what `take` throws.
  package static func deliver(
    _ place: String, from program: String, context: WorkContext,
    to take: (ByteSource) throws -> Void
  ) throws {
    let pipe = try InstancePipe(from: program, place: place, context: context)
    let memory = InstanceMemory()
    var count = 0
    while let instance = try pipe.next(
      in: memory, atMost: context.limits.availableBytes - memory.held,
      named: "\(place)#\(count + 1)")
    {
      try context.check()
      try take(instance)
      count += 1
    }
  }
}
