/// Bounds of what is taken from the other side, and of what it is sent.
public struct UpperLayerLimits: Hashable, Sendable {
  /// The most bytes of presentation data values in one data unit, as the other side is told.
  public var dataUnitBytes: UInt32

  /// The most bytes of any other unit.
  ///
  /// The longest that is honest has 128 contexts with all transfer
  /// syntaxes there are, which is a third of the default.
  public var controlUnitBytes: Int

  /// The most bytes of presentation data values in one data unit that is sent, if the other side
  /// takes more or sets no bound.
  public var sentUnitBytes: Int

  /// Creates bounds.
  ///
  /// - Parameters:
  ///   - dataUnitBytes: At least 4096, as some peers refuse less; 0 would mean none, and is not taken.
  ///   - controlUnitBytes: At least 4096.
  ///   - sentUnitBytes: At least 4096.
  public init(
    dataUnitBytes: UInt32 = 1 << 17, controlUnitBytes: Int = 1 << 20,
    sentUnitBytes: Int = 1 << 17
  ) {
    self.dataUnitBytes = max(4096, dataUnitBytes)
    self.controlUnitBytes = max(4096, controlUnitBytes)
    self.sentUnitBytes = max(4096, sentUnitBytes)
  }

  /// The bytes of a message that go into one fragment to a peer: an even number.
  ///
  /// - Parameter announced: What the peer says that it takes; 0 means any length.
  /// - Returns: Bytes.
  public func fragmentBytes(announced: UInt32) -> Int {
    let room = announced == 0 ? sentUnitBytes : min(sentUnitBytes, Int(announced))
    // Length, context and control stand before the bytes. Less than this is no honest announcement.
    return max(128, room - FragmentHeader.byteCount) & ~1
  }

  /// What a data unit may have more than was announced: some peers count their headers, too.
  static let margin = 64
}

extension FragmentHeader {
  /// The bytes that stand before those of a fragment within a data unit.
  public static let byteCount = 6
}
