import Sagitta

/// What `frames --json` prints.
struct FramesReport: Encodable {
  /// A file that was written.
  struct Output: Encodable, Sendable {
    let path: String
    /// The frames that it shows, in their order.
    let frames: [Frame]
  }

  /// A frame that is shown.
  struct Frame: Encodable, Sendable {
    let source: String
    let sopInstanceUID: String
    /// The number of the frame, from 1.
    let frame: Int
    /// Columns and rows as they are stored.
    let size: [Int]
    let photometricInterpretation: String
    let window: Window?
    /// What the file calls the table by which grey was chosen.
    let table: String?
    let inverted: Bool
    /// The distance of columns and that of rows, and where it is true: patient, detector, or the
    /// ratio alone.
    let pixel: [Double]?
    let pixelPlace: String?
    /// Milliseconds to the next frame, and which attribute says so.
    let milliseconds: Double?
    let timeSource: String?
    let notes: [Note]
  }

  /// A window.
  struct Window: Encodable, Sendable {
    let center: Double
    let width: Double
    let function: String
  }

  /// What is worth knowing.
  struct Note: Encodable, Sendable {
    let code: String
    let message: String
  }

  /// A frame or a file that is not shown, and why.
  struct Skipped: Encodable {
    let path: String
    let frame: Int?
    let code: String
    let message: String
  }

  var outputs: [Output] = []
  var skipped: [Skipped] = []
}

extension FramesReport.Frame {
  init(_ shown: ShownFrame) {
    let item = shown.item
    let header = item.image.header
    let shape = header.pixelShape(ofFrame: item.frame)
    source = item.image.path
    sopInstanceUID = header.sopInstanceUID
    frame = item.frame
    size = [header.columns, header.rows]
    photometricInterpretation = header.photometricInterpretation
    inverted = shown.isInverted
    pixel = shape.map { [$0.size.x, $0.size.y] }
    pixelPlace = shape?.place.rawValue
    milliseconds = header.timing?.milliseconds(of: item.frame)
    timeSource = header.timing?.source
    notes = shown.notes.map {
      FramesReport.Note(code: $0.code.rawValue, message: $0.message)
    }
    switch shown.view {
    case .window(let view):
      window = FramesReport.Window(
        center: view.center, width: view.width, function: view.function.rawValue)
      table = nil
    case .table(let view):
      window = nil
      table = view.explanation ?? ""
    case nil:
      window = nil
      table = nil
    }
  }
}

extension FramesReport.Output {
  init(path: String, _ shown: [ShownFrame]) {
    self.init(path: path, frames: shown.map(FramesReport.Frame.init))
  }
}
