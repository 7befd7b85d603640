/// A presentation context that both sides agreed on.
public struct NegotiatedContext: Hashable, Sendable {
  /// Its number.
  public let id: UInt8

  /// The SOP class, or another abstract syntax.
  public let abstractSyntax: String

  /// The transfer syntax of its data sets.
  public let transferSyntax: String

  /// Whether the requestor of the association may send requests here.
  public let requestorIsUser: Bool

  /// Whether the requestor answers requests here.
  public let requestorIsProvider: Bool
}

/// The presentation contexts of an association, as both sides see them.
public struct NegotiatedContexts: Hashable, Sendable {
  /// Those that were agreed on, in the order in which they were proposed.
  public let contexts: [NegotiatedContext]

  /// What an acceptance made of a request.
  ///
  /// Answers that do not fit what was proposed, in number or syntax, agree on nothing.
  public init(_ request: AssociationRequest, _ acceptance: AssociationAcceptance) {
    var answers: [UInt8: AnsweredContext] = [:]
    for answer in acceptance.contexts where answers[answer.id] == nil {
      answers[answer.id] = answer
    }
    let asked = Self.roles(request.user)
    let granted = Self.roles(acceptance.user)
    contexts = request.contexts.compactMap { proposed in
      guard let answer = answers[proposed.id], answer.result == .acceptance,
        proposed.transferSyntaxes.contains(answer.transferSyntax)
      else { return nil }
      // Without both, asking and granting, the roles are the usual ones (PS3.7 D.3.3.4).
      let roles = asked[proposed.abstractSyntax].flatMap { asked in
        granted[proposed.abstractSyntax].map {
          (user: asked.isUser && $0.isUser, provider: asked.isProvider && $0.isProvider)
        }
      }
      return NegotiatedContext(
        id: proposed.id, abstractSyntax: proposed.abstractSyntax,
        transferSyntax: answer.transferSyntax, requestorIsUser: roles?.user ?? true,
        requestorIsProvider: roles?.provider ?? false)
    }
  }

  private static func roles(_ user: UserInformation) -> [String: RoleSelection] {
    Dictionary(user.roles.map { ($0.sopClassUID, $0) }) { first, _ in first }
  }

  /// The context of a number.
  public subscript(id: UInt8) -> NegotiatedContext? { contexts.first { $0.id == id } }

  /// The contexts of a SOP class in which the acceptor may send requests: for C-GET.
  public func forRequestsOfAcceptor(of abstractSyntax: String) -> [NegotiatedContext] {
    contexts.filter { $0.abstractSyntax == abstractSyntax && $0.requestorIsProvider }
  }

  /// The contexts of a SOP class in which the requestor may send requests.
  public func forRequests(of abstractSyntax: String) -> [NegotiatedContext] {
    contexts.filter { $0.abstractSyntax == abstractSyntax && $0.requestorIsUser }
  }
}
