import Faults
import Geometry
import Reslicing
import Sampling
public import SeriesLoading
public import VolumeModel
public import WorkScheduling

/// A grid with even slices, and what puts volumes on it.
public struct EvenGrid: Sendable {
  /// The grid.
  public let grid: GridGeometry
  /// What a user should hear of it.
  public let notices: [VolumeNotice]

  private let move: @Sendable (Volume, WorkContext) throws -> Volume

  /// The even grid of a volume.
  ///
  /// - Parameters:
  ///   - plan: The volume; an even one keeps its grid.
  ///   - policy: What becomes of an uneven one.
  ///   - context: The workers, and the most bytes that resampled voxels may take.
  /// - Throws: ``VolumeRequestError`` with the code `irregular` for an irregular stack that is to be
  ///   refused, and for one that has no even grid of sensible size; `MemoryExceeded`.
  public init(
    of plan: VolumePlan, policy: UnevenSlices, context: WorkContext = WorkContext()
  ) throws {
    let source = plan.geometry
    guard source.slicePositions != nil else {
      self.init(grid: source, notices: []) { volume, _ in volume }
      return
    }
    switch policy {
    case .refused: throw VolumeRequestError.irregular(source)
    case .asEven:
      let target = try source.straightened()
      let unevenness = source.largestUnevenness
      self.init(grid: target, notices: [.takenAsEven(plan, unevenness: unevenness)]) { volume, _ in
        volume.moved(to: target)
      }
    case .resampled:
      let target = try source.evenlySliced()
      try context.limits.checkRoom(for: target, beside: source)
      let notice = VolumeNotice.resampledEvenly(
        plan, slices: target.dimensions.slices, distance: target.sliceDistance)
      self.init(grid: target, notices: [notice]) { volume, context in
        try Reslicer(volume).resampled(
          to: target, interpolation: .linear, antialiasing: .none, context: context)
      }
    }
  }

  private init(
    grid: GridGeometry, notices: [VolumeNotice],
    move: @escaping @Sendable (Volume, WorkContext) throws -> Volume
  ) {
    self.grid = grid
    self.notices = notices
    self.move = move
  }

  /// Puts a volume of the plan on the grid.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - context: The workers, and where resampled voxels lie.
  /// - Returns: A volume on the grid.
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  public func volume(
    from volume: Volume, context: WorkContext = WorkContext()
  ) throws -> Volume { try move(volume, context) }
}

extension VolumeRequestError {
  fileprivate static func irregular(_ grid: GridGeometry) -> VolumeRequestError {
    VolumeRequestError(
      code: "irregular", kind: .badInput,
      problem:
        "the slices are not evenly spaced, which this format cannot say: taken as even, they "
        + "would be up to \(grid.largestUnevenness.shortText) mm off",
      remedies: [.resampleEvenly, .writeAsEven])
  }
}

extension GridGeometry {
  /// The largest distance of a slice from its place among as many even ones, in mm along the
  /// normal.
  var largestUnevenness: Double {
    guard let slicePositions else { return 0 }
    return slicePositions.enumerated().map { abs($1 - Double($0) * sliceDistance) }.max() ?? 0
  }

  /// The same slices, taken as even.
  func straightened() throws -> GridGeometry {
    try GridGeometry(dimensions: dimensions, voxelToPatient: voxelToPatient)
  }

  /// An even grid from the first to the last slice, sheared as this one: columns and rows stay,
  /// slices are as close as the closest ones here, but no finer than pixels and the usual distance.
  func evenlySliced() throws -> GridGeometry {
    guard let slicePositions, let length = slicePositions.last, length > 0 else { return self }
    let gaps = zip(slicePositions.dropFirst(), slicePositions).map { $0 - $1 }.sorted()
    let pixel = min(voxelToPatient.x.length, voxelToPatient.y.length)
    let distance = max(gaps[0], min(pixel, gaps[gaps.count / 2]))
    let steps = max(1, (length / distance).rounded())
    guard steps * Double(dimensions.columns * dimensions.rows) < Double(Int32.max) * 8 else {
      throw VolumeRequestError(
        code: "over-limit", kind: .overLimit,
        problem: "the even grid would have \(steps) slices", remedies: [.askForLess])
    }
    let map = voxelToPatient
    let size = GridDimensions(
      columns: dimensions.columns, rows: dimensions.rows, slices: Int(steps) + 1)
    return try GridGeometry(
      dimensions: size,
      voxelToPatient: AffineMap(
        x: map.x, y: map.y, z: map.z * (Double(dimensions.slices - 1) / steps),
        origin: map.origin))
  }
}

extension Volume {
  /// The same voxels in another place.
  fileprivate func moved(to geometry: GridGeometry) -> Volume {
    Volume(
      geometry: geometry, voxels: voxels, validity: validity, attributes: attributes,
      valueRange: valueRange)
  }
}
