import Geometry
public import VolumeModel

/// Where the slices of a series lie, which of them are there, and the grid they make.
struct SliceLayout: Sendable {
  let dimensions: GridDimensions
  let orientation: SliceOrientation
  /// Patient displacements from column to column, row to row and slice to slice.
  let steps: [PatientVector]
  /// Where the first pixel lies without jitter, in mm.
  private let nominalOrigin: PatientPoint
  /// Centres of the first pixels of all slices, in mm, missing ones included.
  let positions: [PatientPoint]
  /// The slices that have files, ascending.
  let present: [Int]
  /// The slices that a loader can use: those that have one file, or several that agree.
  let usable: [Int]

  init(_ series: PhantomSeries) {
    let size = series.dimensions
    let spacing = series.spacing
    let tilted = series.orientation.tilted(degrees: series.tiltDegrees)
    // The table moves along the normal of the untilted slices.
    let table = series.orientation.normal
    let steps = [tilted.row * spacing.x, tilted.column * spacing.y, table * spacing.z]
    let random = CounterRandom(seed: series.seed).stream(1)
    let jitter = series.oddities.positionJitter
    let middleOfFirstPixels =
      series.center - steps[0] * (Double(size.columns - 1) / 2)
      - steps[1] * (Double(size.rows - 1) / 2)
    func place(_ k: Int) -> PatientPoint {
      middleOfFirstPixels + steps[2] * (Double(k) - Double(size.slices - 1) / 2)
    }
    nominalOrigin = place(0)
    positions = (0..<size.slices).map { place($0) + table * (jitter * random.centered($0)) }
    dimensions = size
    orientation = tilted
    self.steps = steps
    let oddities = series.oddities
    present = (0..<size.slices).filter { !oddities.missingSlices.contains($0) }
    usable = present.filter { !oddities.conflictingSlices.contains($0) }
  }

  /// The grid before anything is missing or out of its place.
  var nominalGrid: GridGeometry {
    Self.grid(dimensions, columns: steps, step: steps[2], origin: nominalOrigin, depths: nil)
  }

  /// The grid that a loader finds in the files.
  var grid: GridGeometry {
    let places = usable.map { positions[$0] }
    let size = GridDimensions(
      columns: dimensions.columns, rows: dimensions.rows, slices: places.count)
    guard let first = places.first, let last = places.last, places.count > 1 else {
      let thickness = steps[2].dot(orientation.normal)
      return Self.grid(
        size, columns: steps, step: orientation.normal * thickness, origin: places[0], depths: nil)
    }
    let depths = places.map { ($0 - first).dot(orientation.normal) }
    return Self.grid(
      size, columns: steps, step: (last - first) / Double(places.count - 1), origin: first,
      depths: Self.isUniform(depths) ? nil : depths)
  }

  /// Whether the distances of neighbours are alike: within 1 % of the median, or 0.001 mm.
  private static func isUniform(_ depths: [Double]) -> Bool {
    let gaps = zip(depths.dropFirst(), depths).map { $0 - $1 }
    let median = gaps.sorted()[gaps.count / 2]
    return gaps.allSatisfy { abs($0 - median) <= max(0.01 * median, 1e-3) }
  }

  private static func grid(
    _ size: GridDimensions, columns: [PatientVector], step: PatientVector,
    origin: PatientPoint, depths: [Double]?
  ) -> GridGeometry {
    do {
      return try GridGeometry(
        dimensions: size,
        voxelToPatient: AffineMap(x: columns[0], y: columns[1], z: step, origin: origin),
        slicePositions: depths)
    } catch {
      preconditionFailure("validated slices make a grid: \(error)")
    }
  }
}

extension PhantomSeries {
  /// The grid that a loader finds in the files: sheared if tilted, irregular if slices are
  /// missing or out of their places.
  ///
  /// - Throws: ``PhantomError/badParameter(_:)``.
  public func loadedGrid() throws(PhantomError) -> GridGeometry {
    try validate()
    return SliceLayout(self).grid
  }

  /// The phantom, laid out for the series before anything is missing or out of its place.
  ///
  /// - Throws: ``PhantomError/badParameter(_:)``.
  public func phantom() throws(PhantomError) -> Phantom {
    try validate()
    return Phantom(kind, fitting: SliceLayout(self).nominalGrid)
  }
}
