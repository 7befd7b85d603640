/// A value that has to be there is not, or does not say what its VR promises.
public struct ValueError: Error, Hashable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Hashable, Sendable {
    /// The attribute is absent.
    case absent
    /// The attribute is present without a value.
    case empty
    /// The bytes are not what the VR promises, or the VR holds no such values.
    case malformed(VR)
    /// There are more or fewer values than the attribute has.
    case wrongCount(needed: Int, found: Int)
  }

  /// The attribute.
  public let tag: Tag

  /// What was wrong.
  public let reason: Reason

  /// An error about an attribute.
  public init(_ tag: Tag, reason: Reason) {
    self.tag = tag
    self.reason = reason
  }

  /// One line with tag and keyword.
  public var description: String {
    let name = tag.keyword.map { "\($0) \(tag)" } ?? "\(tag)"
    return switch reason {
    case .absent: "\(name) is absent"
    case .empty: "\(name) is empty"
    case .malformed(let vr): "\(name) is malformed as \(vr)"
    case .wrongCount(let needed, let found): "\(name) has \(found) values, not \(needed)"
    }
  }
}

extension DataSet {
  /// The first text; throws when absent, empty or not text.
  public func requireString(_ tag: Tag) throws(ValueError) -> String {
    try require(tag, value: string(tag))
  }

  /// The first integer; throws when absent, empty or malformed.
  public func requireInteger(_ tag: Tag, as vr: VR? = nil) throws(ValueError) -> Int {
    try require(tag, value: integer(tag, as: vr))
  }

  /// The first number; throws when absent, empty or malformed.
  public func requireDouble(_ tag: Tag, as vr: VR? = nil) throws(ValueError) -> Double {
    try require(tag, value: double(tag, as: vr))
  }

  /// Exactly so many numbers; throws when absent, empty, malformed or of another count.
  public func requireDoubles(_ tag: Tag, count: Int) throws(ValueError) -> [Double] {
    let doubles = try require(tag, value: doubles(tag).flatMap { $0.isEmpty ? nil : $0 })
    guard doubles.count == count else {
      throw ValueError(tag, reason: .wrongCount(needed: count, found: doubles.count))
    }
    return doubles
  }

  /// The items of a sequence; throws when absent or not a sequence.
  public func requireItems(_ tag: Tag) throws(ValueError) -> [DataSet] {
    try require(tag, value: items(tag))
  }

  private func require<Value>(_ tag: Tag, value: Value?) throws(ValueError) -> Value {
    if let value { return value }
    guard let element = self[tag] else { throw ValueError(tag, reason: .absent) }
    let isEmpty = bytes(of: element).map { trimmed($0).isEmpty } ?? false
    throw ValueError(tag, reason: isEmpty ? .empty : .malformed(element.vr))
  }
}
