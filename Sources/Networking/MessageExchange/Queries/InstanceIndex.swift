public import DICOMModel

/// What an archive has, for those who ask it over a network (C-FIND, C-MOVE and C-GET).
///
/// Answers come in pages, so that neither side ever holds an archive in memory and nothing is locked
/// while a slow peer takes them. A page begins behind the position at which the one before it ended:
/// what is added meanwhile may or may not be among the answers, and nothing is answered twice.
public protocol InstanceIndex: Sendable {
  /// What matches a query: a data set for each patient, study, series or instance, whatever the level of
  /// the query is.
  ///
  /// - Parameters:
  ///   - query: The level, what has to match, and what is wanted. Values are those of the standard
  ///     (PS3.4 C.2.2.2): wildcards, ranges, and lists of UIDs with a backslash between them; an
  ///     index need not know all attributes, and passes over those that it does not know.
  ///   - position: Where the page before ended; nil for the first page.
  ///   - count: The most matches of the page, 1 at least.
  /// - Returns: The matches, each with the attributes that are wanted as far as the index has them, with
  ///   the unique keys of the level and of those above it, and with the character set of its texts.
  /// - Throws: Whatever keeps it from answering; who asks is told only that it failed.
  func matches(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) async throws -> IndexPage<DataSet>

  /// The instances that a retrieval means.
  ///
  /// - Parameters:
  ///   - query: The unique keys of its level and of those above it, all others are missing; the one of
  ///     its level may be a list of UIDs.
  ///   - position: Where the page before ended; nil for the first page.
  ///   - count: The most instances of the page, 1 at least.
  /// - Returns: The instances, those of a series one after the other.
  /// - Throws: Whatever keeps it from answering; who asks is told only that it failed.
  func instances(
    of query: Query, after position: IndexPosition?, atMost count: Int
  ) async throws -> IndexPage<IndexedInstance>
}

/// Where a page of an index ended; what the number means is the index's own matter.
public struct IndexPosition: Hashable, Sendable {
  /// The index's number.
  public var number: Int64

  /// Creates a position.
  public init(_ number: Int64) { self.number = number }
}

/// Some of an index's answers.
public struct IndexPage<Element: Sendable>: Sendable {
  /// The answers.
  public var elements: [Element]

  /// Where the next page begins; nil if there is none.
  public var next: IndexPosition?

  /// Creates a page.
  public init(_ elements: [Element], next: IndexPosition?) {
    self.elements = elements
    self.next = next
  }
}

extension IndexPage: Equatable where Element: Equatable {}

/// An instance that an archive has as a file with a meta group (PS3.10).
public struct IndexedInstance: Hashable, Sendable {
  /// Its SOP class.
  public var sopClass: String
  /// Its UID.
  public var sopInstance: String
  /// The transfer syntax that it is stored in.
  public var transferSyntax: String
  /// The file.
  public var path: String

  /// Creates an instance.
  public init(sopClass: String, sopInstance: String, transferSyntax: String, path: String) {
    self.sopClass = sopClass
    self.sopInstance = sopInstance
    self.transferSyntax = transferSyntax
    self.path = path
  }
}
