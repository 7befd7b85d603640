package import Geometry
package import VolumeModel

/// Equally spaced places in the index space of a volume: column by column, row by row, plane
/// by plane and, where a pixel gathers several samples across its plane, sample by sample.
///
/// For an irregular stack the third coordinate counts evenly spaced slices
/// (`GridGeometry.voxelToPatient`), so that the lattice stays affine; ``SliceMap`` turns it
/// into an index of the list.
///
/// Rounding must not push a pixel off a voxel's centre or over the rim of the volume.
/// Therefore steps are moved to the nearest multiple of 1/64 voxel where this moves no place
/// of the lattice by more than ``snapTolerance``, and so are the coordinates of the origin.
package struct SampleLattice: Hashable, Sendable {
  /// The place of the first sample of pixel (0, 0) of the first plane.
  package let origin: VoxelPoint
  /// The way from a pixel to its right neighbour, and how many there are.
  package let column: Axis
  /// The way from a pixel to the one below.
  package let row: Axis
  /// The way from a plane to the next.
  package let plane: Axis
  /// The way from a sample of a pixel to the next.
  package let sample: Axis

  /// One of the lattice's axes.
  package struct Axis: Hashable, Sendable {
    /// From one place to the next, in voxels.
    package let step: VoxelVector
    /// The number of places.
    package let count: Int
    /// The number of the first place on the whole axis, of which this may be a part.
    package let first: Int
    /// Whether the whole axis has more than one place.
    let isTaken: Bool

    init(step: VoxelVector, count: Int) {
      self.init(step: step, count: count, first: 0, isTaken: count > 1)
    }

    fileprivate init(step: VoxelVector, count: Int, first: Int, isTaken: Bool) {
      self.step = step
      self.count = count
      self.first = first
      self.isTaken = isTaken
    }

    /// The only voxel axis along which the step leads; nil if there are several or none.
    var alignedAxis: Int? {
      let axes = (0..<3).filter { step.components[$0] != 0 }
      return axes.count == 1 ? axes[0] : nil
    }
  }

  /// Steps across a picture in patient millimetres.
  package struct Steps: Hashable, Sendable {
    /// From the middle of all places to the first one.
    package var step: PatientVector
    package var count: Int

    /// No steps.
    package static let none = Steps(step: PatientVector(0, 0, 0), count: 1)

    package init(step: PatientVector, count: Int) {
      self.step = step
      self.count = count
    }
  }

  /// Voxels by which the snapping of each axis, and of the origin, may move a place.
  package static var snapTolerance: Double { 2e-7 }

  /// Places the pixels of a picture, of the `planes` after it, and the `samples` centred on
  /// each pixel in the index space of `grid`.
  package init(
    _ picture: PlaneGeometry, planes: Steps = .none, samples: Steps = .none,
    in grid: GridGeometry
  ) {
    let map = grid.patientToVoxel
    let column = Self.axis(map(picture.right * picture.pixelWidth), count: picture.width)
    let row = Self.axis(map(picture.down * picture.pixelHeight), count: picture.height)
    let plane = Self.axis(map(planes.step), count: planes.count)
    let sample = Self.axis(map(samples.step), count: samples.count)
    var first = map(picture.center)
    for axis in [column, row, sample] {
      first = first - axis.step * (Double(axis.count - 1) / 2)
    }
    origin = VoxelPoint(Self.snapped(first.coordinates, reach: 1))
    self.column = column
    self.row = row
    self.plane = plane
    self.sample = sample
  }

  /// Places the voxels of an evenly spaced grid in the index space of `grid`: columns along
  /// its i, rows along j, planes along k.
  package init(_ target: GridGeometry, in grid: GridGeometry) {
    let map = target.voxelToPatient.followed(by: grid.patientToVoxel)
    let size = target.dimensions
    column = Self.axis(map.x, count: size.columns)
    row = Self.axis(map.y, count: size.rows)
    plane = Self.axis(map.z, count: size.slices)
    sample = Axis(step: VoxelVector(0, 0, 0), count: 1)
    // Snapped about the middle, as a picture is.
    let middle = VoxelPoint(
      Double(size.columns - 1) / 2, Double(size.rows - 1) / 2, Double(size.slices - 1) / 2)
    let first =
      map(middle) - column.step * middle.x - row.step * middle.y - plane.step * middle.z
    origin = VoxelPoint(Self.snapped(first.coordinates, reach: 1))
  }

  /// The place of the first pixel of a row.
  package func start(row r: Int, plane p: Int = 0, sample s: Int = 0) -> VoxelPoint {
    origin + row.step * Double(r) + plane.step * Double(plane.first + p)
      + sample.step * Double(s)
  }

  /// Returns the part of the lattice that some of its planes make: the same places, bit for bit.
  package func planes(_ range: Range<Int>) -> SampleLattice {
    SampleLattice(
      origin: origin, column: column, row: row,
      plane: Axis(
        step: plane.step, count: range.count, first: plane.first + range.lowerBound,
        isTaken: plane.isTaken), sample: sample)
  }

  /// Returns the part of the lattice that one plane and some of its samples make.
  package func part(plane p: Int, samples: Range<Int>) -> SampleLattice {
    SampleLattice(
      origin: start(row: 0, plane: p, sample: samples.lowerBound), column: column, row: row,
      plane: Axis(step: VoxelVector(0, 0, 0), count: 1),
      sample: Axis(step: sample.step, count: samples.count))
  }

  private init(origin: VoxelPoint, column: Axis, row: Axis, plane: Axis, sample: Axis) {
    self.origin = origin
    self.column = column
    self.row = row
    self.plane = plane
    self.sample = sample
  }

  private static func axis(_ step: VoxelVector, count: Int) -> Axis {
    let step = VoxelVector(snapped(step.components, reach: Double(count - 1)))
    return Axis(step: count > 1 ? step : VoxelVector(0, 0, 0), count: count)
  }

  private static func snapped(_ steps: SIMD3<Double>, reach: Double) -> SIMD3<Double> {
    var result = steps
    for axis in 0..<3 {
      let near = (steps[axis] * 64).rounded() / 64
      if abs(near - steps[axis]) * reach <= snapTolerance { result[axis] = near }
    }
    return result
  }
}

extension SampleLattice {
  /// The voxels themselves: those of evenly spaced slices, or of one slice of an irregular stack.
  package static func voxels(of grid: GridGeometry, slice: Int = 0) -> SampleLattice {
    let size = grid.dimensions
    let place = SliceMap(grid)?.places[slice] ?? Double(slice)
    let count = grid.slicePositions == nil ? size.slices : 1
    return SampleLattice(
      origin: VoxelPoint(0, 0, place),
      column: Axis(step: VoxelVector(1, 0, 0), count: size.columns),
      row: Axis(step: VoxelVector(0, 1, 0), count: size.rows),
      plane: Axis(step: VoxelVector(0, 0, 1), count: count),
      sample: Axis(step: VoxelVector(0, 0, 0), count: 1))
  }

  /// By how many voxels neighbouring places differ along i, j and k, at least 1.
  package var coarseness: SIMD3<Double> { Self.coarseness([column, row, plane]) }

  /// The same for the places of one picture.
  package var coarsenessInPlane: SIMD3<Double> { Self.coarseness([column, row]) }

  /// The widest kernel, in usual ones: wider pixels than this show the mean of almost everything.
  private static var mostCoarse: Double { 4096 }

  private static func coarseness(_ axes: [Axis]) -> SIMD3<Double> {
    var result = SIMD3<Double>.one
    for axis in 0..<3 {
      let widest = axes.map { abs($0.step.components[axis]) }.max() ?? 1
      // Rounding is no reason to filter.
      if widest > 1 + 1e-6 { result[axis] = min(widest, Self.mostCoarse) }
    }
    return result
  }

  /// Which voxel axis the columns, rows and third steps run along, where each runs along one
  /// of its own; nil for an oblique lattice.
  ///
  /// The third are the planes or, if there is one plane, the samples.
  package var alignment: Alignment? {
    guard !plane.isTaken || !sample.isTaken else { return nil }
    let third = plane.isTaken ? plane : sample
    var axes: [Int?] = [column, row, third].map(\.alignedAxis)
    // A step that is not taken may lead anywhere.
    for (n, axis) in [column, row, third].enumerated() where !axis.isTaken { axes[n] = nil }
    guard
      [column, row, third].indices.allSatisfy({ n in
        axes[n] != nil || ![column, row, third][n].isTaken
      })
    else { return nil }
    let taken = axes.compactMap(\.self)
    guard Set(taken).count == taken.count else { return nil }
    var free = (0..<3).filter { !taken.contains($0) }
    let filled = axes.map { $0 ?? free.removeFirst() }
    return Alignment(column: filled[0], row: filled[1], third: filled[2], thirdAxis: third)
  }

  /// Voxel axes of a lattice's axes.
  package struct Alignment: Hashable, Sendable {
    package let column: Int
    package let row: Int
    package let third: Int
    package let thirdAxis: Axis
  }

  /// The places along each voxel axis of an aligned lattice, and how far apart their samples
  /// lie in a target that holds third after third, row after row.
  package func tables(_ alignment: Alignment) -> [(places: ResamplingWeights.Places, stride: Int)] {
    let axes = [
      (alignment.column, column, 1), (alignment.row, row, column.count),
      (alignment.third, alignment.thirdAxis, column.count * row.count),
    ]
    return (0..<3).map { voxelAxis in
      guard let (_, axis, stride) = axes.first(where: { $0.0 == voxelAxis }) else {
        preconditionFailure("an alignment names every voxel axis")
      }
      let places = ResamplingWeights.Places(
        start: origin.coordinates[voxelAxis], step: axis.step.components[voxelAxis],
        count: axis.count, first: axis.first)
      return (places, stride)
    }
  }
}
