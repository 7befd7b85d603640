import Testing
import UpperLayer

@testable import DICOMNetwork

/// The other side of an association, whose messages a test says itself.
enum OddAcceptor {
  /// Takes every context of the request that comes, and says of itself what a test wants.
  @discardableResult
  static func accept(
    _ connection: RawConnection, maximumLength: UInt32 = 16384
  ) async throws -> AssociationRequest {
    let unit = try #require(try await connection.unit())
    guard
      case .associationRequest(let request) = try ControlUnit(
        .associationRequest, body: unit.dropFirst(6))
    else { throw NodeIsOver() }
    let policy = AssociationPolicy(
      user: UserInformation(
        maximumLength: maximumLength, implementationClassUID: "1.2.3",
        implementationVersionName: "ODD"), sendsRequests: { _ in true },
      transferSyntaxes: { _ in AcceptedSyntaxes.inOrder })
    guard case .acceptance(let acceptance) = policy.answer(request) else { throw NodeIsOver() }
    try await connection.send(.associationAcceptance(acceptance))
    return request
  }
}
