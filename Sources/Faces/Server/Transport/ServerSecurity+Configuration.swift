import NIOSSL

extension ServerSecurity {
  /// What the TLS library needs: TLS 1.2 and 1.3.
  ///
  /// - Throws: ``ServerError`` for files that are missing or of no use.
  func configuration() throws(ServerError) -> TLSConfiguration {
    var configuration: TLSConfiguration
    do {
      configuration = .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      if let clientAuthorities { _ = try NIOSSLCertificate.fromPEMFile(clientAuthorities) }
    } catch {
      let files = [certificate, key, clientAuthorities].compactMap(\.self).joined(separator: ", ")
      throw ServerError(.unusableCredentials, subject: files)
    }
    configuration.minimumTLSVersion = .tlsv12
    if let clientAuthorities {
      configuration.trustRoots = .file(clientAuthorities)
      configuration.certificateVerification = .noHostnameVerification
    }
    return configuration
  }
}
