public import UpperLayer

/// What is needed of an association: a SOP class in a transfer syntax, in a role.
public struct ContextNeed: Hashable, Sendable {
  /// The SOP class.
  public var sopClass: String

  /// The transfer syntaxes of which one will do.
  ///
  /// Each compressed one is a need of its own, since an acceptor chooses one of a context's syntaxes and not the one that this side has.
  public var transferSyntaxes: [String]

  /// Whether this side, which asks for the association, provides the class: for C-GET.
  public var isProvided: Bool

  /// Creates a need.
  public init(sopClass: String, transferSyntaxes: [String], isProvided: Bool = false) {
    self.sopClass = sopClass
    self.transferSyntaxes = transferSyntaxes
    self.isProvided = isProvided
  }

  /// What every application entity takes, the explicit one rather (PS3.5 10.1).
  public static let uncompressed = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2"]
}

/// Presentation contexts for needs, at most 128 to an association.
public struct ContextPlan: Hashable, Sendable {
  /// The most contexts that an association can have: their numbers are odd and fit a byte.
  public static let most = 128

  /// The contexts to be proposed.
  public let contexts: [ProposedContext]

  /// The roles to be asked for.
  public let roles: [RoleSelection]

  /// Makes plans, so many that every need is in one of them, in the order of the needs.
  ///
  /// - Parameters:
  ///   - needs: What is needed; the same need twice is one.
  ///   - common: What every association needs beside them.
  /// - Returns: A plan for each association.
  public static func plans(for needs: [ContextNeed], with common: [ContextNeed] = [])
    -> [ContextPlan]
  {
    let shared = unique(common)
    let others = unique(needs).filter { !shared.contains($0) }
    let room = max(1, most - shared.count)
    guard !others.isEmpty else { return shared.isEmpty ? [] : [ContextPlan(shared)] }
    return stride(from: 0, to: others.count, by: room).map { start in
      ContextPlan(shared + others[start..<min(start + room, others.count)])
    }
  }

  private static func unique(_ needs: [ContextNeed]) -> [ContextNeed] {
    var seen: Set<ContextNeed> = []
    return needs.filter { seen.insert($0).inserted }
  }

  private init(_ needs: [ContextNeed]) {
    contexts = needs.prefix(Self.most).enumerated().map { n, need in
      ProposedContext(
        id: UInt8(2 * n + 1), abstractSyntax: need.sopClass,
        transferSyntaxes: need.transferSyntaxes)
    }
    var provided: [String] = []
    for need in needs where need.isProvided && !provided.contains(need.sopClass) {
      provided.append(need.sopClass)
    }
    // The one role that C-GET needs: nothing is stored on that association.
    roles = provided.map { RoleSelection(sopClassUID: $0, isUser: false, isProvider: true) }
  }
}
