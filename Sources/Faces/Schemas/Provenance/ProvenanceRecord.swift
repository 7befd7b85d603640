public import StableJSON
public import VolumeRequests

/// Where results come from: the request, what it was run on, and the digests of what it made.
///
/// It names series and instances by their UIDs, but no patient, no dates, and no file or folder of
/// the user's unless ``names`` were asked for.
public struct ProvenanceRecord: Encodable, Hashable, Sendable {
  /// The program.
  public let program: String
  /// Its version.
  public let version: String
  /// What was asked for.
  public let verb: String
  /// Which volumes were used, and how files were read.
  public let selection: VolumeSelection
  /// The request.
  public let request: JSONValue
  /// The volumes that were used.
  public let sources: [ProvenanceSource]
  /// What was written.
  public let outputs: [ProvenanceOutput]
  /// Files and folders by their names; absent unless that was asked for.
  public let names: ProvenanceNames?

  /// Creates a record.
  ///
  /// - Parameters:
  ///   - software: The program.
  ///   - verb: What was asked for.
  ///   - selection: Which volumes were used.
  ///   - request: The request; texts that were typed freely are left out of it.
  ///   - sources: The volumes.
  ///   - outputs: What was written.
  ///   - names: Files and folders, if they are to be named.
  /// - Throws: What the request's coding throws.
  public init(
    software: SoftwareName, verb: String, selection: VolumeSelection, request: any Encodable,
    sources: [ProvenanceSource], outputs: [ProvenanceOutput], names: ProvenanceNames? = nil
  ) throws {
    program = software.name
    version = software.version
    self.verb = verb
    self.selection = selection
    self.request = try JSONValue(request).without(Self.freeTexts)
    self.sources = sources
    self.outputs = outputs
    self.names = names
  }

  /// Fields of requests that hold whatever somebody typed, or wrote into a table.
  private static let freeTexts: Set<String> = ["seriesDescription", "name", "description"]
}

extension ProvenanceRecord {
  /// The same record without what names the sources, as anonymous results need it.
  public var anonymous: ProvenanceRecord { ProvenanceRecord(hiding: self) }

  private init(hiding record: ProvenanceRecord) {
    program = record.program
    version = record.version
    verb = record.verb
    selection = record.selection.anonymous
    request = record.request
    sources = record.sources.map(\.anonymous)
    outputs = record.outputs.map(\.anonymous)
    names = record.names
  }
}

extension VolumeSelection {
  /// The same choice, without an identifier that names the volume.
  fileprivate var anonymous: VolumeSelection {
    var selection = self
    if let volume, volume != Self.all, Int(volume) == nil { selection.volume = nil }
    return selection
  }
}

/// Files and folders by their names.
public struct ProvenanceNames: Encodable, Hashable, Sendable {
  /// What was read.
  public let inputs: [String]
  /// What was written, in the order of the record's outputs.
  public let outputs: [String]

  /// Names files and folders.
  public init(inputs: [String], outputs: [String]) {
    self.inputs = inputs
    self.outputs = outputs
  }
}
