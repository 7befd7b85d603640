/// The elements of a command: group 0000 in Implicit VR Little Endian (PS3.7 6.3.1).
///
/// Values are kept as they came; what is absent or of another length than its kind has is nil.
public struct CommandSet: Hashable, Sendable {
  /// The most bytes that a command may have; honest ones have some hundred.
  public static let longest = 1 << 16

  /// By element number; group length is worked out when it is written.
  private var values: [UInt16: [UInt8]] = [:]

  /// Creates an empty command.
  public init() {}

  /// Reads a command.
  ///
  /// - Throws: ``MessageError`` if the bytes are no elements of group 0000.
  public init(_ bytes: some Collection<UInt8>) throws(MessageError) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      guard rest.count >= 8 else { throw MessageError(.damagedCommand("it is cut")) }
      let head = Array(rest.prefix(8))
      rest = rest.dropFirst(8)
      let group = UInt16(head[0]) | UInt16(head[1]) << 8
      let element = UInt16(head[2]) | UInt16(head[3]) << 8
      let length = (4..<8).reduce(0) { $0 | Int(head[$1]) << (8 * ($1 - 4)) }
      guard group == 0 else {
        throw MessageError(.damagedCommand("it has an element of another group than 0000"))
      }
      guard length <= rest.count else { throw MessageError(.damagedCommand("it is cut")) }
      values[element] = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    values[0] = nil
  }

  /// The command as it is sent.
  public var bytes: [UInt8] {
    var body: [UInt8] = []
    for (element, value) in values.sorted(by: { $0.key < $1.key }) {
      body += Self.element(element, value)
    }
    return Self.element(0, Self.littleEndian(UInt32(body.count))) + body
  }

  private static func element(_ number: UInt16, _ value: [UInt8]) -> [UInt8] {
    [0, 0] + littleEndian(number) + littleEndian(UInt32(value.count)) + value
  }

  private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    stride(from: 0, to: Number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  // MARK: Values

  /// A number of 16 bits.
  subscript(number element: CommandElement) -> UInt16? {
    get {
      guard let value = values[element.rawValue], value.count == 2 else { return nil }
      return UInt16(value[0]) | UInt16(value[1]) << 8
    }
    set { values[element.rawValue] = newValue.map(Self.littleEndian) }
  }

  /// A text without padding; UIDs and titles come from outside, and may hold anything.
  subscript(text element: CommandElement) -> String? {
    get {
      guard let value = values[element.rawValue] else { return nil }
      func isPadding(_ byte: UInt8) -> Bool { byte == 0 || byte == 0x20 }
      let text = value.drop(while: isPadding).reversed().drop(while: isPadding).reversed()
      return String(decoding: Array(text), as: UTF8.self)
    }
    set {
      values[element.rawValue] = newValue.map { text in
        let bytes = Array(text.utf8)
        return bytes.count.isMultiple(of: 2) ? bytes : bytes + [element.padding]
      }
    }
  }

  /// Whether an element is there.
  func contains(_ element: CommandElement) -> Bool { values[element.rawValue] != nil }
}

/// The elements of commands that are used (PS3.7 E.1).
enum CommandElement: UInt16 {
  case affectedSOPClass = 0x0002
  case requestedSOPClass = 0x0003
  case field = 0x0100
  case messageID = 0x0110
  case respondedMessageID = 0x0120
  case moveDestination = 0x0600
  case priority = 0x0700
  case dataSetType = 0x0800
  case status = 0x0900
  case errorComment = 0x0902
  case affectedSOPInstance = 0x1000
  case requestedSOPInstance = 0x1001
  case eventType = 0x1002
  case actionType = 0x1008
  case remaining = 0x1020
  case completed = 0x1021
  case failed = 0x1022
  case warning = 0x1023
  case moveOriginator = 0x1030
  case moveOriginatorMessageID = 0x1031

  /// What makes a text's length even: UIDs have zeros, all others spaces.
  var padding: UInt8 {
    switch self {
    case .affectedSOPClass, .requestedSOPClass, .affectedSOPInstance, .requestedSOPInstance: 0
    default: 0x20
    }
  }
}
