import Geometry
import PixelCoding
import DICOMImaging

/// What the slices of one stack have exactly in common; directions, spacings and the frame
/// of reference are looked at afterwards.
struct StackKey: Hashable {
  let seriesInstanceUID: String
  let sopClassUID: String
  let columns: Int
  let rows: Int
  let photometricInterpretation: String
  let unit: String?
  /// Stack ID of enhanced objects, which keep their stacks apart by it.
  let stackID: String?
  /// The first four values of Image Type: originals and derived images never share a stack.
  let imageType: [String]

  init(_ slice: SliceSource) {
    let (header, frame) = (slice.header, slice.frame)
    seriesInstanceUID = header.series.instanceUID
    sopClassUID = header.sopClassUID
    columns = slice.format.columns
    rows = slice.format.rows
    photometricInterpretation = header.pixels.photometricInterpretation
    unit = header.unit(of: frame)
    stackID = frame.stackID
    imageType = Array(frame.imageType.prefix(4))
  }
}

/// Splits images into stacks that could each be one volume.
struct StackGrouping {
  let tolerances: StackTolerances

  /// Returns the stacks of `images`, which all have a plane.
  ///
  /// The outcome depends on what the images say, not on their order or names.
  func stacks(of images: [SliceSource]) -> [[SliceSource]] {
    Dictionary(grouping: images) { StackKey($0) }.values
      .flatMap { clusters(of: $0) }.flatMap { framesOfReference(of: $0) }
  }

  /// Splits a stack by frame of reference, unless every image claims one of its own.
  ///
  /// Some de-identified collections give each image a new UID; a frame that no other image
  /// shares tells nothing. ``FindingRules`` reports it.
  private func framesOfReference(of stack: [SliceSource]) -> [[SliceSource]] {
    let frames = Dictionary(grouping: stack, by: \.header.series.frameOfReferenceUID)
    return frames.count == stack.count ? [stack] : Array(frames.values)
  }

  /// Groups images of one key around representatives, the first in content order of each.
  private func clusters(of images: [SliceSource]) -> [[SliceSource]] {
    var clusters: [[SliceSource]] = []
    for image in images.sorted(by: Self.contentOrder) {
      let place = clusters.firstIndex { isAlike($0[0], image) }
      if let place { clusters[place].append(image) } else { clusters.append([image]) }
    }
    return clusters
  }

  private func isAlike(_ a: SliceSource, _ b: SliceSource) -> Bool {
    guard let p = a.plane, let q = b.plane else { return false }
    func parallel(_ a: PatientVector, _ b: PatientVector) -> Bool {
      a.degrees(to: b) <= tolerances.orientationDegrees
    }
    func close(_ x: Double, _ y: Double) -> Bool {
      abs(x - y) <= tolerances.relativePixelSpacing * max(x, y)
    }
    return parallel(p.rowDirection, q.rowDirection)
      && parallel(p.columnDirection, q.columnDirection)
      && close(p.columnSpacing, q.columnSpacing) && close(p.rowSpacing, q.rowSpacing)
  }

  /// An order that only looks at what the images are, with the path as the last resort.
  static func contentOrder(_ a: SliceSource, _ b: SliceSource) -> Bool {
    if let p = a.plane?.position, let q = b.plane?.position, p != q {
      return (p.z, p.y, p.x) < (q.z, q.y, q.x)
    }
    return (a.objectUID, a.index, a.path) < (b.objectUID, b.index, b.path)
  }
}
