/// A command of a message: what is asked for or answered (PS3.7 9 and 10).
public struct Command: Hashable, Sendable {
  /// Its elements.
  public internal(set) var elements: CommandSet

  /// What it asks for or answers.
  public let field: CommandField

  /// The message's number, in responses that of the request.
  public let messageID: UInt16

  /// Whether a data set follows.
  public let hasDataSet: Bool

  /// Reads a command.
  ///
  /// - Throws: ``MessageError`` if what every command needs is not in it.
  public init(_ bytes: some Collection<UInt8>) throws(MessageError) {
    let elements = try CommandSet(bytes)
    guard let number = elements[number: .field] else {
      throw MessageError(.damagedCommand("it has no Command Field"))
    }
    guard let field = CommandField(rawValue: number) else {
      throw MessageError(.unknownCommand(number))
    }
    let isAnswer = field.isResponse || field == .cancelRequest
    guard let id = elements[number: isAnswer ? .respondedMessageID : .messageID] else {
      throw MessageError(.damagedCommand("it has no Message ID"))
    }
    if field.isResponse, elements[number: .status] == nil {
      throw MessageError(.damagedCommand("it has no Status"))
    }
    self.elements = elements
    self.field = field
    messageID = id
    hasDataSet = (elements[number: .dataSetType] ?? Self.noDataSet) != Self.noDataSet
  }

  /// The command as it is sent.
  public var bytes: [UInt8] { elements.bytes }

  init(_ field: CommandField, messageID: UInt16, hasDataSet: Bool) {
    elements = CommandSet()
    self.field = field
    self.messageID = messageID
    self.hasDataSet = hasDataSet
    let isAnswer = field.isResponse || field == .cancelRequest
    elements[number: .field] = field.rawValue
    elements[number: isAnswer ? .respondedMessageID : .messageID] = messageID
    elements[number: .dataSetType] = hasDataSet ? Self.someDataSet : Self.noDataSet
  }

  private static let noDataSet: UInt16 = 0x0101
  private static let someDataSet: UInt16 = 0x0001
}

// MARK: What is in it

extension Command {
  /// The SOP class, wherever the command has it.
  public var sopClass: String? {
    elements[text: .affectedSOPClass] ?? elements[text: .requestedSOPClass]
  }

  /// The SOP instance, wherever the command has it.
  public var sopInstance: String? {
    elements[text: .affectedSOPInstance] ?? elements[text: .requestedSOPInstance]
  }

  /// How the operation went; in responses.
  public var status: OperationStatus { OperationStatus(elements[number: .status] ?? 0) }

  /// What the other side says of a failure.
  public var errorComment: String? { elements[text: .errorComment] }

  /// The title that instances are to be sent to; in C-MOVE requests.
  public var moveDestination: String? { elements[text: .moveDestination] }

  /// Who asked for the instance by C-MOVE, and in which message.
  public var moveOriginator: MoveOriginator? {
    guard let title = elements[text: .moveOriginator],
      let id = elements[number: .moveOriginatorMessageID]
    else { return nil }
    return MoveOriginator(title: title, messageID: id)
  }

  /// How far retrieval has come; nil if the response does not say.
  public var subOperations: SubOperations? {
    let wanted = [CommandElement.remaining, .completed, .failed, .warning]
    guard wanted.contains(where: elements.contains) else { return nil }
    let counts = wanted.map { Int(elements[number: $0] ?? 0) }
    return SubOperations(
      remaining: counts[0], completed: counts[1], failed: counts[2], warning: counts[3])
  }
}

/// Who asked, by C-MOVE, for an instance that is sent.
public struct MoveOriginator: Hashable, Sendable {
  /// Its title.
  public var title: String
  /// The number of its message.
  public var messageID: UInt16

  /// Creates an originator.
  public init(title: String, messageID: UInt16) {
    self.title = title
    self.messageID = messageID
  }
}

/// How far retrieval has come: instances.
public struct SubOperations: Hashable, Sendable {
  /// Still to come.
  public var remaining: Int
  /// Sent.
  public var completed: Int
  /// Not sent, or not taken.
  public var failed: Int
  /// Sent, with warnings.
  public var warning: Int

  /// Creates counts.
  public init(remaining: Int = 0, completed: Int = 0, failed: Int = 0, warning: Int = 0) {
    self.remaining = remaining
    self.completed = completed
    self.failed = failed
    self.warning = warning
  }

  /// All instances there were.
  public var total: Int { remaining + completed + failed + warning }
}

// MARK: Requests

extension Command {
  /// Asks whether the other side is there.
  public static func echo(messageID: UInt16) -> Command {
    var command = Command(.echoRequest, messageID: messageID, hasDataSet: false)
    command.elements[text: .affectedSOPClass] = SOPClass.verification
    return command
  }

  /// Stores an instance, whose data set follows.
  public static func store(
    sopClass: String, sopInstance: String, messageID: UInt16, originator: MoveOriginator? = nil
  ) -> Command {
    var command = Command(.storeRequest, messageID: messageID, hasDataSet: true)
    command.elements[text: .affectedSOPClass] = sopClass
    command.elements[text: .affectedSOPInstance] = sopInstance
    command.elements[number: .priority] = Self.mediumPriority
    command.elements[text: .moveOriginator] = originator?.title
    command.elements[number: .moveOriginatorMessageID] = originator?.messageID
    return command
  }

  /// Looks for what matches the identifier that follows.
  public static func find(sopClass: String, messageID: UInt16) -> Command {
    query(.findRequest, sopClass: sopClass, messageID: messageID)
  }

  /// Asks that what matches the identifier that follows be sent on this association.
  public static func get(sopClass: String, messageID: UInt16) -> Command {
    query(.getRequest, sopClass: sopClass, messageID: messageID)
  }

  /// Asks that what matches the identifier that follows be sent to somebody.
  public static func move(sopClass: String, destination: String, messageID: UInt16) -> Command {
    var command = query(.moveRequest, sopClass: sopClass, messageID: messageID)
    command.elements[text: .moveDestination] = destination
    return command
  }

  /// Gives up an operation.
  public static func cancel(messageID: UInt16) -> Command {
    Command(.cancelRequest, messageID: messageID, hasDataSet: false)
  }

  private static func query(
    _ field: CommandField, sopClass: String, messageID: UInt16
  ) -> Command {
    var command = Command(field, messageID: messageID, hasDataSet: true)
    command.elements[text: .affectedSOPClass] = sopClass
    command.elements[number: .priority] = mediumPriority
    return command
  }

  private static let mediumPriority: UInt16 = 0
}

// MARK: Responses

extension Command {
  /// Answers a request.
  ///
  /// - Parameters:
  ///   - status: How it went.
  ///   - hasDataSet: Whether an identifier follows.
  ///   - subOperations: How far retrieval has come.
  ///   - comment: What to say of a failure; 64 characters at most reach the other side, since some
  ///     peers take no longer one.
  /// - Returns: The response; nil for a command that has none.
  public func answer(
    _ status: OperationStatus, hasDataSet: Bool = false, subOperations: SubOperations? = nil,
    comment: String? = nil
  ) -> Command? {
    guard let response = field.response else { return nil }
    var command = Command(response, messageID: messageID, hasDataSet: hasDataSet)
    command.elements[text: .affectedSOPClass] = sopClass
    command.elements[text: .affectedSOPInstance] = sopInstance
    command.elements[number: .status] = status.code
    command.elements[text: .errorComment] = comment.map(Self.comment)
    if let counts = subOperations {
      // Counts mean nothing for what is still to come in a final response (PS3.7 9.1.3.1).
      command.elements[number: .remaining] =
        status.isPending || status.category == .cancelled ? Self.count(counts.remaining) : nil
      command.elements[number: .completed] = Self.count(counts.completed)
      command.elements[number: .failed] = Self.count(counts.failed)
      command.elements[number: .warning] = Self.count(counts.warning)
    }
    return command
  }

  private static func count(_ number: Int) -> UInt16 { UInt16(clamping: number) }

  /// ASCII, as a command names no character set.
  private static func comment(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(64).map { $0.value < 0x20 || $0.value > 0x7E ? "?" : $0 }))
  }
}
