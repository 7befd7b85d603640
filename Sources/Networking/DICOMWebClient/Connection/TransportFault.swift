import AsyncHTTPClient
import DICOMNetwork
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the libraries' errors mean.
enum TransportFault {
  /// The error of this module; nil for one that is no matter of a connection.
  static func of(_ error: any Error, awaiting name: String, client: WebClient) -> (any Error)? {
    reason(error, awaiting: name, options: client.options).map { client.failure($0) }
  }

  private static func reason(
    _ error: any Error, awaiting name: String, options: WebOptions
  ) -> WebClientError.Reason? {
    switch error {
    case let error as HTTPClientError: reason(error, awaiting: name, options: options)
    case is NIOConnectionError, ChannelError.connectTimeout:
      .unreachable(NetworkClient.words(error))
    case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
      .notSecure(SecurityWords.of(error))
    case let error as IOError:
      neverConnected.contains(error.errnoCode)
        ? .unreachable(NetworkClient.words(error)) : .connectionLost
    case is ChannelError, HTTPParserError.invalidEOFState: .connectionLost
    case is HTTPParserError: .unexpectedAnswer("the answer is not one of HTTP")
    default: nil
    }
  }

  private static let neverConnected = [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EADDRNOTAVAIL,
  ]

  private static func reason(
    _ error: HTTPClientError, awaiting name: String, options: WebOptions
  ) -> WebClientError.Reason? {
    switch error {
    case .readTimeout, .writeTimeout:
      .silent(seconds: options.timeouts.response, awaiting: name)
    case .connectTimeout, .getConnectionFromPoolTimeout: .unreachable("nobody answers")
    case .tlsHandshakeTimeout: .notSecure("nobody answers")
    case .deadlineExceeded: .tooSlow(seconds: options.timeouts.operation ?? 0, operation: name)
    case .cancelled: nil
    case .invalidURL, .emptyHost, .emptyScheme: .unreachable("the address is none")
    default: .connectionLost
    }
  }
}
