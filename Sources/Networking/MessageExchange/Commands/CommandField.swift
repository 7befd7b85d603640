/// What a command asks for or answers (PS3.7 E.1).
public enum CommandField: UInt16, CaseIterable, Hashable, Sendable {
  case storeRequest = 0x0001
  case storeResponse = 0x8001
  case getRequest = 0x0010
  case getResponse = 0x8010
  case findRequest = 0x0020
  case findResponse = 0x8020
  case moveRequest = 0x0021
  case moveResponse = 0x8021
  case echoRequest = 0x0030
  case echoResponse = 0x8030
  case eventReportRequest = 0x0100
  case eventReportResponse = 0x8100
  case attributesRequest = 0x0110
  case attributesResponse = 0x8110
  case settingRequest = 0x0120
  case settingResponse = 0x8120
  case actionRequest = 0x0130
  case actionResponse = 0x8130
  case creationRequest = 0x0140
  case creationResponse = 0x8140
  case deletionRequest = 0x0150
  case deletionResponse = 0x8150
  case cancelRequest = 0x0FFF

  /// Whether it answers a request.
  public var isResponse: Bool { rawValue & 0x8000 != 0 }

  /// What answers a request; nil for cancellations and responses.
  public var response: CommandField? {
    self == .cancelRequest || isResponse ? nil : CommandField(rawValue: rawValue | 0x8000)
  }

  /// The service's name in the standard.
  public var name: String {
    switch self {
    case .storeRequest, .storeResponse: "C-STORE"
    case .getRequest, .getResponse: "C-GET"
    case .findRequest, .findResponse: "C-FIND"
    case .moveRequest, .moveResponse: "C-MOVE"
    case .echoRequest, .echoResponse: "C-ECHO"
    case .eventReportRequest, .eventReportResponse: "N-EVENT-REPORT"
    case .attributesRequest, .attributesResponse: "N-GET"
    case .settingRequest, .settingResponse: "N-SET"
    case .actionRequest, .actionResponse: "N-ACTION"
    case .creationRequest, .creationResponse: "N-CREATE"
    case .deletionRequest, .deletionResponse: "N-DELETE"
    case .cancelRequest: "C-CANCEL"
    }
  }
}
