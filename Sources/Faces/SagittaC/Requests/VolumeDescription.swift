import SagittaEngine

/// What a caller says of voxels of its own.
struct VolumeDescription: Decodable {
  let grid: GridDescription
  let attributes: VolumeAttributes

  private enum CodingKeys: CodingKey {
    case dimensions, affine, slicePositions, unit, modality, description, seriesInstanceUID
    case frameOfReferenceUID, windows, isInverted, hasPatientFrame
  }

  /// A display window as a volume's JSON has it.
  private struct Window: Decodable {
    let center: Double
    let width: Double
    let function: DisplayWindow.Function?
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    grid = try GridDescription(from: decoder)
    let windows = try fields.value(.windows, default: [Window]())
    attributes = VolumeAttributes(
      modality: try fields.value(.modality), unit: try fields.value(.unit),
      description: try fields.value(.description),
      seriesInstanceUID: try fields.value(.seriesInstanceUID),
      frameOfReferenceUID: try fields.value(.frameOfReferenceUID),
      windows: try windows.map(Self.window),
      isInverted: try fields.value(.isInverted, default: false),
      hasPatientFrame: try fields.value(.hasPatientFrame, default: true))
  }

  private static func window(_ window: Window) throws -> DisplayWindow {
    let made = DisplayWindow(
      center: window.center, width: window.width, function: window.function ?? .linear)
    guard let made else {
      throw RequestError(
        .outOfRange, field: "windows", sentence: "`windows` has a width that is not above 0")
    }
    return made
  }
}
