import Presentation
import VolumeModel

/// The marks of the images on a sheet.
struct SheetMarks {
  let annotator: ImageAnnotator?
  let sheet: Sheet

  /// The colours by which planes are commonly told apart: those of 3D Slicer.
  private static func color(of kind: String) -> SIMD3<UInt8> {
    switch kind {
    case "axial": SIMD3(255, 70, 70)
    case "coronal": SIMD3(90, 230, 90)
    default: SIMD3(255, 225, 60)
    }
  }

  /// The marks of one place: what all images share is said once, on the first.
  func annotation(_ n: Int, _ plane: PlaneGeometry) -> Annotation? {
    guard let annotator else { return nil }
    var annotation = annotator.annotation(ofTile: sheet.places[n].item, plane, isFirst: n == 0)
    if sheet.showsCrossing {
      annotation.crosshair = nil
      annotation.lines = sheet.places.indices.filter { $0 != n }.compactMap { other in
        let item = sheet.places[other].item
        guard case .plane(let geometry) = item.source else { return nil }
        return ReferenceLine(in: plane, of: geometry, color: Self.color(of: item.kind))
      }
    }
    return annotation
  }
}
