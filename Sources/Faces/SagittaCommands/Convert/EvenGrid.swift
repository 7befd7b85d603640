import ArgumentParser
import Sagitta

/// What becomes of irregular stacks where a format knows only even ones.
struct EvenGridOptions: ParsableArguments {
  @Flag(
    help:
      "Write an irregular stack as if its slices were even; a warning says how far off they are."
  )
  var even = false

  @Flag(help: "Resample an irregular stack to an even grid of its smallest slice distance.")
  var resample = false

  func validate() throws {
    if even, resample { throw ValidationError("give one of --even and --resample") }
  }

  /// Refuses the options where every slice keeps its place.
  func refuse() throws {
    if even || resample {
      throw UsageError("--even and --resample are for value files; DICOM keeps every slice's place")
    }
  }

  /// The grid to write a volume on, and what puts its phases there.
  ///
  /// - Throws: ``RefusedError`` for an irregular stack if no option says what to do.
  func grid(
    of plan: VolumePlan, path: String, _ common: CommonOptions,
    _ volume: @escaping @Sendable (Int) throws -> Volume
  ) throws -> EvenGrid {
    let grid = plan.geometry
    guard grid.slicePositions != nil else { return EvenGrid(grid: grid, volume: volume) }
    if even {
      common.note(
        "warning: volume \(plan.id): written as if its slices were even: a slice lies up to "
          + "\(grid.largestUnevenness.displayText) mm from where its file puts it")
      let target = try grid.straightened()
      return EvenGrid(grid: target) { try volume($0).moved(to: target) }
    }
    if resample {
      let target = try grid.evenlySliced()
      let bytes = target.dimensions.voxelCount * MemoryLayout<Float>.stride
      if bytes > common.memoryLimit {
        throw LoadError.overMemoryLimit(needed: bytes, limit: common.memoryLimit)
      }
      common.note(
        "warning: volume \(plan.id): resampled to \(target.dimensions.slices) slices "
          + "\(target.sliceDistance.displayText) mm apart; values between the stored slices are "
          + "interpolated")
      let context = common.context()
      return EvenGrid(grid: target) { index in
        try Reslicer(try volume(index)).resampled(
          to: target, interpolation: .linear, antialiasing: .none, context: context)
      }
    }
    var refusal = RefusedError(
      .badInput,
      "\(path): the slices are not evenly spaced, which this format cannot say; --resample or "
        + "`sagitta resample` puts the volume on an even grid, --even writes it as if it were even, "
        + "with slices up to \(grid.largestUnevenness.displayText) mm off")
    refusal.code = "irregular"
    throw refusal
  }
}

/// A grid with even slices, and the volumes on it.
struct EvenGrid: Sendable {
  let grid: GridGeometry
  /// The volume of the n-th phase that is written.
  let volume: @Sendable (Int) throws -> Volume
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
      throw RefusedError(
        .overLimit, "the even grid would have \(steps) slices; use `sagitta resample --spacing`")
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
