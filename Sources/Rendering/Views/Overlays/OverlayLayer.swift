public import Presentation
import RayCasting
public import Reslicing
import Sampling
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// A second volume and how it is laid over images of the first, sampled where these lie in the
/// patient.
public struct OverlayLayer: Sendable {
  /// The second volume.
  public let volume: Volume
  /// How its values become colours.
  public let overlay: Overlay
  /// What a reader should know of the two volumes together.
  public let findings: [Finding]
  /// What people are told.
  public let notices: [Notice]
  private let reslicer: Reslicer
  private let interpolation: Interpolation
  private let slab: Slab?

  /// Prepares an overlay.
  ///
  /// - Parameters:
  ///   - request: How it is laid over.
  ///   - second: The second volume.
  ///   - base: The first volume's attributes.
  ///   - slab: That of the images; labels are never mixed and take the plane itself.
  ///   - context: The workers.
  /// - Throws: ``OverlayError``, ``RequestError``, `WorkCancelled`.
  public init(
    _ request: OverlayRequest, _ second: SecondVolume, over base: VolumeAttributes,
    slab: Slab? = nil, context: WorkContext = WorkContext()
  ) throws {
    volume = second.volume
    findings = second.findings
    notices =
      second.findings.map { Notice(.warning, message: "overlay: \($0.message)") }
      + (try Self.notices(request, volume.attributes, over: base))
    reslicer = Reslicer(volume)
    interpolation = request.isLabels ? .nearest : .linear
    self.slab = request.isLabels ? nil : slab
    overlay =
      request.isLabels
      ? try Self.labels(request, second, context: context)
      : try Self.colors(request, volume: volume, context: context)
  }

  private static func labels(
    _ request: OverlayRequest, _ second: SecondVolume, context: WorkContext
  ) throws -> Overlay {
    if let value = try second.volume.firstValueBetweenLabels(context: context) {
      throw OverlayError.noLabels(name: second.name, value: value)
    }
    return Overlay(.labels(request.labels ?? .default), opacity: request.opacity ?? 0.5)
  }

  private static func colors(
    _ request: OverlayRequest, volume: Volume, context: WorkContext
  ) throws -> Overlay {
    let function = volume.attributes.windows.first?.function
    let window = try WindowChoice(request.window, function: function, field: "overlay.window")
      .resolve(for: volume, function: function, context: context)
    // Foci stand out, and what takes up little leaves the anatomy to be seen.
    let isPET = volume.attributes.modality == "PT"
    var overlay = Overlay(
      .map(try request.colors(), window), opacity: request.opacity ?? (isPET ? 0.7 : 0.5))
    if isPET { overlay.rise = 0.5 }
    return overlay
  }

  /// Coordinates can be compared within one frame of reference only.
  private static func notices(
    _ request: OverlayRequest, _ second: VolumeAttributes, over base: VolumeAttributes
  ) throws(OverlayError) -> [Notice] {
    if request.assumeAligned { return [] }
    switch CoordinateAgreement(of: base, and: second) {
    case .same: return []
    case .unstated:
      return [
        Notice(
          .note,
          message: "overlay: a frame of reference is not stated; coordinates are taken as equal")
      ]
    case .different: throw .differentFrames
    case .madeUp: throw .madeUpCoordinates
    }
  }

  /// Returns the second volume's values in planes.
  ///
  /// - Throws: `ReslicingError`, `WorkCancelled`.
  public func images(
    in planes: [PlaneGeometry], context: WorkContext = WorkContext()
  ) throws -> [PlaneImage] {
    try planes.map {
      try reslicer.plane($0, slab: slab, interpolation: interpolation, context: context)
    }
  }

  /// The second volume's labels as bodies; nil for measured values.
  ///
  /// - Throws: `RayCastingError` for too many labels; `WorkCancelled`.
  func bodies(context: WorkContext) throws -> LabelBodies? {
    guard case .labels(let table) = overlay.colors else { return nil }
    return try LabelBodies(volume, table: table, opacity: overlay.opacity, context: context)
  }

  /// What is kept and taken beside the second volume to sample it in planes.
  func samplingMemory(_ planes: [PlaneGeometry]) -> SamplingMemory {
    reslicer.memoryNeeded(planes, slab: slab, interpolation: interpolation, antialiasing: .none)
  }

  /// How many of some planes meet the second volume.
  public func meeting(_ planes: [PlaneGeometry]) -> Int {
    planes.count { volume.geometry.meets($0, slab: slab) }
  }

  /// What an image says of the overlay.
  public var lines: [String] {
    let percent = "\(Int((overlay.opacity * 100).rounded())) %"
    switch overlay.colors {
    case .labels: return ["+ labels \(percent)"]
    case .map(let map, let window):
      let words = ["+", volume.attributes.modality, map.name, percent]
      return [
        words.compactMap(\.self).joined(separator: " "),
        FootingText.window(window, of: volume.attributes),
      ]
    }
  }
}

extension Finding {
  /// Something lies wholly beside the volume.
  package static func nothingThere(_ what: String) -> Finding {
    Finding(
      .nothingThere, severity: .warning,
      message: "\(what): nothing of it is there, and the result is empty")
  }
}
