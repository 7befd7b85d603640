public import Faults

/// What came over the web does not keep to the standard.
public struct WebServiceError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// A path names no resource: why.
    case unknownResource(String)
    /// A parameter makes no sense: its name, and why.
    case badParameter(String, String)
    /// A body of several parts is damaged: how.
    case damagedMultipart(String)
    /// Something is longer than is taken: what, and how long it may be.
    case tooLong(String, limit: Int)
    /// A data set in JSON cannot be read: why.
    case damagedJSON(String)
    /// A data set in XML cannot be read: why.
    case damagedXML(String)
  }

  /// What is wrong.
  public let reason: Reason

  /// Creates an error.
  public init(_ reason: Reason) { self.reason = reason }

  /// One line: what is wrong.
  public var description: String {
    switch reason {
    case .unknownResource(let why): "there is no such resource: \(why)"
    case .badParameter(let name, let why): "the parameter '\(name)' makes no sense: \(why)"
    case .damagedMultipart(let how): "a body of several parts is damaged: \(how)"
    case .tooLong(let what, let limit):
      "\(what) is longer than the \(ByteAmount(limit)) that are taken"
    case .damagedJSON(let why): "DICOM JSON cannot be read: \(why)"
    case .damagedXML(let why): "DICOM XML cannot be read: \(why)"
    }
  }
}

extension WebServiceError: Fault {
  /// A stable word for the reason.
  public var code: FaultCode {
    switch reason {
    case .unknownResource: "unknown-resource"
    case .badParameter: "bad-query-parameter"
    case .damagedMultipart: "multipart-damaged"
    case .tooLong: "body-too-long"
    case .damagedJSON: "json-damaged"
    case .damagedXML: "xml-damaged"
    }
  }

  /// Whose fault it is.
  public var kind: FaultKind {
    switch reason {
    case .unknownResource, .badParameter: .wrongRequest
    case .damagedMultipart, .tooLong, .damagedJSON, .damagedXML: .badInput
    }
  }
}
