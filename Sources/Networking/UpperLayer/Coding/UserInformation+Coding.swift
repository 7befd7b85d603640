extension UserInformation {
  /// Reads the items of user information; items that are not known, extended negotiation among them,
  /// are passed over.
  init(_ reader: ItemReader) throws(UpperLayerError) {
    self.init(maximumLength: 0, implementationClassUID: "")
    var reader = reader
    while !reader.isAtEnd {
      var (type, content) = try reader.item("an item of the user information")
      switch type {
      case ItemType.maximumLength: maximumLength = try content.longWord()
      case ItemType.implementationClass: implementationClassUID = content.text()
      case ItemType.implementationVersion:
        implementationVersionName = content.text(atMost: Self.versionNameCharacters)
      case ItemType.asynchronousOperations:
        asynchronousOperations = AsynchronousOperations(
          invoked: try content.word(), performed: try content.word())
      case ItemType.role: roles.append(try RoleSelection(&content))
      case ItemType.identity: identity = try UserIdentity(&content)
      case ItemType.identityAnswer: identityAnswer = Array(try content.run())
      default: break
      }
    }
  }

  /// The longest name of a version; some peers refuse longer ones, and some send them.
  private static let versionNameCharacters = 16

  /// Writes the items in the order of their types, as the standard lists them.
  func write(to writer: inout ItemWriter) {
    writer.item(ItemType.userInformation) { content in
      content.item(ItemType.maximumLength) { $0.longWord(maximumLength) }
      content.item(ItemType.implementationClass, text: implementationClassUID)
      if let window = asynchronousOperations {
        content.item(ItemType.asynchronousOperations) {
          $0.word(window.invoked)
          $0.word(window.performed)
        }
      }
      for role in roles { role.write(to: &content) }
      if let name = implementationVersionName {
        content.item(ItemType.implementationVersion) {
          $0.raw(ItemWriter.bytes(of: name).prefix(Self.versionNameCharacters))
        }
      }
      identity?.write(to: &content)
      if let answer = identityAnswer {
        content.item(ItemType.identityAnswer) { $0.run(answer) }
      }
    }
  }
}

extension RoleSelection {
  fileprivate init(_ content: inout ItemReader) throws(UpperLayerError) {
    sopClassUID = ItemReader.text(try content.run())
    isUser = try content.byte() != 0
    isProvider = try content.byte() != 0
  }

  fileprivate func write(to writer: inout ItemWriter) {
    writer.item(ItemType.role) { content in
      content.run(ItemWriter.bytes(of: sopClassUID))
      content.byte(isUser ? 1 : 0)
      content.byte(isProvider ? 1 : 0)
    }
  }
}

extension UserIdentity {
  /// Nil for a kind that is not known: such an identity cannot be checked, and is none.
  fileprivate init?(_ content: inout ItemReader) throws(UpperLayerError) {
    let kind = Kind(rawValue: try content.byte())
    wantsAnswer = try content.byte() != 0
    primary = Array(try content.run())
    secondary = Array(try content.run())
    guard let kind else { return nil }
    self.kind = kind
  }

  fileprivate func write(to writer: inout ItemWriter) {
    writer.item(ItemType.identity) { content in
      content.byte(kind.rawValue)
      content.byte(wantsAnswer ? 1 : 0)
      content.run(primary)
      content.run(secondary)
    }
  }
}
