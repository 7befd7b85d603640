import Foundation
import Sagitta

/// What the pictures of one volume say about themselves.
struct PictureMarks: Sendable {
  private let detail: AnnotationDetail
  private let crosshair: PatientPoint?
  private let hasPatientFrame: Bool
  private let showsLines: Bool
  /// The series and, if asked for, the patient.
  private let heading: [String]
  /// Window, slab and the like: the same for all pictures.
  private let footing: [String]

  /// Marks for a volume, or nil if none are wanted.
  ///
  /// `usual` is how much is said unless the options say it; `identity` tells who the patient is
  /// and is empty unless asked for; `footing` holds for all pictures: window, slab.
  init?(
    _ options: MarkOptions, usual: AnnotationDetail = .none, _ attributes: VolumeAttributes,
    identity: [String] = [], footing: [String]
  ) {
    detail = options.annotate ?? usual
    guard detail != .none || options.crosshair != nil || options.planeLines else { return nil }
    showsLines = options.planeLines
    crosshair = options.crosshair?.point
    hasPatientFrame = attributes.hasPatientFrame
    let series = [attributes.modality, attributes.description].compactMap(\.self)
    heading =
      detail == .full ? identity + [series.joined(separator: " ")].filter { !$0.isEmpty } : []
    self.footing = footing
  }

  /// The marks of a plane among others of the same run.
  func annotation(
    of item: PlaneItem, _ plane: PlaneGeometry, among others: [PlaneItem]
  ) -> Annotation {
    let number = item.total.map { "\(item.kind) \(item.index + 1)/\($0)" } ?? item.kind
    let step = item.reach > 0 ? min(2 * item.reach, plane.pixelWidth * 10) : plane.pixelWidth
    var annotation = annotation(
      of: plane, texts: [number, position(of: plane, item.kind, steps: step)])
    let isHere = crosshair.map { abs(($0 - plane.center).dot(plane.normal)) <= item.reach + 1e-6 }
    if isHere != true { annotation.crosshair = nil }
    if showsLines, hasPatientFrame {
      annotation.lines = others.lonely.filter { $0.kind != item.kind }.compactMap { other in
        guard case .plane(let geometry) = other.source else { return nil }
        return ReferenceLine(in: plane, of: geometry)
      }
    }
    return annotation
  }

  /// The marks of a picture in a plane.
  ///
  /// `texts` say in the upper right corner what this picture is; it has a scale if a pixel has
  /// the same size everywhere in it.
  func annotation(
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

  /// The marks of a picture on a sheet; what all share stands on the first alone.
  func annotation(ofTile item: PlaneItem, _ plane: PlaneGeometry, isFirst: Bool) -> Annotation {
    var annotation = annotation(of: item, plane, among: [])
    if !isFirst {
      (annotation.topLeft, annotation.bottomLeft) = ([], [])
      annotation.millimetersPerPixel = nil
    }
    return annotation
  }

  /// The marks of a picture along a curve: it has a scale, but no sides.
  func annotation(ofCurve picture: CurvedPicture) -> Annotation {
    guard detail != .none else { return Annotation() }
    return Annotation(
      millimetersPerPixel: picture.pixel, topLeft: heading,
      topRight: ["curved, \(picture.mode.rawValue)"], bottomLeft: footing)
  }

  /// The coordinate that `--at` takes for patient planes, else the centre.
  private func position(of plane: PlaneGeometry, _ kind: String, steps: Double) -> String {
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
  fileprivate var lonely: [PlaneItem] {
    filter { item in count { $0.kind == item.kind } == 1 }
  }
}

extension Double {
  /// A number for pictures: at most one decimal, and a minus that is as wide as a plus.
  var pictureText: String { pictureText(decimals: 1) }

  /// A length or a width for pictures: three digits at least, and one decimal.
  var measureText: String {
    pictureText(decimals: isFinite && self != 0 ? max(1, 2 - abs(self).order) : 1)
  }

  /// A number for pictures with at most so many decimals, up to nine.
  func pictureText(decimals: Int) -> String {
    guard isFinite, abs(self) < 1e12 else { return displayText }
    let count = min(max(decimals, 0), 9)
    let power = (0..<count).reduce(1.0) { power, _ in power * 10 }
    let rounded = (self * power).rounded() / power
    let text = (rounded == 0 ? 0 : rounded).fixedText(count)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// How many decimals tell places apart that are so far apart: one, unless they are closer than
  /// a tenth.
  static func decimals(ofSteps step: Double) -> Int {
    step > 0 && step < 0.1 ? 1 - step.order : 1
  }

  /// The power of ten of the first digit.
  var order: Int { Int(log10(self).rounded(.down)) }

  /// At most so many decimals, without an exponent and without zeros at the end.
  private func fixedText(_ decimals: Int) -> String {
    let text = String(format: "%.\(decimals)f", self)
    let short = text.reversed().drop { $0 == "0" }
    return String((short.first == "." ? short.dropFirst() : short).reversed())
  }
}
