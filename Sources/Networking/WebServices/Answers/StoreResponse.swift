/// What became of instances that were stored (STOW-RS; PS3.18 Annex I.2).
public struct StoreResponse: Hashable, Sendable {
  /// An instance that is stored.
  public struct Stored: Hashable, Sendable {
    /// Its SOP class.
    public var sopClass: String
    /// Its UID.
    public var sopInstance: String
    /// Where it is now.
    public var retrieveURL: String?
    /// What was changed about it: B000 coerced, B006 discarded, B007 mismatch; nil for nothing.
    public var warning: Int?

    /// Creates what is said of a stored instance.
    public init(
      sopClass: String, sopInstance: String, retrieveURL: String? = nil, warning: Int? = nil
    ) {
      self.sopClass = sopClass
      self.sopInstance = sopInstance
      self.retrieveURL = retrieveURL
      self.warning = warning
    }
  }

  /// An instance that is not.
  public struct Failed: Hashable, Sendable {
    /// Its SOP class.
    public var sopClass: String
    /// Its UID.
    public var sopInstance: String
    /// Why, as PS3.18 Annex I.2.2 numbers it.
    public var reason: Int

    /// Creates what is said of an instance that is not stored.
    public init(sopClass: String, sopInstance: String, reason: Int) {
      self.sopClass = sopClass
      self.sopInstance = sopInstance
      self.reason = reason
    }
  }

  /// What is stored.
  public var stored: [Stored]
  /// What is not.
  public var failed: [Failed]
  /// Why parts that had no UID are not stored, one reason each.
  public var others: [Int]
  /// Where the study is.
  public var retrieveURL: String?

  /// Creates a response.
  public init(
    stored: [Stored] = [], failed: [Failed] = [], others: [Int] = [], retrieveURL: String? = nil
  ) {
    self.stored = stored
    self.failed = failed
    self.others = others
    self.retrieveURL = retrieveURL
  }

  /// The status of the whole (PS3.18 10.5.3): 200 if all is stored as it came, 202 if something is, 409
  /// if nothing is.
  public var status: Int {
    if stored.isEmpty, !failed.isEmpty || !others.isEmpty { return 409 }
    let isPlain = failed.isEmpty && others.isEmpty && stored.allSatisfy { $0.warning == nil }
    return isPlain ? 200 : 202
  }
}
