/// What every error of the house says of itself, beside its one sentence.
///
/// The sentence (`description`) says what is wrong and where, and names no option, route or keyword
/// of any face: what can be done about it are ``remedies``, which each face says in its own words.
public protocol Fault: Error, CustomStringConvertible {
  /// A stable word for scripts; texts may change, codes do not.
  var code: FaultCode { get }

  /// What went wrong, and so whose fault it is: decides exit codes and HTTP statuses.
  var kind: FaultKind { get }

  /// Where it is, as far as that is known.
  var place: FaultPlace { get }

  /// What can be done about it, the most promising first.
  var remedies: [Remedy] { get }

  /// Whether its code is a word that scripts are promised; else they get the one for its kind.
  var isCodePromised: Bool { get }
}

extension Fault {
  /// Nowhere in particular.
  public var place: FaultPlace { FaultPlace() }

  /// Nothing that a face could offer.
  public var remedies: [Remedy] { [] }

  /// Not promised.
  public var isCodePromised: Bool { false }
}
