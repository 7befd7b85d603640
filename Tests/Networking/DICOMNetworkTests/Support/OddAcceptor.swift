import MessageExchange
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

  /// Sends a command in the first context.
  static func send(_ command: Command?, on connection: RawConnection) async throws {
    let bytes = command?.bytes ?? []
    let header = FragmentHeader(contextID: 1, isCommand: true, isLast: true)
    try await connection.send(header.unitBytes(fragmentOf: bytes.count) + bytes)
  }

  /// The next command, whose data set, in units of one fragment each, is passed over.
  static func command(_ connection: RawConnection) async throws -> Command? {
    var command: [UInt8] = []
    while let unit = try await connection.unit(), unit[0] == 4 {
      guard unit[11] & 1 == 1 else {
        if unit[11] & 2 == 2 { return try Command(command) }
        continue
      }
      command += unit.dropFirst(12)
      if unit[11] & 2 == 2, try !Command(command).hasDataSet { return try Command(command) }
    }
    return nil
  }
}
