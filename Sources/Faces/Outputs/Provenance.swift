package import SagittaEngine

/// What was asked for, and of which volumes.
package struct Provenance {
  private let verb: String
  private let inputs: [String]
  private let selection: VolumeSelection
  private let request: any TellingRequest
  private let sources: [ProvenanceSource]
  private let words: RemedyWords

  /// Describes a run.
  ///
  /// - Parameters:
  ///   - verb: What was asked for.
  ///   - inputs: Files and folders that were read.
  ///   - selection: Which of their volumes.
  ///   - request: What was asked for in detail.
  ///   - sources: The volumes that were used.
  ///   - words: What a face calls remedies.
  package init(
    verb: String, inputs: [String], selection: VolumeSelection, request: any TellingRequest,
    sources: [ProvenanceSource], words: RemedyWords
  ) {
    self.verb = verb
    self.inputs = inputs
    self.selection = selection
    self.request = request
    self.sources = sources
    self.words = words
  }

  /// The text that value files carry themselves; it names sources only if the request asks for it.
  package func note() throws -> String {
    let record = try record(outputs: [], names: nil)
    return try text(request.telling == .inResults ? record : record.anonymous)
  }

  /// Whether the results are anonymous, so that nothing that tells of them names the source.
  package var isAnonymous: Bool { request.telling == .nowhere }

  /// Writes the record.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - outputs: What was written.
  ///   - paths: The files and folders that were written.
  ///   - namesFiles: Whether inputs and outputs are named by their paths.
  /// - Throws: `VolumeFileError` if they cannot be read back, `FileWritingError`.
  package func write(
    to path: String, outputs: [any Encodable & Sendable], paths: [String], namesFiles: Bool
  ) throws {
    let written = try zip(outputs, paths).map { try ProvenanceOutput($0, path: $1) }
    let names = namesFiles ? ProvenanceNames(inputs: inputs, outputs: paths) : nil
    let record = try record(outputs: written, names: names)
    let told = isAnonymous ? record.anonymous : record
    try writeFile(Array((try text(told) + "\n").utf8), to: path)
  }

  private func record(
    outputs: [ProvenanceOutput], names: ProvenanceNames?
  ) throws -> ProvenanceRecord {
    try ProvenanceRecord(
      software: SoftwareName(name: "sagitta", version: Engine.version), verb: verb,
      selection: selection, request: request, sources: sources, outputs: outputs, names: names)
  }

  private func text(_ record: ProvenanceRecord) throws -> String {
    try JSONText.text(record, userInfo: [.remedyWords: words])
  }
}

/// A request of images that rays make.
package protocol RayRequest: Encodable, Sendable {
  /// What the images say about themselves.
  var marks: AnnotationRequest { get }
}

extension ProjectionRequest: RayRequest {}
extension RenderRequest: RayRequest {}

/// A request of images, as a record has it: with how DICOM objects are written, if they are.
package struct RaysProvenance<Request: RayRequest>: TellingRequest {
  private let rays: Request
  private let dicom: DerivedSeriesRequest?

  package init(_ request: Request, dicom: DerivedSeriesRequest?) {
    rays = request
    self.dicom = dicom
  }

  package var telling: SourceTelling {
    SourceTelling(showsIdentity: rays.marks.showIdentity, dicom: dicom)
  }
}

/// A request of planes, as a record has it: with the grid that they were taken from, and how DICOM
/// objects are written, if they are.
package struct PlanesProvenance: TellingRequest {
  private let planes: PlaneRequest
  private let like: GridDescription?
  private let dicom: DerivedSeriesRequest?

  package init(_ request: PlaneRequest, like: GridDescription?, dicom: DerivedSeriesRequest?) {
    planes = request
    self.like = like
    self.dicom = dicom
  }

  package var telling: SourceTelling {
    SourceTelling(showsIdentity: planes.marks.showIdentity, dicom: dicom)
  }
}
