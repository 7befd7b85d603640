import DICOMCoding
public import DICOMModel
public import MessageExchange
import UpperLayer

/// Looks for studies, series and instances on other application entities (C-FIND).
extension Association {
  /// Asks for what matches an identifier.
  ///
  /// - Parameters:
  ///   - identifier: The keys; those without a value are what is wanted.
  ///   - model: The information model.
  ///   - limit: After so many matches the operation is given up.
  ///   - take: Gets each match.
  /// - Returns: How many matches there were.
  /// - Throws: ``NetworkError``; what `take` throws.
  @discardableResult
  public func find(
    _ identifier: DataSet, in model: InformationModel = .studyRoot, limit: Int? = nil,
    _ take: (DataSet) throws -> Void
  ) async throws -> Int {
    let context = try context(for: model.find, named: "C-FIND")
    let syntax = TransferSyntax(uid: context.transferSyntax)
    let id = nextMessageID()
    try await send(
      .find(sopClass: model.find, messageID: id),
      with: try Part10Writer().dataSet(identifier, transferSyntax: syntax), contextID: context.id)
    var count = 0
    let clock = OperationClock(options, "C-FIND")
    while true {
      let answer = try await nextCommand("the answer to C-FIND").command
      try check(answer, answers: .findRequest, messageID: id)
      guard answer.status.isPending else {
        return try end(answer, of: "C-FIND", count: count)
      }
      let match = try await identifierOf(answer, syntax: syntax)
      if let limit, count >= limit { continue }
      try match.map { try take($0.naming(options.unnamedText)) }
      count += 1
      if count == limit { try await send(.cancel(messageID: id), contextID: context.id) }
      try clock.check(self)
    }
  }

  private func end(_ answer: Command, of name: String, count: Int) throws -> Int {
    switch answer.status.category {
    case .success, .warning, .cancelled: return count
    case .failure, .pending:
      throw failure(
        .failed(operation: name, status: answer.status, comment: answer.errorComment))
    }
  }

  /// The identifier that follows an answer, if one does.
  func identifierOf(_ answer: Command, syntax: TransferSyntax) async throws -> DataSet? {
    guard answer.hasDataSet else { return nil }
    let bytes = try await dataSet(atMost: Self.longestIdentifier)
    do {
      return try Part10Reader().readDataSet(bytes, transferSyntax: syntax).dataSet
    } catch {
      throw failure(.unexpectedAnswer("an identifier cannot be read: \(error)"))
    }
  }

  /// Honest identifiers have some kilobytes; a list of failed instances may have more.
  static let longestIdentifier = 1 << 24
}

extension DataSet {
  /// The data set with the character sets of its text, where it names none.
  fileprivate func naming(_ encoding: TextEncoding) -> DataSet {
    guard !encoding.terms.isEmpty, (bytes(.specificCharacterSet) ?? []).isEmpty else { return self }
    var named = self
    named.set(.specificCharacterSet, string: encoding.terms.joined(separator: "\\"))
    return named
  }
}

/// Says when an operation has taken too long as a whole, however many answers come.
struct OperationClock {
  private let start = ContinuousClock.now
  private let seconds: Int?
  private let name: String

  init(_ options: NetworkOptions, _ name: String) {
    seconds = options.timeouts.operation
    self.name = name
  }

  func check(_ association: Association) throws {
    guard let seconds, ContinuousClock.now - start > .seconds(seconds) else { return }
    throw association.failure(.tooSlow(seconds: seconds, operation: name))
  }
}

extension ContextNeed {
  /// For C-FIND, C-MOVE or C-GET.
  public static func query(_ sopClass: String) -> ContextNeed {
    ContextNeed(sopClass: sopClass, transferSyntaxes: uncompressed)
  }
}
