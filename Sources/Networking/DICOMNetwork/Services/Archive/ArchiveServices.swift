import DICOMCoding
import DICOMModel
public import MessageExchange
import UpperLayer

/// Where instances may be sent when somebody asks for that by C-MOVE.
public struct MoveDestination: Hashable, Sendable {
  /// The application entity.
  public var peer: NetworkPeer
  /// How the connection to it is made secure; nil for a plain one.
  public var security: TransportSecurity?

  /// Creates a destination.
  public init(_ peer: NetworkPeer, security: TransportSecurity? = nil) {
    self.peer = peer
    self.security = security
  }
}

/// An operation that a node has done for somebody, for logs and counters; nothing says of whom.
public struct ServedOperation: Hashable, Sendable {
  /// Its name in the standard, as C-FIND.
  public let name: String
  /// How it ended.
  public let status: OperationStatus
  /// Matches, or instances that were taken or sent.
  public let count: Int
  /// The bytes of the data sets of instances.
  public let byteCount: Int
  /// How long it took.
  public let seconds: Double
}

/// What answers C-FIND, C-MOVE and C-GET: an index, and those whom instances may be sent to.
struct ArchiveServices: Sendable {
  let index: any InstanceIndex
  let destinations: [String: MoveDestination]
  let options: NetworkOptions

  /// The most of an index's answers that are held.
  static let pageSize = 256
}

/// A request with an identifier, and where its answers go.
struct ArchiveRequest {
  let command: Command
  let contextID: UInt8
  let model: InformationModel
  let syntax: String
  let query: Query
}

/// What came of a request, for who counts.
struct Tally {
  var status = OperationStatus.success
  var count = 0
  var byteCount = 0
}

extension Association {
  /// Reads a request and its identifier; refuses, and gives nil, if they make no sense.
  func archiveRequest(_ command: Command, contextID: UInt8) async throws -> ArchiveRequest? {
    guard command.hasDataSet, let context = contexts[contextID] else {
      if command.hasDataSet { try await takeDataSet { _ in } }
      try await respond(to: command, contextID: contextID, .cannotUnderstand)
      return nil
    }
    let bytes = try await dataSet(atMost: Self.longestIdentifier)
    let identifier = try? Part10Reader().readDataSet(
      bytes, transferSyntax: TransferSyntax(uid: context.transferSyntax)
    ).dataSet
    do {
      guard let identifier else {
        throw Refusal(.cannotUnderstand, comment: "the identifier cannot be read")
      }
      guard let sopClass = command.sopClass, sopClass == context.abstractSyntax,
        let model = InformationModel(sopClass: sopClass), model.does(command.field, of: sopClass)
      else {
        throw Refusal(.sopClassNotSupported, comment: "the SOP class is not that of the context")
      }
      return ArchiveRequest(
        command: command, contextID: contextID, model: model, syntax: context.transferSyntax,
        query: try model.query(identifier, for: command.field))
    } catch let refusal as Refusal {
      try await respond(
        to: command, contextID: contextID, refusal.status, comment: refusal.comment)
      return nil
    }
  }

  /// Whether the other side has given an operation up.
  func isCancelled(_ request: ArchiveRequest) -> Bool {
    cancellations.contains(request.command.messageID)
  }
}

extension InformationModel {
  fileprivate func does(_ field: CommandField, of sopClass: String) -> Bool {
    switch field {
    case .findRequest: sopClass == find
    case .moveRequest: sopClass == move
    case .getRequest: sopClass == get
    default: false
    }
  }

  /// What an identifier asks for.
  fileprivate func query(_ identifier: DataSet, for field: CommandField) throws -> Query {
    guard let query = Query(identifier: identifier), self == .patientRoot || query.level != .patient
    else {
      throw Refusal(
        .identifierDoesNotMatch, comment: "the Query/Retrieve Level is missing or wrong")
    }
    guard field != .findRequest else { return query }
    let keys = query.matches.filter { key, _ in
      Query.Level.allCases.contains { $0.uniqueKey == key }
    }
    guard keys[query.level.uniqueKey] != nil else {
      throw Refusal(.identifierDoesNotMatch, comment: "the unique key of the level is missing")
    }
    return Query(level: query.level, matches: keys)
  }
}
