import Geometry
public import Presentation
import Reslicing
public import VolumeModel

/// What the images of one volume say about themselves.
public struct ImageAnnotator: Sendable {
  private let detail: AnnotationDetail
  private let crosshair: PatientPoint?
  private let hasPatientFrame: Bool
  private let showsLines: Bool
  /// The series and, if asked for, the patient.
  private let heading: [String]
  /// Window, slab and the like: the same for all images.
  private let footing: [String]

  /// Creates the annotator that a request asks for, or nil if no marks are wanted.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - detail: How much is said unless the request says it.
  ///   - attributes: The volume's.
  ///   - identity: Who the patient is; shown only where the request asks for it.
  ///   - footing: What holds for all images: window, slab.
  public init?(
    _ request: AnnotationRequest, default detail: AnnotationDetail = .none,
    of attributes: VolumeAttributes, identity: [String] = [], footing: [String]
  ) {
    self.detail = request.annotate ?? detail
    guard self.detail != .none || request.crosshair != nil || request.planeLines else {
      return nil
    }
    showsLines = request.planeLines
    crosshair = request.crosshair
    hasPatientFrame = attributes.hasPatientFrame
    let series = [attributes.modality, attributes.description].compactMap(\.self)
    let names = request.showIdentity ? identity : []
    heading =
      self.detail == .full ? names + [series.joined(separator: " ")].filter { !$0.isEmpty } : []
    self.footing = footing
  }

  /// The marks of a plane among others of the same run.
  func annotation(
    of item: PlaneItem, in plane: PlaneGeometry, among others: [PlaneItem]
  ) -> Annotation {
    let number = item.total.map { "\(item.kind) \(item.index + 1)/\($0)" } ?? item.kind
    let step = item.reach > 0 ? min(2 * item.reach, plane.pixelWidth * 10) : plane.pixelWidth
    var annotation = annotation(
      of: plane, texts: [number, position(of: plane, kind: item.kind, steps: step)])
    let isHere = crosshair.map { abs(($0 - plane.center).dot(plane.normal)) <= item.reach + 1e-6 }
    if isHere != true { annotation.crosshair = nil }
    if showsLines, hasPatientFrame {
      annotation.lines = others.soleOfTheirKind.filter { $0.kind != item.kind }.compactMap {
        other in
        guard case .plane(let geometry) = other.source else { return nil }
        return ReferenceLine(in: plane, of: geometry)
      }
    }
    return annotation
  }

  /// The marks of an image in a plane.
  ///
  /// - Parameters:
  ///   - plane: Where the image lies.
  ///   - texts: What this image is, for the upper right corner.
  ///   - hasScale: Whether a pixel has the same size everywhere in it.
  /// - Returns: The marks.
  public func annotation(
    of plane: PlaneGeometry, texts: [String], hasScale: Bool = true
  ) -> Annotation {
    var annotation = Annotation()
    annotation.crosshair = crosshair.flatMap { pixel(of: $0, in: plane) }
    guard detail != .none else { return annotation }
    annotation.sides = hasPatientFrame ? Annotation.Sides(of: plane) : nil
    annotation.millimetersPerPixel = hasScale ? plane.pixelWidth : nil
    annotation.topLeft = heading
    annotation.topRight = texts + (hasPatientFrame ? [] : ["sides unknown"])
    annotation.bottomLeft = footing
    return annotation
  }

  /// The marks of an image on a sheet; what all share stands on the first alone.
  func annotation(ofTile item: PlaneItem, in plane: PlaneGeometry, isFirst: Bool)
    -> Annotation
  {
    var annotation = annotation(of: item, in: plane, among: [])
    if !isFirst {
      annotation.topLeft = []
      annotation.bottomLeft = []
      annotation.millimetersPerPixel = nil
    }
    return annotation
  }

  /// The marks of an image along a curve: it has a scale, but no sides.
  func annotation(ofCurve picture: CurvedReformation) -> Annotation {
    guard detail != .none else { return Annotation() }
    return Annotation(
      millimetersPerPixel: picture.pixel, topLeft: heading,
      topRight: ["curved, \(picture.mode.rawValue)"], bottomLeft: footing)
  }

  /// The coordinate that `--at` takes for patient planes, else the centre.
  private func position(of plane: PlaneGeometry, kind: String, steps: Double) -> String {
    let center = plane.center
    let decimals = Double.decimals(ofSteps: steps)
    if let orientation = OrthogonalOrientation(rawValue: kind) {
      let axis = orientation.axisAcross
      return
        "\(["x", "y", "z"][axis]) \(center.coordinates[axis].pictureText(decimals: decimals)) mm"
    }
    let place = [center.x, center.y, center.z].map { $0.pictureText(decimals: decimals) }
      .joined(separator: ", ")
    return "centre \(place) mm"
  }

  private func pixel(of point: PatientPoint, in plane: PlaneGeometry) -> SIMD2<Double>? {
    let offset = point - plane.firstPixel
    let pixel = SIMD2(
      offset.dot(plane.right) / plane.pixelWidth, offset.dot(plane.down) / plane.pixelHeight)
    let isInside =
      pixel.x >= -0.5 && pixel.x < Double(plane.width) - 0.5 && pixel.y >= -0.5
      && pixel.y < Double(plane.height) - 0.5
    return isInside ? pixel : nil
  }
}

extension [PlaneItem] {
  /// The items that are the only ones of their kind: planes whose lines in other pictures help.
  fileprivate var soleOfTheirKind: [PlaneItem] {
    filter { item in count { $0.kind == item.kind } == 1 }
  }
}
