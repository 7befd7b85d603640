package import NIOSSL

/// How connections are made secure (PS3.15 B.12: TLS 1.2 and 1.3).
public struct TransportSecurity: Hashable, Sendable {
  /// A file of certificates that vouch for the other side; nil for those of the system.
  public var authorities: String?

  /// This side's certificate, with those that vouch for it.
  public var certificate: String?

  /// The key of this side's certificate.
  public var key: String?

  /// How the other side is checked.
  public var verification: Verification

  /// How the other side is checked.
  public enum Verification: Hashable, Sendable {
    /// Its certificate has to be vouched for, and to be of the host's name.
    case certificateAndName
    /// Its certificate has to be vouched for. Usual for DICOM, whose peers are known by addresses.
    case certificate
    /// Anything goes: safe from listeners, not from impostors.
    case none
  }

  /// Creates security.
  public init(
    authorities: String? = nil, certificate: String? = nil, key: String? = nil,
    verification: Verification = .certificate
  ) {
    self.authorities = authorities
    self.certificate = certificate
    self.key = key
    self.verification = verification
  }

  /// What a client needs.
  ///
  /// - Throws: ``NetworkError`` for files that are of no use.
  func clientContext(for peer: String) throws -> NIOSSLContext {
    try context(try clientConfiguration(for: peer), peer: peer)
  }

  /// What a client needs, for those who make its contexts themselves.
  ///
  /// - Throws: ``NetworkError`` for files that are of no use.
  package func clientConfiguration(for peer: String) throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    try apply(to: &configuration, peer: peer)
    _ = try context(configuration, peer: peer)
    return configuration
  }

  /// What a server needs; it asks for the clients' certificates if it has authorities.
  ///
  /// - Throws: ``NetworkError`` for files that are missing or of no use.
  func serverContext(for peer: String) throws -> NIOSSLContext {
    guard let certificate, let key else {
      throw NetworkError(
        .unusableCredentials("a secure listener needs a certificate and its key"), peer: peer)
    }
    let chain = try Self.chain(certificate, peer: peer)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain, privateKey: .privateKey(try Self.key(key, peer: peer)))
    try apply(to: &configuration, peer: peer)
    if authorities == nil || verification == .none {
      configuration.certificateVerification = .none
    } else {
      configuration.certificateVerification = .noHostnameVerification
    }
    return try context(configuration, peer: peer)
  }

  private func apply(to configuration: inout TLSConfiguration, peer: String) throws {
    configuration.minimumTLSVersion = .tlsv12
    if let authorities { configuration.trustRoots = .file(authorities) }
    if let certificate, let key {
      configuration.certificateChain = try Self.chain(certificate, peer: peer)
      configuration.privateKey = .privateKey(try Self.key(key, peer: peer))
    }
    configuration.certificateVerification =
      switch verification {
      case .certificateAndName: .fullVerification
      case .certificate: .noHostnameVerification
      case .none: .none
      }
  }

  private func context(_ configuration: TLSConfiguration, peer: String) throws -> NIOSSLContext {
    do {
      return try NIOSSLContext(configuration: configuration)
    } catch {
      let files = [authorities, certificate, key].compactMap(\.self).joined(separator: ", ")
      throw NetworkError(
        .unusableCredentials("\(files): no usable keys or certificates"), peer: peer)
    }
  }

  private static func chain(
    _ path: String, peer: String
  ) throws -> [NIOSSLCertificateSource] {
    do {
      return try NIOSSLCertificate.fromPEMFile(path).map { .certificate($0) }
    } catch {
      throw NetworkError(
        .unusableCredentials("\(path): no readable certificates in PEM form"), peer: peer)
    }
  }

  private static func key(_ path: String, peer: String) throws -> NIOSSLPrivateKey {
    do {
      return try NIOSSLPrivateKey(file: path, format: .pem)
    } catch {
      throw NetworkError(.unusableCredentials("\(path): no readable key in PEM form"), peer: peer)
    }
  }
}
