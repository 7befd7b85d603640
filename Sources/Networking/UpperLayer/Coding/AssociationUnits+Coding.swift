/// A request or an acceptance: they differ in the items of their contexts only (PS3.8 9.3.2, 9.3.3).
protocol AssociationUnit {
  associatedtype Context: ContextItem

  static var kind: UnitKind { get }

  var protocolVersions: UInt16 { get set }
  var calledTitle: String { get }
  var callingTitle: String { get }
  var applicationContext: String { get set }
  var contexts: [Context] { get }
  var user: UserInformation { get }

  init(calledTitle: String, callingTitle: String, contexts: [Context], user: UserInformation)
}

/// A presentation context as an item of a unit.
protocol ContextItem {
  static var itemType: UInt8 { get }
  var id: UInt8 { get }

  init(_ content: inout ItemReader) throws(UpperLayerError)
  func write(to writer: inout ItemWriter)
}

extension AssociationRequest: AssociationUnit {
  static let kind = UnitKind.associationRequest
}

extension AssociationAcceptance: AssociationUnit {
  static let kind = UnitKind.associationAcceptance
}

extension AssociationUnit {
  init(_ body: ArraySlice<UInt8>) throws(UpperLayerError) {
    var reader = ItemReader(body, of: Self.kind.words)
    let versions = try reader.word()
    try reader.skip(2)
    let titles = (called: try reader.text(16), calling: try reader.text(16))
    try reader.skip(32)
    var application = ""
    var contexts: [Context] = []
    var user: UserInformation?
    while !reader.isAtEnd {
      var (type, content) = try reader.item("an item of \(Self.kind.words)")
      switch type {
      case ItemType.applicationContext: application = content.text()
      case Context.itemType: contexts.append(try Context(&content))
      case ItemType.userInformation: user = try UserInformation(content)
      default: break
      }
    }
    guard let user else {
      throw UpperLayerError(.invalid("\(Self.kind.words) has no user information"))
    }
    self.init(
      calledTitle: titles.called, callingTitle: titles.calling, contexts: contexts, user: user)
    protocolVersions = versions
    applicationContext = application
  }

  func write(to writer: inout ItemWriter) {
    writer.word(protocolVersions)
    writer.word(0)
    writer.text(calledTitle, padded: 16)
    writer.text(callingTitle, padded: 16)
    writer.raw(repeatElement(0, count: 32))
    writer.item(ItemType.applicationContext, text: applicationContext)
    for context in contexts { context.write(to: &writer) }
    user.write(to: &writer)
  }
}

extension AssociationRequest {
  /// Whether the numbers of its contexts can be told apart (PS3.8 9.3.2.2).
  ///
  /// - Throws: ``UpperLayerError`` if not.
  func checkNumbers() throws(UpperLayerError) {
    guard Set(contexts.map(\.id)).count == contexts.count else {
      throw UpperLayerError(.invalid("two presentation contexts have the same number"))
    }
    for context in contexts where context.id.isMultiple(of: 2) {
      throw UpperLayerError(.invalid("presentation context \(context.id) has an even number"))
    }
  }
}

extension ProposedContext: ContextItem {
  static let itemType = ItemType.proposedContext

  init(_ content: inout ItemReader) throws(UpperLayerError) {
    id = try content.byte()
    try content.skip(3)
    abstractSyntax = ""
    transferSyntaxes = []
    while !content.isAtEnd {
      var (type, syntax) = try content.item("a syntax of a presentation context")
      switch type {
      case ItemType.abstractSyntax: abstractSyntax = syntax.text()
      case ItemType.transferSyntax: transferSyntaxes.append(syntax.text())
      default: break
      }
    }
  }

  func write(to writer: inout ItemWriter) {
    writer.item(ItemType.proposedContext) { content in
      content.byte(id)
      content.raw([0, 0, 0])
      content.item(ItemType.abstractSyntax, text: abstractSyntax)
      for syntax in transferSyntaxes { content.item(ItemType.transferSyntax, text: syntax) }
    }
  }
}

extension AnsweredContext: ContextItem {
  static let itemType = ItemType.answeredContext

  init(_ content: inout ItemReader) throws(UpperLayerError) {
    id = try content.byte()
    try content.skip(1)
    // A number that the standard does not have is no acceptance.
    result = Result(rawValue: try content.byte()) ?? .noReason
    try content.skip(1)
    transferSyntax = ""
    while !content.isAtEnd {
      var (type, syntax) = try content.item("the syntax of a presentation context")
      if type == ItemType.transferSyntax { transferSyntax = syntax.text() }
    }
  }

  func write(to writer: inout ItemWriter) {
    writer.item(ItemType.answeredContext) { content in
      content.raw([id, 0, result.rawValue, 0])
      content.item(ItemType.transferSyntax, text: transferSyntax)
    }
  }
}
