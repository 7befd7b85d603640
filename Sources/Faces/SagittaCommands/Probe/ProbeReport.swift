import Sagitta

/// What `probe --json` prints.
struct ProbeReport: Encodable {
  let unit: String?
  /// Which of the input's volumes was probed.
  let volume: VolumeChoice
  /// What the coordinates of places are.
  let coordinates = "LPS mm"
  let points: [ProbedPoint]
  let regions: [ProbedRegion]

  /// The report for people, a line each.
  var text: String {
    let unit = unit.map { " \($0)" } ?? ""
    return (points.map { $0.text(unit) } + regions.map { $0.text(unit) })
      .joined(separator: "\n")
  }
}

/// The value at one place.
struct ProbedPoint: Encodable {
  /// The place in LPS mm.
  let point: [Double]
  /// The continuous voxel indices i, j, k of the place.
  let voxel: [Double]
  /// The trilinear value; null outside and where there is no measured value.
  let value: Float?
  /// `value`, `outside` or `invalid`.
  let status: String

  init(_ place: PatientPoint, _ volume: Volume) {
    let voxel = volume.geometry.voxelPoint(of: place)
    point = [place.x, place.y, place.z]
    self.voxel = [voxel.x, voxel.y, voxel.z]
    switch volume.value(at: place) {
    case .value(let value) where value.isFinite: (self.value, status) = (value, "value")
    case .value, .invalid: (value, status) = (nil, "invalid")
    case .outside: (value, status) = (nil, "outside")
    }
  }

  func text(_ unit: String) -> String {
    let place = point.map(\.displayText).joined(separator: ",")
    let indices = voxel.map(\.displayText).joined(separator: ", ")
    guard let value else { return "\(place): \(status) (voxel \(indices))" }
    return "\(place): \(value)\(unit) (voxel \(indices))"
  }
}

/// Figures over the voxels of one region.
struct ProbedRegion: Encodable {
  let region: String
  /// Voxels whose centres lie in the region and that hold a measured value.
  let count: Int
  /// Their volume in mm³.
  let volume: Double
  let minimum: Float?
  let maximum: Float?
  let mean: Double?
  /// Of the population: divided by n.
  let standardDeviation: Double?

  init(_ shape: some PatientRegion, _ volume: Volume) {
    region = shape.name
    let statistics = volume.statistics(in: shape)
    count = statistics?.count ?? 0
    self.volume = Double(count) * volume.geometry.voxelVolume
    minimum = statistics?.minimum
    maximum = statistics?.maximum
    mean = statistics?.mean
    standardDeviation = statistics?.standardDeviation
  }

  func text(_ unit: String) -> String {
    guard let minimum, let maximum, let mean, let standardDeviation else {
      return "\(region): no voxels"
    }
    return "\(region): mean \(mean.displayText)\(unit), sd \(standardDeviation.displayText), "
      + "min \(minimum), max \(maximum), \(count) voxels, \(volume.displayText) mm³"
  }
}
