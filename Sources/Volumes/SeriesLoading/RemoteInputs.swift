public import Files
public import WorkScheduling

/// How inputs that are no files are had: those of an archive on a network.
///
/// A face that knows sockets, or a program that does, binds one to its calls (``current``); whatever
/// looks at inputs then takes such words for what they mean.
public struct RemoteInputs: Sendable {
  /// Those of the running call; nil where every input is a path.
  @TaskLocal public static var current: RemoteInputs?

  private let isMeant: @Sendable (String) -> Bool
  private let sources: @Sendable (String, WorkContext) throws -> [ByteSource]

  /// Creates a way.
  ///
  /// - Parameters:
  ///   - isMeant: Whether an input is such a word.
  ///   - sources: The instances that it means, each with a name of its own.
  public init(
    isMeant: @escaping @Sendable (String) -> Bool,
    sources: @escaping @Sendable (String, WorkContext) throws -> [ByteSource]
  ) {
    self.isMeant = isMeant
    self.sources = sources
  }

  /// Parts inputs into paths and the instances that the others mean.
  package static func resolve(
    _ inputs: [String], context: WorkContext
  ) throws -> (paths: [String], sources: [ByteSource]) {
    guard let current else { return (inputs, []) }
    let remote = inputs.filter { current.isMeant($0) }
    return (
      inputs.filter { !current.isMeant($0) },
      try remote.flatMap { try current.sources($0, context) }
    )
  }
}
