import Faults

/// A file became shorter while it was sent.
struct FileShrank: Fault {
  let path: String

  var code: FaultCode { "unreadable" }
  var kind: FaultKind { .ioFailed }
  var place: FaultPlace { FaultPlace(path: path) }
  var description: String { "\(path) became shorter while it was sent" }
}
