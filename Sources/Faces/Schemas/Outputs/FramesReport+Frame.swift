public import StoredImages
public import Views

extension FramesReport {
  /// A frame that is shown.
  public struct Frame: Encodable, Hashable, Sendable {
    /// The file.
    public let source: String
    /// SOP Instance UID.
    public let sopInstanceUID: String
    /// The number of the frame, from 1.
    public let frame: Int
    /// Columns and rows as they are stored.
    public let size: [Int]
    /// Photometric Interpretation.
    public let photometricInterpretation: String
    /// The window of a grey frame.
    public let window: WindowJSON?
    /// What the file calls the table by which grey was chosen.
    public let table: String?
    /// Whether low values are white.
    public let inverted: Bool
    /// The distance of columns and that of rows in mm.
    public let pixel: [Double]?
    /// Where the distance is true: patient, detector, or the ratio alone.
    public let pixelPlace: String?
    /// Milliseconds to the next frame.
    public let milliseconds: Double?
    /// Which attribute says so.
    public let timeSource: String?
    /// What is worth knowing.
    public let notes: [Note]

    /// Tells of a frame.
    public init(_ shown: ShownFrame) {
      let image = shown.item.image
      let header = image.header
      let shape = header.pixelShape(ofFrame: shown.item.frame)
      source = image.path
      sopInstanceUID = header.sopInstanceUID
      frame = shown.item.frame
      size = [header.columns, header.rows]
      photometricInterpretation = header.photometricInterpretation
      inverted = shown.isInverted
      pixel = shape.map { [$0.size.x, $0.size.y] }
      pixelPlace = shape?.place.rawValue
      milliseconds = header.timing?.milliseconds(of: frame)
      timeSource = header.timing?.source
      notes = shown.notes.map(Note.init)
      switch shown.view {
      case .window(let window):
        self.window = WindowJSON(window)
        table = nil
      case .table(let table):
        window = nil
        self.table = table.explanation ?? ""
      case nil:
        window = nil
        table = nil
      }
    }
  }

  /// What is worth knowing.
  public struct Note: Encodable, Hashable, Sendable {
    /// A stable word, in kebab-case.
    public let code: String
    /// The same in words.
    public let message: String

    init(_ note: StoredImageNote) {
      code = note.code.rawValue
      message = note.message
    }
  }
}
