import SagittaEngine

/// A flag that stops calls.
final class CancellationObject: HeldObject {
  static let kind = "cancellation"
  let cancellation = Cancellation()
}

/// Headers that were looked at.
final class StudyObject: HeldObject {
  static let kind = "study"
  let report: SeriesReport
  /// How its volumes are read.
  let selection: VolumeSelection

  init(_ report: SeriesReport, selection: VolumeSelection) {
    self.report = report
    self.selection = selection
  }
}

/// A volume in memory, and where it comes from.
final class VolumeObject: HeldObject {
  static let kind = "volume"

  /// The series or file that a volume was loaded from.
  struct Origin: Sendable {
    let plan: VolumePlan
    let phase: Int
    let loader: VolumeLoader
  }

  let volume: Volume
  /// Nil for a volume of a caller's own numbers.
  let origin: Origin?
  /// The kernel that put the voxels on another grid than the origin's.
  let interpolation: Interpolation
  /// What a user should hear of the loading.
  let notices: [String]

  /// What casts rays through the volume; it keeps what several pictures need.
  let renderer: Renderer

  init(
    _ volume: Volume, origin: Origin? = nil, interpolation: Interpolation = .linear,
    notices: [String] = []
  ) {
    self.volume = volume
    self.origin = origin
    self.interpolation = interpolation
    self.notices = notices
    renderer = Renderer(volume)
  }

  /// Whether the voxels lie where the origin has them.
  var isOnOwnGrid: Bool { origin.map { $0.plan.geometry == volume.geometry } ?? false }
}

/// Images that were made, or a mask.
final class ImagesObject: HeldObject {
  static let kind = "images"

  /// One image.
  struct Image: Sendable {
    let pixels: Pixels
    let place: ImagePlace?
  }

  /// The numbers of an image.
  enum Pixels: Sendable {
    case values([Float], columns: Int, rows: Int)
    case raster(Raster)
    case mask([UInt8], GridDimensions)
  }

  let images: [Image]
  let window: DisplayWindow?
  let findings: [Finding]
  let notices: [Notice]
  /// How fast they play where nobody says it.
  let framesPerSecond: Double

  init(
    _ images: [Image], window: DisplayWindow? = nil, findings: [Finding] = [],
    notices: [Notice] = [], framesPerSecond: Double = FrameFile.defaultFramesPerSecond
  ) {
    self.framesPerSecond = framesPerSecond
    self.images = images
    self.window = window
    self.findings = findings
    self.notices = notices
  }
}
