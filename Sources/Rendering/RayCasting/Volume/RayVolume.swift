import CRayKernels
import Geometry
import VolumeModel

/// A volume as the loops want it: along k they count evenly spaced slices.
struct RayVolume: Sendable {
  let volume: Volume
  /// For an irregular stack the place of each slice among evenly spaced ones.
  let slicePlaces: [Double]
  /// For an irregular stack what the difference of a slice's two neighbours is multiplied by.
  let sliceSlopes: [Float]
  /// Inside is lowest <= place < end.
  let lowest: SIMD3<Double>
  let end: SIMD3<Double>

  init(_ volume: Volume) {
    let size = volume.dimensions
    precondition(size.voxelsPerSlice <= Int(Int32.max), "a slice is addressed by 31 bits")
    self.volume = volume
    slicePlaces = volume.geometry.evenPlaces
    sliceSlopes = Self.slopes(slicePlaces)
    var (lowest, end) = (SIMD3(repeating: -0.5), volume.geometry.voxelBounds.upper.coordinates)
    if slicePlaces.count > 1 {
      let last = slicePlaces.count - 1
      lowest.z = slicePlaces[0] - (slicePlaces[1] - slicePlaces[0]) / 2
      end.z = slicePlaces[last] + (slicePlaces[last] - slicePlaces[last - 1]) / 2
    }
    self.lowest = lowest
    self.end = end
  }

  private static func slopes(_ places: [Double]) -> [Float] {
    places.indices.map { k in
      let (before, behind) = (max(k - 1, 0), min(k + 1, places.count - 1))
      return Float(1 / (places[behind] - places[before]))
    }
  }

  /// Calls `body` with the volume as the loops see it; the pointer must not escape.
  func withLoops<Result>(
    _ body: (UnsafePointer<SRVolume>) throws -> Result
  ) rethrows -> Result {
    let words = volume.validity?.words ?? []
    // SAFETY: all pointers lead into memory that lives until the closures return; an empty
    // array stands for nothing to look at.
    return try unsafe volume.voxels.withVoxels { voxels in
      try unsafe slicePlaces.withUnsafeBufferPointer { places in
        try unsafe sliceSlopes.withUnsafeBufferPointer { slopes in
          try unsafe words.withUnsafeBufferPointer { words in
            var loops = unsafe header
            unsafe loops.voxels = voxels.baseAddress
            unsafe loops.slicePlaces = places.isEmpty ? nil : places.baseAddress
            unsafe loops.sliceSlopes = slopes.isEmpty ? nil : slopes.baseAddress
            unsafe loops.validity = words.isEmpty ? nil : words.baseAddress
            return try unsafe withUnsafePointer(to: loops, body)
          }
        }
      }
    }
  }

  private var header: SRVolume {
    let size = volume.dimensions
    var loops = unsafe SRVolume()
    unsafe loops.size = (Int64(size.columns), Int64(size.rows), Int64(size.slices))
    unsafe loops.stride = (
      1, size.rows > 1 ? Int64(size.columns) : 0,
      size.slices > 1 ? Int64(size.voxelsPerSlice) : 0
    )
    unsafe loops.lowest = (lowest.x, lowest.y, lowest.z)
    unsafe loops.end = (end.x, end.y, end.z)
    unsafe loops.wordsPerSlice = Int64(volume.validity?.wordsPerSlice ?? 0)
    let m = volume.geometry.patientToVoxel
    unsafe loops.patientToVoxel = (
      m.x.x, m.y.x, m.z.x, m.x.y, m.y.y, m.z.y, m.x.z, m.y.z, m.z.z
    )
    return unsafe loops
  }
}

extension GridGeometry {
  /// Places of the slices of an irregular stack in units of their mean distance; empty for
  /// evenly spaced slices.
  var evenPlaces: [Double] {
    guard let positions = slicePositions else { return [] }
    let mean = positions[positions.count - 1] / Double(positions.count - 1)
    return positions.map { $0 / mean }
  }
}
