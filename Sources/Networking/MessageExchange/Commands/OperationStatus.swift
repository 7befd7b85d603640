/// How an operation went (PS3.7 Annex C, PS3.4 B.2.3 and C.4).
public struct OperationStatus: Hashable, Sendable {
  /// The number of the standard.
  public let code: UInt16

  /// Creates a status from its number.
  public init(_ code: UInt16) { self.code = code }

  /// What a number means for the operation.
  public enum Category: Hashable, Sendable {
    case success
    /// More responses follow.
    case pending
    case cancelled
    /// Done, with something to be known.
    case warning
    case failure
  }

  /// What the number means.
  public var category: Category {
    switch code {
    case 0x0000: .success
    case 0xFF00, 0xFF01: .pending
    case 0xFE00: .cancelled
    case 0x0001, 0x0107, 0x0116, 0xB000...0xBFFF: .warning
    default: .failure
    }
  }

  /// Whether more responses follow.
  public var isPending: Bool { category == .pending }

  /// All is done.
  public static let success = OperationStatus(0x0000)
  /// More responses follow.
  public static let pending = OperationStatus(0xFF00)
  /// The operation was given up when it was asked to.
  public static let cancelled = OperationStatus(0xFE00)
  /// Something went wrong inside.
  public static let processingFailure = OperationStatus(0x0110)
  /// The SOP class is not known.
  public static let noSuchSOPClass = OperationStatus(0x0118)
  /// The SOP class is not supported here.
  public static let sopClassNotSupported = OperationStatus(0x0122)
  /// The operation is not known.
  public static let unrecognizedOperation = OperationStatus(0x0211)
  /// The other side may not do that.
  public static let notAuthorized = OperationStatus(0x0124)
  /// There is no room.
  public static let outOfResources = OperationStatus(0xA700)
  /// No instance could be sent.
  public static let unableToPerformSubOperations = OperationStatus(0xA702)
  /// Nobody has the title that instances are to be sent to.
  public static let moveDestinationUnknown = OperationStatus(0xA801)
  /// The data set or identifier does not match the SOP class.
  public static let identifierDoesNotMatch = OperationStatus(0xA900)
  /// The data set or identifier cannot be understood.
  public static let cannotUnderstand = OperationStatus(0xC000)
  /// What is asked for makes sense, and cannot be done.
  public static let unableToProcess = OperationStatus(0xC001)
  /// Some instances were not sent.
  public static let someSubOperationsFailed = OperationStatus(0xB000)
}

extension OperationStatus: CustomStringConvertible {
  /// The number as people look it up, and what it means.
  public var description: String { "\(digits), \(words)" }

  /// The number as four digits.
  public var digits: String {
    let text = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - text.count) + text
  }

  private var words: String {
    switch code {
    case 0x0000: "done"
    case 0xFF00, 0xFF01: "more follows"
    case 0xFE00: "cancelled"
    case 0x0105: "no such attribute"
    case 0x0106: "an attribute has an invalid value"
    case 0x0110: "processing failed"
    case 0x0111: "there is such an instance already"
    case 0x0112: "no such instance"
    case 0x0117: "the instance has an invalid UID"
    case 0x0118: "no such SOP class"
    case 0x0120: "an attribute is missing"
    case 0x0122: "the SOP class is not supported"
    case 0x0124: "that is not allowed"
    case 0x0210: "there is such a message already"
    case 0x0211: "the operation is not known"
    case 0x0212: "a parameter makes no sense"
    case 0xA702: "none of the instances could be sent"
    case 0xA700...0xA7FF: "it is out of resources"
    case 0xA801: "the move destination is not known there"
    case 0xA900...0xA9FF: "the data set does not match the SOP class"
    case 0xB000: "done, some values were changed or some instances failed"
    case 0xB006: "done, some elements were thrown away"
    case 0xB007: "done, though the data set does not match the SOP class"
    case 0xB604: "done, an image was made smaller to fit its place"
    case 0xB609: "done, an image was cut to fit its place"
    case 0xC600, 0xC602: "there is no film to print"
    case 0xC601: "the printer's queue is full"
    case 0xC603: "an image is larger than its place"
    case 0xC605, 0xC613: "the printer has no memory left"
    case 0xC616: "a film is printed that is not done yet"
    case 0xC001: "it cannot be processed"
    case 0xC000...0xCFFF: "the data set cannot be understood"
    default: category == .warning ? "done, with a warning" : "it failed"
    }
  }
}
