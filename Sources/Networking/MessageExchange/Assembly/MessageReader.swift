public import UpperLayer

/// Puts messages together out of fragments, without keeping their data sets.
public struct MessageReader: Sendable {
  /// What a fragment makes of a message.
  public enum Event: Hashable, Sendable {
    /// A command is complete; its data set, if it has one, follows.
    case command(Command, contextID: UInt8)
    /// Bytes of the data set that is under way: where they lie in what was given.
    case data(Range<Int>)
    /// The data set is complete.
    case endOfData
  }

  /// What is under way.
  private enum Place: Sendable {
    case betweenMessages
    case command(contextID: UInt8)
    case data(contextID: UInt8)
  }

  private let agreed: Set<UInt8>
  private var place = Place.betweenMessages
  private var command: [UInt8] = []

  /// Creates a reader.
  ///
  /// - Parameter contexts: The numbers of the presentation contexts that were agreed on.
  public init(contexts: some Sequence<UInt8>) { agreed = Set(contexts) }

  /// Whether no message has begun.
  public var isBetweenMessages: Bool {
    if case .betweenMessages = place { return true }
    return false
  }

  /// Takes a piece of a fragment.
  ///
  /// - Parameters:
  ///   - header: What the fragment is.
  ///   - range: Where the piece lies in `bytes`.
  ///   - endsFragment: Whether the fragment ends with it.
  ///   - bytes: What arrived.
  /// - Returns: What it makes of the message, in order.
  /// - Throws: ``MessageError``, after which the association is of no use.
  public mutating func take(
    _ header: FragmentHeader, _ range: Range<Int>, endsFragment: Bool, of bytes: RawSpan
  ) throws(MessageError) -> [Event] {
    guard agreed.contains(header.contextID) else {
      throw MessageError(.unknownContext(header.contextID))
    }
    try begin(header)
    let isLast = header.isLast && endsFragment
    guard header.isCommand else { return takeData(range, isLast: isLast) }
    guard command.count + range.count <= CommandSet.longest else {
      throw MessageError(.tooLong(limit: CommandSet.longest))
    }
    for position in range {
      // SAFETY: the range lies in what was given.
      command.append(unsafe bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
    }
    guard isLast else { return [] }
    let whole = try Command(command)
    command = []
    place = whole.hasDataSet ? .data(contextID: header.contextID) : .betweenMessages
    return [.command(whole, contextID: header.contextID)]
  }

  /// Checks that a fragment belongs where the message is; the first one begins it.
  private mutating func begin(_ header: FragmentHeader) throws(MessageError) {
    switch place {
    case .betweenMessages:
      guard header.isCommand else {
        throw MessageError(.outOfOrder("a data set came without a command"))
      }
      place = .command(contextID: header.contextID)
    case .command(let contextID):
      guard header.isCommand, header.contextID == contextID else {
        throw MessageError(.outOfOrder("a command was not ended before something else began"))
      }
    case .data(let contextID):
      guard !header.isCommand, header.contextID == contextID else {
        throw MessageError(.outOfOrder("a data set was not ended before something else began"))
      }
    }
  }

  private mutating func takeData(_ range: Range<Int>, isLast: Bool) -> [Event] {
    var events: [Event] = range.isEmpty ? [] : [.data(range)]
    if isLast {
      place = .betweenMessages
      events.append(.endOfData)
    }
    return events
  }
}
