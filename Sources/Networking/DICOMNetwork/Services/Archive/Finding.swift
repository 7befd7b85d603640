import DICOMCoding
import DICOMModel
import MessageExchange
import UpperLayer

extension Association {
  /// Answers what somebody looks for (C-FIND), match by match.
  func answerFind(
    _ request: ArchiveRequest, from archive: ArchiveServices
  ) async throws -> Tally {
    var tally = Tally()
    var position: IndexPosition?
    repeat {
      let page: IndexPage<DataSet>
      do {
        page = try await Self.elsewhere {
          try await archive.index.matches(
            of: request.query, after: position, atMost: ArchiveServices.pageSize)
        }
      } catch {
        tally.status = .unableToProcess
        break
      }
      for match in page.elements where !isCancelled(request) {
        try await send(match, answering: request, from: archive.options.title)
        tally.count += 1
      }
      if isCancelled(request) { tally.status = .cancelled }
      position = page.next
    } while position != nil && tally.status == .success
    try await respond(
      to: request.command, contextID: request.contextID, tally.status,
      comment: tally.status == .unableToProcess ? "the index cannot answer" : nil)
    return tally
  }

  private func send(
    _ match: DataSet, answering request: ArchiveRequest, from title: String
  ) async throws {
    guard let answer = request.command.answer(.pending, hasDataSet: true) else { return }
    let identifier = request.query.answer(match, title: title)
    try await send(
      answer,
      with: try Part10Writer().dataSet(
        identifier, transferSyntax: TransferSyntax(uid: request.syntax)),
      contextID: request.contextID)
  }
}

extension Query {
  /// The identifier of an answer (PS3.4 C.4.1.1.3.2): what is wanted of a match, the keys, and where it is.
  fileprivate func answer(_ match: DataSet, title: String) -> DataSet {
    var answer = match
    let keys = Level.allCases.map(\.uniqueKey)
    let wanted = Set(self.wanted + matches.keys + keys + [.specificCharacterSet])
    for element in match.elements where !wanted.contains(element.tag) {
      answer.remove(element.tag)
    }
    answer.set(.queryRetrieveLevel, string: level.rawValue)
    answer.set(.retrieveAETitle, string: title)
    if wanted.contains(.instanceAvailability) {
      answer.set(.instanceAvailability, string: "ONLINE")
    }
    return answer
  }
}
