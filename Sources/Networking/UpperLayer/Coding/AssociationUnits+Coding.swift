/// What requests and acceptances have in common: they differ in the items of their contexts.
private struct AssociationUnit {
  var protocolVersions: UInt16
  var calledTitle: String
  var callingTitle: String
  var applicationContext = ""
  var user: UserInformation?

  /// Reads a unit; `context` gets the items of presentation contexts.
  init(
    _ body: ArraySlice<UInt8>, kind: UnitKind,
    context: (UInt8, inout ItemReader) throws(UpperLayerError) -> Void
  ) throws(UpperLayerError) {
    var reader = ItemReader(body, of: kind.words)
    protocolVersions = try reader.word()
    try reader.skip(2)
    calledTitle = try reader.text(16)
    callingTitle = try reader.text(16)
    try reader.skip(32)
    while !reader.isAtEnd {
      var (type, content) = try reader.item("an item of \(kind.words)")
      switch type {
      case ItemType.applicationContext: applicationContext = content.text()
      case ItemType.proposedContext, ItemType.answeredContext: try context(type, &content)
      case ItemType.userInformation: user = try UserInformation(content)
      default: break
      }
    }
  }

  static func write(
    to writer: inout ItemWriter, protocolVersions: UInt16, calledTitle: String,
    callingTitle: String, applicationContext: String
  ) {
    writer.word(protocolVersions)
    writer.word(0)
    writer.text(calledTitle, padded: 16)
    writer.text(callingTitle, padded: 16)
    writer.raw(repeatElement(0, count: 32))
    writer.item(ItemType.applicationContext, text: applicationContext)
  }
}

extension AssociationRequest {
  init(_ body: ArraySlice<UInt8>) throws(UpperLayerError) {
    var contexts: [ProposedContext] = []
    let unit = try AssociationUnit(body, kind: .associationRequest) {
      (type, content) throws(UpperLayerError) in
      guard type == ItemType.proposedContext else { return }
      contexts.append(try ProposedContext(&content))
    }
    guard let user = unit.user else {
      throw UpperLayerError(.invalid("a request for an association has no user information"))
    }
    try Self.check(contexts)
    self.init(
      calledTitle: unit.calledTitle, callingTitle: unit.callingTitle, contexts: contexts,
      user: user)
    protocolVersions = unit.protocolVersions
    applicationContext = unit.applicationContext
  }

  private static func check(_ contexts: [ProposedContext]) throws(UpperLayerError) {
    guard Set(contexts.map(\.id)).count == contexts.count else {
      throw UpperLayerError(.invalid("two presentation contexts have the same number"))
    }
    for context in contexts where context.id.isMultiple(of: 2) {
      throw UpperLayerError(.invalid("presentation context \(context.id) has an even number"))
    }
  }

  func write(to writer: inout ItemWriter) {
    AssociationUnit.write(
      to: &writer, protocolVersions: protocolVersions, calledTitle: calledTitle,
      callingTitle: callingTitle, applicationContext: applicationContext)
    for context in contexts { context.write(to: &writer) }
    user.write(to: &writer)
  }
}

extension AssociationAcceptance {
  init(_ body: ArraySlice<UInt8>) throws(UpperLayerError) {
    var contexts: [AnsweredContext] = []
    let unit = try AssociationUnit(body, kind: .associationAcceptance) {
      (type, content) throws(UpperLayerError) in
      guard type == ItemType.answeredContext else { return }
      contexts.append(try AnsweredContext(&content))
    }
    guard let user = unit.user else {
      throw UpperLayerError(.invalid("an acceptance of an association has no user information"))
    }
    self.init(
      calledTitle: unit.calledTitle, callingTitle: unit.callingTitle, contexts: contexts,
      user: user)
    protocolVersions = unit.protocolVersions
    applicationContext = unit.applicationContext
  }

  func write(to writer: inout ItemWriter) {
    AssociationUnit.write(
      to: &writer, protocolVersions: protocolVersions, calledTitle: calledTitle,
      callingTitle: callingTitle, applicationContext: applicationContext)
    for context in contexts { context.write(to: &writer) }
    user.write(to: &writer)
  }
}

extension ProposedContext {
  fileprivate init(_ content: inout ItemReader) throws(UpperLayerError) {
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

  fileprivate func write(to writer: inout ItemWriter) {
    writer.item(ItemType.proposedContext) { content in
      content.byte(id)
      content.raw([0, 0, 0])
      content.item(ItemType.abstractSyntax, text: abstractSyntax)
      for syntax in transferSyntaxes { content.item(ItemType.transferSyntax, text: syntax) }
    }
  }
}

extension AnsweredContext {
  fileprivate init(_ content: inout ItemReader) throws(UpperLayerError) {
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

  fileprivate func write(to writer: inout ItemWriter) {
    writer.item(ItemType.answeredContext) { content in
      content.raw([id, 0, result.rawValue, 0])
      content.item(ItemType.transferSyntax, text: transferSyntax)
    }
  }
}
