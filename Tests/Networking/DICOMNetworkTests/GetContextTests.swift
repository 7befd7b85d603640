import DICOMCoding
import DICOMModel
import Locks
import MessageExchange
import Testing
import UpperLayer

@testable import DICOMNetwork

/// An archive that sends instances in the context that asks for them.
private final class CarelessArchive: ArchiveAnswering {
  private let dataSets: [DataSet]
  private let answered = Locked<[OperationStatus]>([])

  init(_ dataSets: [DataSet]) { self.dataSets = dataSets }

  /// What it was told of the instances.
  var answers: [OperationStatus] { answered.withLock { $0 } }

  func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    throw Refusal(.outOfResources, comment: "nothing is taken here")
  }

  func answer(
    _ command: Command, contextID: UInt8, on association: Association
  ) async throws -> Bool {
    guard command.field == .getRequest else { return false }
    try await association.takeDataSet { _ in }
    let context = try #require(association.contexts[contextID])
    for (n, dataSet) in dataSets.enumerated() {
      let bytes = try Part10Writer().dataSet(
        dataSet, transferSyntax: TransferSyntax(uid: context.transferSyntax))
      let store = Command.store(
        sopClass: dataSet.uid(.sopClassUID) ?? "", sopInstance: dataSet.uid(.sopInstanceUID) ?? "",
        messageID: UInt16(n + 1))
      try await association.send(store, with: bytes, contextID: contextID)
      let answer = try await association.nextCommand("an answer").command
      answered.withLock { $0.append(answer.status) }
    }
    try await association.respond(to: command, contextID: contextID, .success)
    return true
  }
}

@Suite struct `Instances in the context of C-GET` {
  private let dataSets = [Samples.dataSet(1, value: 1), Samples.dataSet(2, value: 2)]

  /// Asks for a series, in a place that may be lenient, of an archive that may refuse the roles.
  private func get(
    from archive: CarelessArchive, leniently isLenient: Bool, grantingRoles grantsRoles: Bool,
    into inbox: Inbox
  ) async throws {
    let listener = NetworkListener(options: .hasty, sendsRequests: { _ in grantsRoles }) { _ in
      AcceptedSyntaxes.inOrder
    }
    var options = NetworkOptions.hasty
    options.takesInstancesInGetContext = isLenient
    try await withNode(listener, serving: archive) { [options] node in
      let instance = InstanceFetcher.Instance(
        study: Samples.study, series: Samples.series, uid: "1.4", sopClass: Samples.ctClass)
      _ = try await InstanceFetcher(peer: node.peer, options: options).get(
        [instance], whole: true, into: inbox.store)
    }
  }

  @Test func `are refused, since their class is another`() async throws {
    let archive = CarelessArchive(dataSets)
    let inbox = try Inbox()
    try await get(from: archive, leniently: false, grantingRoles: true, into: inbox)
    #expect(archive.answers == [.sopClassNotSupported, .sopClassNotSupported])
    #expect(try inbox.names.isEmpty)
  }

  @Test(arguments: [true, false])
  func `are taken where that is said of the place, with roles or without`(
    _ grantsRoles: Bool
  ) async throws {
    let archive = CarelessArchive(dataSets)
    let inbox = try Inbox()
    try await get(from: archive, leniently: true, grantingRoles: grantsRoles, into: inbox)
    #expect(archive.answers == [.success, .success])
    #expect(inbox.stored.map(\.outcome) == [.new, .new])
    for (stored, dataSet) in zip(inbox.stored, dataSets) {
      let syntax = TransferSyntax(uid: stored.instance.transferSyntax)
      #expect(
        try dataSetBytes(stored.path)
          == Part10Writer().dataSet(dataSet, transferSyntax: syntax))
    }
  }

  @Test func `are of storage classes, or refused all the same`() async throws {
    var film = dataSets[0]
    film.set(.sopClassUID, string: SOPClass.filmBox)
    let archive = CarelessArchive([film, dataSets[1]])
    let inbox = try Inbox()
    try await get(from: archive, leniently: true, grantingRoles: true, into: inbox)
    #expect(archive.answers == [.sopClassNotSupported, .success])
    #expect(inbox.stored.count == 1)
  }
}
