import Testing
import UpperLayer

@Suite struct `Units of another implementation` {
  /// Units and their values.
  private static let units: [(bytes: [UInt8], value: ControlUnit)] = [
    (RecordedUnits.request, RecordedValues.request),
    (RecordedUnits.requestOfManyContexts, RecordedValues.requestOfManyContexts),
    (RecordedUnits.acceptance, .associationAcceptance(RecordedValues.acceptance)),
    (RecordedUnits.rejection, .associationRejection(.localLimitExceeded)),
    (RecordedUnits.releaseRequest, .releaseRequest),
    (RecordedUnits.releaseReply, .releaseReply),
    (RecordedUnits.userAbort, .abort(.byUser)),
    (RecordedUnits.providerAbort, .abort(.invalidParameter)),
  ]

  private static let identities: [(bytes: [UInt8], identity: UserIdentity)] = [
    (
      RecordedUnits.requestName,
      UserIdentity(kind: .name, wantsAnswer: false, primary: Array("mueller".utf8))
    ),
    (
      RecordedUnits.requestPasscode,
      UserIdentity(
        kind: .nameAndPasscode, wantsAnswer: true, primary: Array("müller".utf8),
        secondary: Array("secret".utf8))
    ),
    (
      RecordedUnits.requestKerberos,
      UserIdentity(kind: .kerberosTicket, wantsAnswer: true, primary: [0, 1, 0xFE, 0xFF])
    ),
    (
      RecordedUnits.requestSaml,
      UserIdentity(
        kind: .samlAssertion, wantsAnswer: false, primary: Array("<saml:Assertion/>".utf8))
    ),
    (
      RecordedUnits.requestToken,
      UserIdentity(kind: .jsonWebToken, wantsAnswer: true, primary: Array("e30.e30.".utf8))
    ),
  ]

  @Test func `mean the values that were given`() throws {
    for (bytes, value) in Self.units { #expect(try UnitStream.unit(bytes) == value) }
  }

  @Test func `are the bytes that we make of the values`() {
    for (bytes, value) in Self.units { #expect(value.bytes == bytes, "\(value)") }
  }

  @Test func `tell of users in all five ways`() throws {
    for (bytes, identity) in Self.identities {
      let value = RecordedValues.request(identity: identity)
      #expect(try UnitStream.unit(bytes) == value)
      #expect(value.bytes == bytes, "\(identity)")
    }
  }

  @Test func `may have extended negotiation and items that nobody knows`() throws {
    for bytes in [
      RecordedUnits.requestWithExtendedNegotiation, RecordedUnits.requestWithUnknownItems,
    ] {
      #expect(bytes.count > RecordedUnits.request.count)
      #expect(try UnitStream.unit(bytes) == RecordedValues.request)
    }
  }

  @Test func `agree on nothing by numbers that the standard does not have`() throws {
    var expected = RecordedValues.acceptance
    expected.contexts[0].result = .noReason
    for number: UInt8 in [5, 128, 255] {
      var bytes = RecordedUnits.acceptance
      #expect(bytes[103...105] == [1, 0, 0])
      bytes[105] = number
      #expect(try UnitStream.unit(bytes) == .associationAcceptance(expected))
    }
  }

  @Test func `tell of no user in a way that the standard does not have`() throws {
    for number: UInt8 in [0, 6, 255] {
      var bytes = RecordedUnits.requestName
      bytes[bytes.count - 13] = number
      guard case .associationRequest(let request) = try UnitStream.unit(bytes) else {
        Issue.record("the request is not read")
        continue
      }
      #expect(request.user.identity == nil)
      #expect(request.user.implementationVersionName == "PYNETDICOM_304")
    }
  }

  @Test func `carry fragments of data`() throws {
    let one = try UnitStream.read(RecordedUnits.data)
    let header = FragmentHeader(contextID: 1, isCommand: true, isLast: true)
    #expect(one == [.fragment(header, Array("command".utf8))])
    #expect(header.unitBytes(fragmentOf: 7) + Array("command".utf8) == RecordedUnits.data)
    #expect(
      try UnitStream.read(RecordedUnits.dataOfManyFragments) == [
        .fragment(FragmentHeader(contextID: 1, control: 1), Array("com".utf8)),
        .fragment(FragmentHeader(contextID: 1, control: 3), Array("mand".utf8)),
        .fragment(FragmentHeader(contextID: 1, control: 0), []),
        .fragment(FragmentHeader(contextID: 255, control: 2), Array("data".utf8)),
      ])
  }
}
