/// The types of items in units (PS3.8 9.3, PS3.7 Annex D.3.3).
enum ItemType {
  static let applicationContext: UInt8 = 0x10
  static let proposedContext: UInt8 = 0x20
  static let answeredContext: UInt8 = 0x21
  static let abstractSyntax: UInt8 = 0x30
  static let transferSyntax: UInt8 = 0x40
  static let userInformation: UInt8 = 0x50
  static let maximumLength: UInt8 = 0x51
  static let implementationClass: UInt8 = 0x52
  static let asynchronousOperations: UInt8 = 0x53
  static let role: UInt8 = 0x54
  static let implementationVersion: UInt8 = 0x55
  static let identity: UInt8 = 0x58
  static let identityAnswer: UInt8 = 0x59
}
