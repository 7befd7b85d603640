import DICOMImaging
import Geometry

/// Splits the images of a series into stacks that could each be one volume.
struct StackGrouping {
  let tolerances: StackTolerances

  /// Returns the stacks of `images`, which all have a plane.
  ///
  /// The outcome depends on what the images say, not on their order or names.
  func stacks(of images: [SliceSource]) -> [[SliceSource]] {
    Dictionary(grouping: images) { StackKey($0, withDescription: false) }.values
      .flatMap { clusters(of: $0, spacing: tolerances.relativePixelSpacingLimit) }
      .flatMap(byDescription).flatMap(framesOfReference)
  }

  /// Keeps slices together that differ only in what describes them if all lie at different
  /// positions; else divides them by it.
  private func byDescription(_ images: [SliceSource]) -> [[SliceSource]] {
    let divided = Dictionary(grouping: images) { StackKey($0, withDescription: true) }.values
      .flatMap { clusters(of: $0, spacing: tolerances.relativePixelSpacing) }
    return divided.count == 1 || isOneStack(images) ? [images] : divided
  }

  /// Splits a stack by frame of reference, unless every image claims one of its own.
  ///
  /// Some de-identified collections give each image a new UID; a frame that no other image
  /// shares tells nothing. An absent one contradicts nothing, as long as no position is taken
  /// twice. ``FindingRules`` reports both.
  private func framesOfReference(of stack: [SliceSource]) -> [[SliceSource]] {
    let frames = Dictionary(grouping: stack, by: \.header.series.frameOfReferenceUID)
    let isAmbiguous = frames.count == 2 && frames[nil] != nil && isOneStack(stack)
    return frames.count == stack.count || isAmbiguous ? [stack] : Array(frames.values)
  }

  /// Whether slices make one stack in which no position repeats.
  func isOneStack(_ images: [SliceSource]) -> Bool {
    (try? StackGeometry(images, tolerances: tolerances)) != nil
  }

  /// Groups images of one key around representatives, the first in content order of each.
  private func clusters(of images: [SliceSource], spacing limit: Double) -> [[SliceSource]] {
    var clusters: [[SliceSource]] = []
    for image in images.sorted(by: Self.contentOrder) {
      let place = clusters.firstIndex { isAlike($0[0], image, spacing: limit) }
      if let place { clusters[place].append(image) } else { clusters.append([image]) }
    }
    return clusters
  }

  private func isAlike(_ a: SliceSource, _ b: SliceSource, spacing limit: Double) -> Bool {
    guard let p = a.plane, let q = b.plane else { return false }
    func close(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= limit * max(x, y) }
    return isParallel(p, q) && close(p.columnSpacing, q.columnSpacing)
      && close(p.rowSpacing, q.rowSpacing)
  }

  /// Whether two planes have the same directions, to within the tolerance.
  func isParallel(_ p: ImagePlane, _ q: ImagePlane) -> Bool {
    p.rowDirection.degrees(to: q.rowDirection) <= tolerances.orientationDegrees
      && p.columnDirection.degrees(to: q.columnDirection) <= tolerances.orientationDegrees
  }

  /// An order that only looks at what the images are, with the path as the last resort.
  static func contentOrder(_ a: SliceSource, _ b: SliceSource) -> Bool {
    if let p = a.plane?.position, let q = b.plane?.position, p != q {
      return (p.z, p.y, p.x) < (q.z, q.y, q.x)
    }
    return (a.objectUID, a.index, a.path) < (b.objectUID, b.index, b.path)
  }
}
