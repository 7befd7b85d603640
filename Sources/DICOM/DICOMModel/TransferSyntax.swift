/// The order of bytes in a number.
public enum ByteOrder: Hashable, Sendable {
  case littleEndian
  case bigEndian
}

/// How a data set and its pixel data are laid out as bytes (PS3.5 10 and Annex A).
///
/// An unknown identifier is representable; it is taken for an encapsulated syntax, because every
/// syntax after the first four is Explicit VR Little Endian with compressed pixels.
public struct TransferSyntax: Sendable {
  /// The identifier, without padding.
  public let uid: String

  /// The name in PS3.6, or the identifier again when it is not known.
  public let name: String

  /// The order of bytes in numbers of the data set.
  public let byteOrder: ByteOrder

  /// The order of bytes in words of native pixel data.
  public let pixelByteOrder: ByteOrder

  /// Whether elements carry their VR.
  public let isExplicit: Bool

  /// Whether pixel data is a list of fragments, not one native value.
  public let isEncapsulated: Bool

  /// Whether everything after the meta group is one raw deflate stream.
  public let isDeflated: Bool

  /// Whether the identifier is in ``all``.
  public let isKnown: Bool

  /// The syntax with this identifier; blanks and NULs around it are ignored.
  public init(uid: some StringProtocol) {
    let trimmed = String(decoding: trimmed(Array(uid.utf8)[...]), as: UTF8.self)
    guard let known = Self.byUID[trimmed] else {
      self.init(unknown: trimmed)
      return
    }
    self = known
  }

  private init(unknown uid: String) {
    self.init(uid, name: uid, isEncapsulated: true, isKnown: false)
  }

  init(
    _ uid: String, name: String, byteOrder: ByteOrder = .littleEndian,
    pixelByteOrder: ByteOrder? = nil, isExplicit: Bool = true, isEncapsulated: Bool = false,
    isDeflated: Bool = false, isKnown: Bool = true
  ) {
    self.uid = uid
    self.name = name
    self.byteOrder = byteOrder
    self.pixelByteOrder = pixelByteOrder ?? byteOrder
    self.isExplicit = isExplicit
    self.isEncapsulated = isEncapsulated
    self.isDeflated = isDeflated
    self.isKnown = isKnown
  }

  private static let byUID = Dictionary(
    all.map { ($0.uid, $0) }, uniquingKeysWith: { first, _ in first })
}

extension TransferSyntax: Hashable {
  /// Syntaxes are equal when their identifiers are.
  public static func == (lhs: TransferSyntax, rhs: TransferSyntax) -> Bool {
    lhs.uid == rhs.uid
  }

  /// Hashes the identifier.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(uid)
  }
}

extension TransferSyntax: CustomStringConvertible {
  /// The name in PS3.6, or the identifier when it is not known.
  public var description: String { name }
}
