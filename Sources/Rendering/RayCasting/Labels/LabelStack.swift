import Geometry
import Sampling
import VolumeModel

/// Evenly spaced slices of labels: a volume's own, or for an irregular stack each place's closest.
struct LabelStack: Sendable {
  /// The slice of each place.
  let slices: [Int]
  /// Where place 0 lies, and how many places there are in a unit of the volume's own even slices.
  let first: Double
  let perSlice: Double

  /// The most places for each slice of an irregular stack.
  private static var mostPlaces: Double { 4 }

  init(_ grid: GridGeometry) {
    guard let map = SliceMap(grid) else {
      slices = Array(0..<grid.dimensions.slices)
      first = 0
      perSlice = 1
      return
    }
    let places = map.places
    let least = zip(places.dropFirst(), places).map { $0 - $1 }.min() ?? 1
    perSlice = min(Self.mostPlaces, max(1, 1 / least))
    let bounds = map.bounds
    first = (bounds.lowerBound * perSlice).rounded(.up)
    let last = (bounds.upperBound * perSlice).rounded(.down)
    slices = stride(from: first, through: last, by: 1).map { [perSlice] place in
      let low = GridGeometry.slice(before: place / perSlice, among: places)
      let isLow = place / perSlice - places[low] <= places[low + 1] - place / perSlice
      return isLow ? low : low + 1
    }
  }

  /// From patient mm to places of codes that begin at a corner of the stack.
  func patientToCodes(
    _ grid: GridGeometry, corner: SIMD3<Int>
  ) -> AffineMap<PatientSpace, VoxelSpace> {
    let map = grid.patientToVoxel
    let scale = SIMD3(1, 1, perSlice)
    func scaled(_ v: VoxelVector) -> VoxelVector { VoxelVector(v.components * scale) }
    let shift = SIMD3(0, 0, first) + SIMD3<Double>(corner)
    return AffineMap(
      x: scaled(map.x), y: scaled(map.y), z: scaled(map.z),
      origin: VoxelPoint(map.origin.coordinates * scale - shift))
  }

  /// How far around a surface its normal is made, in voxels: twice the largest spacing, but no more than ten of
  /// the finest, beyond which other things lie.
  func reach(in grid: GridGeometry) -> SIMD3<Double> {
    let spacing = grid.spacing
    let millimetres = min(2 * spacing.max(), 10 * spacing.min())
    return millimetres / spacing * SIMD3(1, 1, perSlice)
  }
}
