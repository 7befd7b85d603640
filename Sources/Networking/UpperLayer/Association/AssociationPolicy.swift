/// What an application entity takes when others ask it for associations.
public struct AssociationPolicy: Sendable {
  /// The transfer syntaxes in which data sets of an abstract syntax are taken, the dearest first; nil
  /// if the abstract syntax is not supported.
  public var transferSyntaxes: @Sendable (_ abstractSyntax: String) -> [String]?

  /// The abstract syntaxes whose requests this side may send to a requestor that provides them: the
  /// storage classes, for C-GET.
  public var sendsRequests: @Sendable (_ abstractSyntax: String) -> Bool

  /// The titles that this side answers to; nil for any.
  public var calledTitles: Set<String>?

  /// The titles that may call; nil for any.
  public var callingTitles: Set<String>?

  /// What this side says of itself.
  public var user: UserInformation

  /// Creates a policy.
  public init(
    user: UserInformation, calledTitles: Set<String>? = nil, callingTitles: Set<String>? = nil,
    sendsRequests: @escaping @Sendable (_ abstractSyntax: String) -> Bool = { _ in false },
    transferSyntaxes: @escaping @Sendable (_ abstractSyntax: String) -> [String]?
  ) {
    self.user = user
    self.calledTitles = calledTitles
    self.callingTitles = callingTitles
    self.sendsRequests = sendsRequests
    self.transferSyntaxes = transferSyntaxes
  }

  /// What a request for an association gets.
  public enum Answer: Hashable, Sendable {
    case acceptance(AssociationAcceptance)
    case rejection(AssociationRejection)
  }

  /// Answers a request.
  ///
  /// An association of which no context was accepted is granted all the same, as the standard has it:
  /// the requestor sees why.
  public func answer(_ request: AssociationRequest) -> Answer {
    if let calledTitles, !calledTitles.contains(request.calledTitle) {
      return .rejection(.calledTitleNotRecognized)
    }
    if let callingTitles, !callingTitles.contains(request.callingTitle) {
      return .rejection(.callingTitleNotRecognized)
    }
    var user = user
    user.roles = request.user.roles.map(answer)
    user.asynchronousOperations = request.user.asynchronousOperations.map { _ in .synchronous }
    if let identity = request.user.identity, identity.wantsAnswer { user.identityAnswer = [] }
    return .acceptance(
      AssociationAcceptance(
        calledTitle: request.calledTitle, callingTitle: request.callingTitle,
        contexts: request.contexts.map(answer), user: user))
  }

  private func answer(_ role: RoleSelection) -> RoleSelection {
    RoleSelection(
      sopClassUID: role.sopClassUID, isUser: role.isUser,
      isProvider: role.isProvider && sendsRequests(role.sopClassUID))
  }

  /// The acceptor's order of transfer syntaxes counts, not the requestor's.
  private func answer(_ proposed: ProposedContext) -> AnsweredContext {
    func refused(_ result: AnsweredContext.Result) -> AnsweredContext {
      AnsweredContext(
        id: proposed.id, result: result, transferSyntax: proposed.transferSyntaxes.first ?? "")
    }
    guard let known = transferSyntaxes(proposed.abstractSyntax) else {
      return refused(.abstractSyntaxNotSupported)
    }
    guard let chosen = known.first(where: proposed.transferSyntaxes.contains) else {
      return refused(.transferSyntaxesNotSupported)
    }
    return AnsweredContext(id: proposed.id, result: .acceptance, transferSyntax: chosen)
  }
}
