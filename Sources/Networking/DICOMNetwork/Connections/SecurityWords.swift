/// What the TLS library's errors mean for people: it says them with its own files and numbers.
package enum SecurityWords {
  /// One line.
  package static func of(_ error: any Error) -> String {
    let text = "\(error)"
    return known.first { text.contains($0.sign) }?.words ?? brief(text)
  }

  private static let known: [(sign: String, words: String)] = [
    ("CERTIFICATE_VERIFY_FAILED", "nobody who is trusted vouches for the other side's certificate"),
    ("failedToValidateHostname", "the other side's certificate is of another name"),
    ("ALERT_UNKNOWN_CA", "the other side does not trust this side's certificate"),
    ("ALERT_CERTIFICATE_REQUIRED", "the other side wants a certificate of this side"),
    ("PEER_DID_NOT_RETURN_A_CERTIFICATE", "the other side shows no certificate"),
    ("ALERT_BAD_CERTIFICATE", "the other side does not take this side's certificate"),
    ("ALERT_CERTIFICATE", "the other side does not take this side's certificate"),
    ("WRONG_VERSION_NUMBER", "the other side does not speak TLS"),
    ("HTTP_REQUEST", "the other side does not speak TLS"),
    ("UNSUPPORTED_PROTOCOL", "the other side has none of TLS 1.2 and 1.3"),
    ("ALERT_PROTOCOL_VERSION", "the other side has none of TLS 1.2 and 1.3"),
    ("NO_SHARED_CIPHER", "both sides have no cipher in common"),
    ("HANDSHAKE_FAILURE", "the other side found nothing to agree on"),
    ("uncleanShutdown", "the other side closed without saying so"),
  ]

  /// The library's own name of the error, without the place in its sources.
  private static func brief(_ text: String) -> String {
    guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return text }
    return String(text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }
}
