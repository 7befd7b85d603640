public import Presentation
public import VolumeModel

/// How values become grey or colours: one look for all images of a volume.
public struct DisplayRequest: Codable, Hashable, Sendable {
  /// The values between black and white, in the volume's unit; nil for the series' own window, else
  /// the 0.5–99.5 percentile of its valid voxels.
  public var window: WindowRange?
  /// The name of a known window instead.
  public var windowPreset: String?
  /// The shape of the curve between black and white; nil for the series' own, else linear.
  public var voi: DisplayWindow.Function?
  /// The name of the colours that take the place of grey.
  public var colorMap: String?
  /// Whether every grey, or colour, is turned round.
  public var invert = false
  /// Bits of a grey sample.
  public var bits = GreyDepth.eight

  /// Creates a request for 8 bits of grey through the volume's own window.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    window = try fields.value(.window)
    windowPreset = try fields.value(.windowPreset)
    voi = try fields.value(.voi)
    colorMap = try fields.value(.colorMap)
    invert = try fields.value(.invert, default: false)
    bits = try fields.value(.bits, default: .eight)
  }

  /// Refuses what makes no sense for any volume.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    _ = try windowChoice(function: voi)
    _ = try colors()
    guard bits == .eight || colorMap == nil else { throw .sixteenBitColors }
  }

  /// The colours that take the place of grey; nil for grey.
  func colors() throws(RequestError) -> ColorMap? {
    guard let colorMap else { return nil }
    return try ColorMap(requested: colorMap, field: "display.colorMap")
  }

  /// Returns how the window is chosen.
  ///
  /// - Parameter function: The shape of its curve; nil leaves it to the window.
  /// - Returns: The choice.
  /// - Throws: ``RequestError``.
  public func windowChoice(
    function: DisplayWindow.Function?
  ) throws(RequestError) -> WindowChoice {
    guard let windowPreset else {
      return try WindowChoice(window, function: function, field: "display.window")
    }
    guard window == nil else {
      throw RequestError(
        .contradiction, field: "display.window",
        sentence: "`display.window` and `display.windowPreset` contradict each other; give one")
    }
    do throws(UnknownWindowPreset) {
      return .preset(try WindowPreset(named: windowPreset))
    } catch {
      throw RequestError(.unknownName, field: "display.windowPreset", sentence: error.description)
    }
  }
}

extension RequestError {
  /// Colours in 16 bits.
  static let sixteenBitColors = RequestError(
    .contradiction, field: "display.bits",
    sentence: "`display.bits` 16 is for grey; colours have 8 bits a channel")
}

extension ColorMap {
  /// Finds the colours that a field names.
  init(requested name: String, field: String) throws(RequestError) {
    do throws(UnknownColorMap) {
      try self.init(named: name)
    } catch {
      throw RequestError(.unknownName, field: field, sentence: error.description)
    }
  }
}

extension WindowChoice {
  /// The choice that a field asks for; nil is automatic.
  ///
  /// Without a function a window is linear, or linear exact where it is narrower than 1.
  init(
    _ range: WindowRange?, function: DisplayWindow.Function?, field: String
  ) throws(RequestError) {
    switch range {
    case nil: self = .automatic
    case .full: self = .full
    case .values(let center, let width):
      let shape = function ?? (width < 1 ? .linearExact : .linear)
      guard let window = DisplayWindow(center: center, width: width, function: shape) else {
        throw RequestError(
          .outOfRange, field: field,
          sentence: "`\(field)`: the width must be above 0, and at least 1 for `display.voi` linear"
        )
      }
      self = .explicit(window)
    }
  }
}
