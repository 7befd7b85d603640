import Faults

extension CodingUserInfoKey {
  /// Words of the face that writes, a `RemedyWords`: they end messages and advice; none by default.
  public static let remedyWords: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "remedyWords") else {
      preconditionFailure("every text is a key")
    }
    return key
  }()
}

extension Encoder {
  /// What the face that writes says of remedies.
  var remedyWords: RemedyWords { userInfo[.remedyWords] as? RemedyWords ?? .none }
}
