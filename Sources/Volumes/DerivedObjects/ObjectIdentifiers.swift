import DICOMModel

/// Where the unique identifiers of derived objects come from.
///
/// One value serves one run: it gives the same new identifier for the same old one, so that what
/// belonged together still does.
public struct ObjectIdentifiers: Hashable, Sendable {
  /// Keeps the runs apart; nil where the input alone decides.
  private let salt: UInt64?

  /// Identifiers that nobody has had before.
  public init() {
    salt = SystemRandomNumberGenerator().number
  }

  private init(salt: UInt64?) {
    self.salt = salt
  }

  /// Identifiers that are a function of what is written and of what it is made of: making it
  /// again gives the same objects.
  public static let deterministic = ObjectIdentifiers(salt: nil)

  /// Whether making the same objects again gives the same identifiers.
  public var isDeterministic: Bool { salt == nil }

  /// Returns the identifier of what has this hash.
  func uid(of content: StableHash) -> String {
    guard let salt else { return UniqueIdentifier.derived(from: content) }
    var hash = content
    hash.update("\(salt)")
    return UniqueIdentifier.derived(from: hash)
  }

  /// Returns the identifier that stands for another one which must not be told.
  func replacement(for uid: String) -> String {
    var hash = StableHash()
    hash.update("in place of")
    hash.update(uid)
    return self.uid(of: hash)
  }
}

extension SystemRandomNumberGenerator {
  fileprivate var number: UInt64 {
    var generator = self
    return generator.next()
  }
}
