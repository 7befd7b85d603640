import SagittaEngine

/// What a caller gets of an error.
struct ErrorReport: Encodable {
  let code: String
  let kind: String
  /// What, where and what to do.
  let message: String
  /// The same without what to do, for faces that have words of their own for remedies.
  let sentence: String
  let path: String?
  let field: String?
  let byteOffset: Int?
  let frame: Int?
  let remedies: [Remedy]
  /// The volumes of an input that has several.
  let volumes: [InfoReport.Volume]?

  /// Where it is, for statuses.
  private let faultKind: FaultKind

  private enum CodingKeys: CodingKey {
    case code, kind, message, sentence, path, field, byteOffset, frame, remedies, volumes
  }

  init(_ error: any Error) {
    let error = (error as? DecodingError).map { UnreadableRequest($0) } ?? error
    let fault = error as? any Fault
    let failure = Failure(error, words: .requests)
    let place = fault?.place ?? FaultPlace()
    faultKind = failure.kind
    code = fault?.code.rawValue ?? failure.code.rawValue
    kind = failure.kind.rawValue
    message = FileNameText.printable(failure.message)
    sentence = FileNameText.printable(Failure(error, words: .none).message)
    path = failure.path
    field = place.field
    byteOffset = place.byteOffset
    frame = place.frame
    remedies = fault?.remedies ?? []
    volumes = (error as? AmbiguousInput).map { ambiguous in
      InfoReport(ambiguous.groups, report: ambiguous.report, showsIdentity: false, error: nil)
        .volumes
    }
  }

  var status: Int32 { faultKind.status }

  /// Texts and numbers only, which JSON always holds.
  var json: String {
    (try? RequestJSON.text(self)) ?? #"{"code": "\#(code)"}"#
  }
}

extension FaultKind {
  /// The number of the header; the one table of the C side.
  var status: Int32 {
    switch self {
    case .wrongRequest: 64
    case .badInput: 65
    case .noInput: 66
    case .notInstalled: 69
    case .cannotCreate: 73
    case .ioFailed: 74
    case .overLimit: 77
    case .cancelled: 130
    }
  }
}
