import CRayKernels
import Geometry
import VolumeModel

/// Rays along a voxel axis through a picture whose sides lie along the other two axes.
///
/// Between two voxel planes a linear mixture has its extremes at the planes: so such a projection
/// sees the planes, and the ends of the way, instead of samples.
struct AxisRays: Sendable {
  /// The voxel axis along which rays run.
  let axis: Int
  /// Whether the coordinates of the first of the other two axes run along the picture's rows.
  let isFastAcross: Bool
  /// The picture's coordinates along the first and the second of the other two axes.
  let fast: [SRPlace]
  let slow: [SRPlace]
  /// Planes and ends of the way, in the order of the rays.
  let along: [SRPlace]

  /// Lays out the rays of a frame; nil unless they run along an axis, the picture's sides along
  /// the others, and cuts along the faces.
  init?(_ frame: RayFrame, through source: RayVolume, blend: ProjectionBlend) {
    guard !frame.camera.isPerspective else { return nil }
    let rays = frame.parallelRays
    guard let axis = Self.onlyAxis(rays.step), let across = Self.onlyAxis(rays.column),
      let down = Self.onlyAxis(rays.row), Set([axis, across, down]).count == 3,
      let cuts = Self.cuts(by: frame.voxelPlanes, size: source.volume.dimensions)
    else { return nil }
    let axes = (0..<3).map { AxisPlaces($0, of: source, cuts: cuts[$0]) }
    self.axis = axis
    isFastAcross = across < down
    let columns = axes[across].places(
      from: rays.origin[across], step: rays.column[across], count: frame.columns)
    let rows = axes[down].places(
      from: rays.origin[down], step: rays.row[down], count: frame.rows)
    (fast, slow) = isFastAcross ? (columns, rows) : (rows, columns)
    let way =
      blend == .mean
      ? axes[axis].middles(rays.step[axis] > 0) : axes[axis].planes(rays.step[axis] > 0)
    // Where along the rays a place lies, in mm from the plane through the volume's centre.
    let start = frame.clipping.slab?.lowerBound ?? 0
    along = way.map { place, at in
      var place = place
      place.depth = (at - rays.origin[axis]) / rays.step[axis] * frame.step + start
      return place
    }
  }

  /// The only axis along which a direction has a part; nil if there are several.
  private static func onlyAxis(_ direction: SIMD3<Double>) -> Int? {
    let parts = (0..<3).filter { direction[$0] != 0 }
    return parts.count == 1 ? parts[0] : nil
  }

  /// For each axis what half-spaces keep of it; nil if one of them lies askew.
  private static func cuts(
    by planes: [Double], size: GridDimensions
  ) -> [[(slope: Double, offset: Double)]]? {
    var cuts: [[(slope: Double, offset: Double)]] = [[], [], []]
    for n in stride(from: 0, to: planes.count, by: 4) {
      let parts = planes[n..<n + 3].map(abs)
      guard let main = parts.indices.max(by: { parts[$0] < parts[$1] }) else { return nil }
      let tilt = parts.indices.map { $0 == main ? 0 : parts[$0] * Double(size.ijk[$0]) }
      // Askew by less than a billionth of a voxel across the whole volume.
      guard tilt.reduce(0, +) <= 1e-9 * parts[main] else { return nil }
      cuts[main].append((planes[n + main], planes[n + 3]))
    }
    return cuts
  }
}

/// One voxel axis: where its voxels lie among evenly spaced ones, and what is seen of it.
private struct AxisPlaces {
  /// Places of the voxels.
  let voxels: [Double]
  /// Inside is lowest <= place < end.
  let lowest: Double
  let end: Double
  let cuts: [(slope: Double, offset: Double)]

  init(_ axis: Int, of source: RayVolume, cuts: [(slope: Double, offset: Double)]) {
    let isUneven = axis == 2 && !source.slicePlaces.isEmpty
    voxels =
      isUneven
      ? source.slicePlaces : (0..<source.volume.dimensions.ijk[axis]).map { Double($0) }
    lowest = source.lowest[axis]
    end = source.end[axis]
    self.cuts = cuts
  }

  /// The picture's coordinates along this axis.
  func places(from origin: Double, step: Double, count: Int) -> [SRPlace] {
    (0..<count).map { n in
      let at = origin + step * Double(n)
      let isInside = at >= lowest && at < end && cuts.allSatisfy { $0.slope * at + $0.offset >= 0 }
      return isInside ? place(at) : SRPlace(cell: -1, t: 0, weight: 0, depth: 0)
    }
  }

  /// What rays see of this axis: nil for nothing.
  private var seen: ClosedRange<Double>? {
    var low = lowest
    var high = end
    for cut in cuts where cut.slope != 0 {
      let at = -cut.offset / cut.slope
      if cut.slope > 0 { low = max(low, at) } else { high = min(high, at) }
    }
    return low <= high ? low...high : nil
  }

  /// The planes between the ends of the way, and the ends themselves.
  func planes(_ isForward: Bool) -> [(SRPlace, at: Double)] {
    guard let seen, let first = voxels.first, let last = voxels.last else { return [] }
    // The outermost voxels' values hold out to the boundary.
    let low = min(max(seen.lowerBound, first), last)
    let high = min(max(seen.upperBound, first), last)
    let between = voxels.filter { $0 > low && $0 < high }
    return ordered([low] + between + (high > low ? [high] : []), isForward: isForward)
  }

  /// The middles of the pieces into which planes divide the way, each as heavy as it is long:
  /// what lies between planes is linear.
  func middles(_ isForward: Bool) -> [(SRPlace, at: Double)] {
    guard let seen else { return [] }
    let low = seen.lowerBound
    let high = seen.upperBound
    guard low < high else { return ordered([low], isForward: isForward) }
    let ends = [low] + voxels.filter { $0 > low && $0 < high } + [high]
    let pieces = zip(ends, ends.dropFirst()).map { ($0 + $1) / 2 }
    return zip(ordered(pieces, isForward: true), zip(ends, ends.dropFirst())).map { place, ends in
      var heavy = place.0
      heavy.weight = ends.1 - ends.0
      return (heavy, place.at)
    }
  }

  private func ordered(_ places: [Double], isForward: Bool) -> [(SRPlace, at: Double)] {
    (isForward ? places : places.reversed()).map { (place($0), $0) }
  }

  /// A place between two voxels, rounded to 2⁻³¹ of their distance as in rays askew.
  private func place(_ at: Double) -> SRPlace {
    let last = voxels.count - 1
    var low = 0
    var high = last
    while high - low > 1 {
      let middle = (low + high) / 2
      if voxels[middle] <= at { low = middle } else { high = middle }
    }
    guard high > low else { return SRPlace(cell: 0, t: 0, weight: 1, depth: 0) }
    let t = ((at - voxels[low]) / (voxels[high] - voxels[low]) * 0x1p31).rounded() * 0x1p-31
    if t <= 0 { return SRPlace(cell: Int32(low), t: 0, weight: 1, depth: 0) }
    if Float(t) >= 1 { return SRPlace(cell: Int32(high), t: 0, weight: 1, depth: 0) }
    return SRPlace(cell: Int32(low), t: Float(t), weight: 1, depth: 0)
  }
}
