import DICOMCoding
import DICOMModel
import MessageExchange
import UpperLayer

/// One film session with a printer.
final class PrintSession {
  private let association: Association
  private let context: NegotiatedContext
  private(set) var warnings: [String] = []

  init(_ association: Association, context: NegotiatedContext) {
    self.association = association
    self.context = context
  }

  private var syntax: TransferSyntax { TransferSyntax(uid: context.transferSyntax) }

  /// What the printer says of itself.
  ///
  /// - Throws: ``NetworkError`` if it says that it has failed.
  func printer() async throws -> DataSet {
    let printer = SOPInstance(sopClass: SOPClass.printer, uid: SOPClass.printerInstance)
    let said = try await ask(.attributes(of: printer, messageID: association.nextMessageID()))
    guard said.string(.printerStatus) != "FAILURE" else {
      let info = said.string(.printerStatusInfo).map { ": \($0)" } ?? ""
      throw association.failure(.unexpectedAnswer("the printer has failed\(info)"))
    }
    return said
  }

  /// Prints films one after the other.
  func print(_ job: PrintJob) async throws {
    var settings = DataSet()
    settings.set(.numberOfCopies, integer: job.copies)
    let session = try await create(SOPClass.filmSession, settings).instance
    for film in job.films { try await print(film, of: job, in: session) }
    try await delete(session)
  }

  private func print(
    _ pictures: [PrintJob.Picture], of job: PrintJob, in session: SOPInstance
  ) async throws {
    let (film, said) = try await create(SOPClass.filmBox, Self.film(job, in: session))
    let places = said.items(.referencedImageBoxSequence) ?? []
    guard places.count >= pictures.count else {
      throw association.failure(
        .unexpectedAnswer(
          "the film has \(places.count) places for \(pictures.count) pictures: the printer may have "
            + "no such layout"))
    }
    for (number, (picture, place)) in zip(pictures, places).enumerated() {
      let box = SOPInstance(
        sopClass: place.uid(.referencedSOPClassUID) ?? SOPClass.grayscaleImageBox,
        uid: place.uid(.referencedSOPInstanceUID) ?? "")
      _ = try await ask(
        .setting(box, messageID: association.nextMessageID()),
        with: Self.content(picture, at: number + 1))
    }
    _ = try await ask(.action(1, on: film, messageID: association.nextMessageID()))
    try await delete(film)
  }

  private static func film(_ job: PrintJob, in session: SOPInstance) -> DataSet {
    var reference = DataSet()
    reference.set(.referencedSOPClassUID, string: session.sopClass)
    reference.set(.referencedSOPInstanceUID, string: session.uid)
    var film = DataSet()
    film.set(.imageDisplayFormat, string: "STANDARD\\\(job.columns),\(job.rows)")
    film.set(.filmOrientation, string: job.isLandscape ? "LANDSCAPE" : "PORTRAIT")
    if let size = job.filmSize { film.set(.filmSizeID, string: size.rawValue) }
    film.set(.referencedFilmSessionSequence, items: [reference])
    return film
  }

  private static func content(_ picture: PrintJob.Picture, at position: Int) -> DataSet {
    var image = DataSet()
    image.set(.samplesPerPixel, integer: 1)
    image.set(.photometricInterpretation, string: "MONOCHROME2")
    image.set(.rows, integer: picture.rows)
    image.set(.columns, integer: picture.columns)
    image.set(.pixelAspectRatio, integers: [1, 1])
    image.set(.bitsAllocated, integer: 8)
    image.set(.bitsStored, integer: 8)
    image.set(.highBit, integer: 7)
    image.set(.pixelRepresentation, integer: 0)
    image.set(.pixelData, vr: .ob, bytes: picture.pixels)
    var content = DataSet()
    content.set(.imageBoxPosition, integer: position)
    content.set(.basicGrayscaleImageSequence, items: [image])
    return content
  }

  // MARK: Messages

  /// Makes an instance; the printer may name it otherwise.
  private func create(
    _ sopClass: String, _ attributes: DataSet
  ) async throws -> (instance: SOPInstance, said: DataSet) {
    var instance = SOPInstance(sopClass: sopClass, uid: UniqueIdentifier.random())
    let command = Command.creation(instance, messageID: association.nextMessageID())
    let (answer, said) = try await exchange(command, attributes)
    if let uid = answer.sopInstance, !uid.isEmpty { instance.uid = uid }
    return (instance, said)
  }

  private func delete(_ instance: SOPInstance) async throws {
    _ = try await ask(.deletion(of: instance, messageID: association.nextMessageID()))
  }

  private func ask(_ command: Command, with dataSet: DataSet? = nil) async throws -> DataSet {
    try await exchange(command, dataSet).said
  }

  private func exchange(
    _ command: Command, _ dataSet: DataSet?
  ) async throws -> (answer: Command, said: DataSet) {
    if let dataSet {
      try await association.send(
        command, with: try Part10Writer().dataSet(dataSet, transferSyntax: syntax),
        contextID: context.id)
    } else {
      try await association.send(command, contextID: context.id)
    }
    let name = command.field.name
    let answer = try await nextAnswer(to: name)
    try association.check(answer, answers: command.field, messageID: command.messageID)
    let said = try await association.identifierOf(answer, syntax: syntax) ?? DataSet()
    switch answer.status.category {
    case .success: break
    case .warning: warnings.append("\(name): \(answer.status)")
    case .failure, .pending, .cancelled:
      throw association.failure(
        .failed(operation: name, status: answer.status, comment: answer.errorComment))
    }
    return (answer, said)
  }

  /// The next answer; a printer may say in between how it feels (N-EVENT-REPORT).
  private func nextAnswer(to name: String) async throws -> Command {
    while true {
      let (command, contextID) = try await association.nextCommand("the answer to \(name)")
      guard command.field == .eventReportRequest else { return command }
      if command.hasDataSet { try await association.takeDataSet { _ in } }
      try await association.respond(to: command, contextID: contextID, .success)
    }
  }
}

extension Tag {
  fileprivate static let numberOfCopies = Tag(0x2000, 0x0010)
  fileprivate static let imageDisplayFormat = Tag(0x2010, 0x0010)
  fileprivate static let filmOrientation = Tag(0x2010, 0x0040)
  fileprivate static let filmSizeID = Tag(0x2010, 0x0050)
  fileprivate static let referencedFilmSessionSequence = Tag(0x2010, 0x0500)
  fileprivate static let referencedImageBoxSequence = Tag(0x2010, 0x0510)
  fileprivate static let imageBoxPosition = Tag(0x2020, 0x0010)
  fileprivate static let basicGrayscaleImageSequence = Tag(0x2020, 0x0110)
  /// How a printer is.
  static let printerStatus = Tag(0x2110, 0x0010)
  /// What is the matter with it.
  static let printerStatusInfo = Tag(0x2110, 0x0020)
}
