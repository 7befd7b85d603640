import Geometry
import Presentation
import RayCasting
import Reslicing
import SeriesLoading
import Views
public import VolumeModel
public import WorkScheduling

/// What of a volume is seen from outside, and how its values are spread: for the page.
public struct VolumeViews: Sendable {
  /// A picture and what it shows.
  struct View: Sendable {
    /// From where, or which plane.
    let name: String
    let raster: Raster
    /// The letters at its left, right, upper and lower side.
    let sides: [String]
  }

  /// The three middle planes, larger.
  let planes: [View]
  /// Maximum intensity projections from the front, the left and the feet.
  let projections: [View]
  /// The same from all around, beginning at the front, turning towards the patient's left.
  let spin: [Raster]
  /// A shaded ray cast from the front left, and the preset's name.
  let rayCast: (view: View, preset: String)?
  /// The spread of the values.
  let histogram: Histogram?
  /// The window that planes are shown with.
  let window: DisplayWindow

  /// The longest side of a projection in pixels.
  public static var projectionSide: Double { 320 }
  /// The longest side of a large plane in pixels.
  public static var planeSide: Double { 768 }
  /// The frames of a turn.
  public static var spinFrames: Int { 36 }

  /// Draws a volume.
  ///
  /// Coordinates that are not a patient's have no letters at the sides.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - context: The workers.
  /// - Throws: `ReslicingError`, `RayCastingError`, `WorkCancelled`, `OutOfMemory`.
  public init(of volume: Volume, context: WorkContext = WorkContext()) throws {
    window = try WindowChoice.automatic.resolve(for: volume, context: context)
    histogram = try volume.histogram(bins: 1 << 14, context: context)
    planes = try Self.planes(of: volume, window: window, context: context)
    guard volume.valueRange != nil else {
      projections = []
      spin = []
      rayCast = nil
      return
    }
    let outside = try OutsideViews(volume, context: context)
    let directions: [(String, CameraRequest.View)] = [
      ("from the front", .anterior), ("from the left", .left), ("from the feet", .feet),
    ]
    projections = try directions.map { try outside.projection(from: $0.1, name: $0.0) }
    spin = try outside.spin(frames: Self.spinFrames)
    rayCast = try outside.rayCast()
  }

  private static func planes(
    of volume: Volume, window: DisplayWindow, context: WorkContext
  ) throws -> [View] {
    try PlanePicture.middlePlanes(
      of: volume, side: planeSide, context: context
    ).map { picture in
      let axis = ["x", "y", "z"][picture.orientation.axisAcross]
      let letters = letters(
        picture.orientation.right, down: picture.orientation.down, volume: volume)
      return View(
        name: "\(picture.orientation.rawValue), \(axis) = \(picture.coordinate.shortText) mm",
        raster: picture.raster, sides: letters)
    }
  }

  /// The letters of the sides, or none where coordinates are made up.
  static func letters(
    _ right: PatientVector, down: PatientVector, volume: Volume
  ) -> [String] {
    guard volume.attributes.hasPatientFrame else { return ["", "", "", ""] }
    return [-right, right, -down, down].map(\.orientationLetters)
  }
}

/// Projections and ray casts of one volume, all at one scale.
private struct OutsideViews {
  let volume: Volume
  let renderer: Renderer
  let context: WorkContext
  /// Millimetres of a pixel.
  let pixel: Double

  init(_ volume: Volume, context: WorkContext) throws {
    self.volume = volume
    self.context = context
    renderer = Renderer(volume)
    let extent = volume.geometry.patientBounds.upper - volume.geometry.patientBounds.lower
    pixel = max(extent.x, extent.y, extent.z) / VolumeViews.projectionSide
  }

  func projection(from view: CameraRequest.View, name: String) throws -> VolumeViews.View {
    let image = try values(from: CameraRequest(view: view))[0]
    return VolumeViews.View(
      name: name, raster: shown(image, in: try window(of: [image])),
      sides: sides(of: image.geometry))
  }

  /// A turn in frames of one size and one window.
  func spin(frames count: Int) throws -> [Raster] {
    let images = try values(from: CameraRequest(view: .anterior, frames: count))
    let window = try window(of: images)
    return try images.map { image in
      try context.check()
      return shown(image, in: window)
    }
  }

  /// A picture in the colours that suit the modality.
  func rayCast() throws -> (view: VolumeViews.View, preset: String) {
    var request = RenderRequest()
    request.camera = CameraRequest(azimuth: 30, elevation: 15)
    request.layout = layout(request.camera)
    let frames = try RenderFrames(request, of: volume, renderer: renderer, context: context)
    let view = VolumeViews.View(
      name: "from the front left", raster: try frames.image(0, context: context),
      sides: sides(of: frames.rays[0].plane))
    return (view, frames.style.transferFunction.name ?? "")
  }

  private func values(from camera: CameraRequest) throws -> [PlaneImage] {
    var request = ProjectionRequest()
    request.camera = camera
    request.layout = layout(camera)
    let frames = try ProjectionFrames(
      request, of: volume, renderer: renderer, areImages: false, context: context)
    return try (0..<frames.count).map { try frames.frame($0, context: context).values }
  }

  private func layout(_ camera: CameraRequest) -> ImageLayout {
    let size = (camera.extent(of: volume.geometry) / pixel).rounded(.up).clamped(
      lowerBound: SIMD2(1, 1), upperBound: SIMD2(repeating: 2 * VolumeViews.projectionSide))
    return ImageLayout(
      size: ImageLayout.Size(width: Int(size.x), height: Int(size.y)), pixel: pixel)
  }

  private func sides(of plane: PlaneGeometry) -> [String] {
    VolumeViews.letters(plane.right, down: plane.down, volume: volume)
  }

  /// Bright structures stand out: black is the darker tenth, white all but the brightest.
  private func window(of images: [PlaneImage]) throws -> DisplayWindow {
    let ranks = try ValueRanks(images.map(\.values), context: context)
    guard ranks.count > 0 else { return DisplayWindow(covering: nil) }
    let low = try ranks.value(ranks.count / 10, context: context)
    let high = try ranks.value(ranks.count - 1 - ranks.count / 200, context: context)
    guard low >= high else { return DisplayWindow(covering: low...high, function: .linearExact) }
    let first = try ranks.value(0, context: context)
    let last = try ranks.value(ranks.count - 1, context: context)
    return DisplayWindow(covering: first...last, function: .linearExact)
  }

  private func shown(_ image: PlaneImage, in window: DisplayWindow) -> Raster {
    image.displayed(with: window, inverted: volume.attributes.isInverted)
  }
}
