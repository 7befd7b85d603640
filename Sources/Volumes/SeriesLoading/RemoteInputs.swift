public import Files
public import WorkScheduling

/// How inputs that are no files are had: those of an archive on a network.
///
/// A face that knows sockets, or a program that does, binds one to its calls (``current``); whatever
/// looks at inputs then takes such words for what they mean.
public struct RemoteInputs: Sendable {
  /// Those of the running call; nil where every input is a path.
  @TaskLocal public static var current: RemoteInputs?

  /// Hands over each instance of an input when it is there.
  public typealias Delivery =
    @Sendable (
      _ input: String, _ context: WorkContext, _ take: (ByteSource) throws -> Void
    ) throws -> Void

  private let isMeant: @Sendable (String) -> Bool
  private let deliver: Delivery

  /// Creates a way.
  ///
  /// - Parameters:
  ///   - isMeant: Whether an input is such a word.
  ///   - deliver: Hands over the instances that it means, each with a name of its own.
  public init(
    isMeant: @escaping @Sendable (String) -> Bool, delivering deliver: @escaping Delivery
  ) {
    self.isMeant = isMeant
    self.deliver = deliver
  }

  /// Parts inputs into paths and the instances that the others mean.
  package static func resolve(
    _ inputs: [String], context: WorkContext
  ) throws -> (paths: [String], sources: [ByteSource]) {
    var sources: [ByteSource] = []
    let paths = try receive(inputs, context: context) { sources.append($0) }
    return (paths, sources)
  }

  /// Hands over the instances that some of the inputs mean, each when it is there.
  ///
  /// - Returns: The other inputs, which are paths.
  static func receive(
    _ inputs: [String], context: WorkContext, _ take: (ByteSource) throws -> Void
  ) throws -> [String] {
    guard let current else { return inputs }
    for input in inputs where current.isMeant(input) {
      try current.deliver(input, context, take)
    }
    return inputs.filter { !current.isMeant($0) }
  }
}
