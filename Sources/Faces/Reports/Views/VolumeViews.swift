import Geometry
import Presentation
import RayCasting
import Reslicing
import SeriesLoading
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
    planes = try Self.planes(of: volume, window, context)
    guard volume.valueRange != nil else {
      (projections, spin, rayCast) = ([], [], nil)
      return
    }
    let studio = Studio(volume, context)
    let directions: [(String, CameraView)] = [
      ("from the front", .anterior), ("from the left", .left), ("from the feet", .feet),
    ]
    projections = try directions.map { try studio.projection($0.0, $0.1) }
    spin = try studio.spin(Self.spinFrames)
    rayCast = try studio.rayCast()
  }

  private static func planes(
    of volume: Volume, _ window: DisplayWindow, _ context: WorkContext
  ) throws -> [View] {
    try PlanePicture.middlePlanes(
      of: volume, side: planeSide, context: context
    ).map { picture in
      let axis = ["x", "y", "z"][picture.orientation.axisAcross]
      let letters = letters(picture.orientation.right, picture.orientation.down, volume)
      return View(
        name: "\(picture.orientation.rawValue), \(axis) = \(picture.coordinate.shortText) mm",
        raster: picture.raster, sides: letters)
    }
  }

  /// The letters of the sides, or none where coordinates are made up.
  static func letters(
    _ right: PatientVector, _ down: PatientVector, _ volume: Volume
  ) -> [String] {
    guard volume.attributes.hasPatientFrame else { return ["", "", "", ""] }
    return [-right, right, -down, down].map(\.orientationLetters)
  }
}

/// Projections and ray casts of one volume, all at one scale.
private struct Studio {
  let volume: Volume
  let renderer: Renderer
  /// Millimetres of a pixel.
  let pixel: Double
  private let context: WorkContext

  init(_ volume: Volume, _ context: WorkContext) {
    self.volume = volume
    renderer = Renderer(volume)
    self.context = context
    let extent = volume.geometry.patientBounds.upper - volume.geometry.patientBounds.lower
    pixel = max(extent.x, extent.y, extent.z) / VolumeViews.projectionSide
  }

  func projection(_ name: String, _ view: CameraView) throws -> VolumeViews.View {
    let image = try values(view, volume.geometry.extent(from: view))
    let letters = VolumeViews.letters(image.geometry.right, image.geometry.down, volume)
    return VolumeViews.View(name: name, raster: shown(image, window(of: [image])), sides: letters)
  }

  /// A turn in frames of one size and one window.
  func spin(_ count: Int) throws -> [Raster] {
    let views = (0..<count).map {
      CameraView.anterior.turned(by: 360 * Double($0) / Double(count))
    }
    let extent = views.map(volume.geometry.extent(from:))
      .reduce(SIMD2(0, 0)) { pointwiseMax($0, $1) }
    let images = try views.map { try values($0, extent) }
    let window = window(of: images)
    return images.map { shown($0, window) }
  }

  /// A picture with the look that suits the modality.
  func rayCast() throws -> (view: VolumeViews.View, preset: String) {
    let view = CameraView(azimuth: 30, elevation: 15)
    let function = try TransferFunction(preset: volume.attributes.usualPreset)
      .suiting(volume.geometry)
    let frame = try frame(view, volume.geometry.extent(from: view))
    let picture = try renderer.picture(frame, Look(function), context: context)
    let letters = VolumeViews.letters(frame.plane.right, frame.plane.down, volume)
    return (
      VolumeViews.View(name: "from the front left", raster: picture, sides: letters),
      volume.attributes.usualPreset
    )
  }

  private func values(_ view: CameraView, _ extent: SIMD2<Double>) throws -> PlaneImage {
    try renderer.projection(try frame(view, extent), .max, context: context).image
  }

  private func frame(_ view: CameraView, _ extent: SIMD2<Double>) throws -> RayFrame {
    let size = (extent / pixel).rounded(.up).clamped(
      lowerBound: SIMD2(1, 1), upperBound: SIMD2(repeating: 2 * VolumeViews.projectionSide))
    let camera = try Camera(
      view, of: volume.geometry.center, distance: volume.geometry.diameter,
      projection: .orthographic(width: size.x * pixel, height: size.y * pixel))
    return try RayFrame(camera, width: Int(size.x), height: Int(size.y), of: volume.geometry)
  }

  /// Bright structures stand out: black is the darker tenth, white all but the brightest.
  private func window(of images: [PlaneImage]) -> DisplayWindow {
    let sorted = images.flatMap { $0.values.filter(\.isFinite) }.sorted()
    guard let first = sorted.first, let last = sorted.last else {
      return DisplayWindow(covering: nil)
    }
    let low = sorted[sorted.count / 10]
    let high = sorted[sorted.count - 1 - sorted.count / 200]
    return DisplayWindow(
      covering: low < high ? low...high : first...last, function: .linearExact)
  }

  private func shown(_ image: PlaneImage, _ window: DisplayWindow) -> Raster {
    image.displayed(with: window, inverted: volume.attributes.isInverted)
  }
}
