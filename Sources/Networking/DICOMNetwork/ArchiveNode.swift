public import MessageExchange
import UpperLayer

/// A node of a DICOM network: takes instances (C-STORE) and says what an archive has, and sends it
/// (C-FIND, C-MOVE, C-GET).
///
/// Everything that is sent lies in files, and goes as it is stored; whoever asks for another syntax gets it
/// if the instance can be brought into it without loss.
public struct ArchiveNode: Sendable {
  /// What happens, for logs and counters.
  public enum News: Sendable {
    /// What happens to associations: titles and addresses, but nothing of patients.
    case association(NetworkListener.News)
    /// An operation is done.
    case served(ServedOperation)
  }

  /// How this side talks, and its title.
  public let options: NetworkOptions

  private let archive: ArchiveServices
  private let folder: StoreFolder?
  private let listener: NetworkListener
  private let tell: @Sendable (News) -> Void

  /// Creates a node.
  ///
  /// - Parameters:
  ///   - index: What there is.
  ///   - folder: Takes what is stored here; nil if nothing is taken.
  ///   - destinations: Where instances may be sent, by title.
  ///   - options: How this side talks, and its title.
  ///   - callingTitles: The titles that may call; nil for any.
  ///   - mostAssociations: The most associations at a time; others are told to come again.
  ///   - tell: Learns what happens; may be called by many tasks at once.
  public init(
    index: any InstanceIndex, folder: StoreFolder?, destinations: [String: MoveDestination] = [:],
    options: NetworkOptions = NetworkOptions(), callingTitles: Set<String>? = nil,
    mostAssociations: Int = 100, telling tell: @escaping @Sendable (News) -> Void = { _ in }
  ) {
    self.options = options
    self.folder = folder
    self.tell = tell
    archive = ArchiveServices(index: index, destinations: destinations, options: options)
    listener = NetworkListener(
      options: options, mostAssociations: mostAssociations, calledTitles: [options.title],
      callingTitles: callingTitles, sendsRequests: SOPClass.isStorage,
      transferSyntaxes: Self.transferSyntaxes)
  }

  /// The transfer syntaxes in which an abstract syntax is taken; nil if it is not.
  @Sendable public static func transferSyntaxes(_ abstractSyntax: String) -> [String]? {
    if SOPClass.isStorage(abstractSyntax) { return AcceptedSyntaxes.inOrder }
    let isKnown =
      abstractSyntax == SOPClass.verification || InformationModel(sopClass: abstractSyntax) != nil
    return isKnown ? ContextNeed.uncompressed : nil
  }

  /// Answers until it is told to end, or its task is cancelled.
  ///
  /// - Parameters:
  ///   - host: The address to listen at.
  ///   - port: The port; 0 for any free one, which the first news names.
  ///   - end: Tells it to end.
  /// - Throws: ``NetworkError`` if that address cannot be had.
  public func run(host: String, port: Int, until end: ListenerEnd = ListenerEnd()) async throws {
    let provider = ArchiveProvider(archive: archive, folder: folder) { tell(.served($0)) }
    try await listener.run(
      host: host, port: port, until: end, telling: { tell(.association($0)) },
      serve: { try await $0.serve(provider) })
  }
}
