import DICOMCoding
import DICOMModel
import DICOMNetwork
import WebServices

/// Files that come piece by piece, for those who take data sets behind what is said of them.
struct InstanceStream {
  private let client: WebClient
  private let provider: any ServiceProvider
  private var head: [UInt8] = []
  private var receiver: (any InstanceReceiver)?

  init(client: WebClient, provider: any ServiceProvider) {
    self.client = client
    self.provider = provider
  }

  /// Takes what comes next.
  mutating func take(_ event: MultipartReader.Event) throws {
    switch event {
    case .head:
      head = []
      receiver = nil
    case .bytes(let bytes):
      if let receiver { return try Self.take(bytes, by: receiver) }
      head += bytes
      try begin()
    case .end:
      guard let receiver else { throw notAFile }
      try refused { _ = try receiver.finish() }
      self.receiver = nil
    }
  }

  /// Finds who takes the instance, when its meta group is there.
  private mutating func begin() throws {
    guard let end = try FileHead.end(of: head) else { return }
    guard let found = FileHead(head[..<end]) else { throw notAFile }
    let receiver = try refused {
      try provider.receive(
        IncomingInstance(
          sopClass: found.sopClass, sopInstance: found.sopInstance,
          transferSyntax: found.transferSyntax, peer: client.base))
    }
    self.receiver = receiver
    let rest = head[end...]
    head = []
    try Self.take(rest, by: receiver)
  }

  private static func take(_ bytes: ArraySlice<UInt8>, by receiver: any InstanceReceiver) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe receiver.take($0) }
  }

  /// What `body` returns; nobody is there to be told of a refusal.
  private func refused<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let refusal as Refusal {
      throw client.failure(.unexpectedAnswer("an instance cannot be taken: \(refusal.comment)"))
    }
  }

  private var notAFile: WebClientError {
    client.failure(.unexpectedAnswer("a part is no DICOM file"))
  }
}

/// The meta group of a file (PS3.10 7.1).
struct FileHead {
  let sopClass: String
  let sopInstance: String
  let transferSyntax: String

  /// Reads it; nil if it does not say what is needed.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard
      let meta = try? Part10Reader().readDataSet(
        Array(bytes.dropFirst(132)), transferSyntax: .explicitVRLittleEndian
      ).dataSet, let sopInstance = meta.uid(.mediaStorageSOPInstanceUID),
      let transferSyntax = meta.uid(.transferSyntaxUID)
    else { return nil }
    sopClass = meta.uid(.mediaStorageSOPClassUID) ?? ""
    self.sopInstance = sopInstance
    self.transferSyntax = transferSyntax
  }

  /// Where the data set begins; nil if more bytes are needed to know.
  static func end(of bytes: [UInt8]) throws -> Int? {
    guard bytes.count >= 144 else { return nil }
    guard bytes[128..<136].elementsEqual(Array("DICM".utf8) + [2, 0, 0, 0]),
      bytes[136..<140].elementsEqual(Array("UL".utf8) + [4, 0])
    else { throw WebServiceError(.damagedMultipart("a part is no DICOM file")) }
    let length = (0..<4).reduce(0) { $0 | Int(bytes[140 + $1]) << (8 * $1) }
    guard length <= longest else {
      throw WebServiceError(.tooLong("the head of a file", limit: longest))
    }
    return bytes.count >= 144 + length ? 144 + length : nil
  }

  /// Honest ones have some hundred bytes.
  private static let longest = 1 << 20
}
