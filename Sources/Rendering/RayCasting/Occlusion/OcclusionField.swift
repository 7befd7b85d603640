import CRayKernels
import Locks
import VolumeModel
import WorkScheduling

/// How much light comes to each place of a volume from all around, through what a look shows of it
/// (ambient occlusion): hollows and what lies close together are darker.
///
/// Light comes through cells from the 26 directions of their neighbours. What comes from each is summed in
/// whole numbers, so that the order of the workers changes nothing.
struct OcclusionField: Sendable {
  private let cells: OcclusionCells
  /// What is left of the light in each cell, 0…1.
  private let light: [Float]

  /// The directions from which light comes to a flat face, which counts as all of it: nine to the outermost cells
  /// of what is opaque, seventeen to those before, none to those behind; a quarter, a half and a quarter of them.
  private static let flatDirections: Float = 8.75

  /// The memory that it takes.
  var byteCount: Int { 4 * light.count }

  /// What makes light go out: all of it but the camera.
  struct Obstacles {
    let source: RayVolume
    let tables: StyleTables
    let labels: LabelBodies?
    /// What is left of the volume, as the loops want it.
    let planes: [Double]
  }

  /// - Parameters:
  ///   - obstacles: What is seen.
  ///   - strength: How much of the light may be taken, 0…1.
  ///   - kernels: The innermost loops.
  ///   - context: The workers.
  /// - Throws: `WorkCancelled`.
  init(
    _ obstacles: Obstacles, strength: Double, kernels: SRKernels, context: WorkContext
  ) throws {
    let grid = obstacles.source.volume.geometry
    let cells = OcclusionCells(grid)
    self.cells = cells
    let layers = try context.map(cells.size.z) { z in
      obstacles.depths(ofLayer: z, in: cells, kernels: kernels)
    }
    let depths = Array(layers.joined())
    let sums = Locked([UInt32](repeating: 0, count: cells.count))
    let directions = OcclusionCells.directions
    try context.forEach(directions.count, stage: "spreading light") { number in
      let light = Self.sweep(
        depths, in: cells, toward: directions[number],
        length: cells.length(directions[number], in: grid), kernels: kernels)
      sums.withLock { sums in
        for n in sums.indices { sums[n] &+= UInt32(light[n] * 0x1p16) }
      }
    }
    let full = Self.flatDirections * 0x1p16
    let least = Float(1 - strength)
    light = sums.withLock { Self.blurred($0, size: cells.size) }.map { sum in
      least + (1 - least) * min(1, sum / full)
    }
  }

  private static func sweep(
    _ depths: [Float], in cells: OcclusionCells, toward direction: SIMD3<Int>, length: Double,
    kernels: SRKernels
  ) -> [Float] {
    let size = [Int64(cells.size.x), Int64(cells.size.y), Int64(cells.size.z)]
    let toward = [Int64(direction.x), Int64(direction.y), Int64(direction.z)]
    return unsafe [Float](unsafeUninitializedCapacity: cells.count) { light, filled in
      // SAFETY: depths and light hold a number for each cell.
      unsafe depths.withUnsafeBufferPointer { depths in
        unsafe size.withUnsafeBufferPointer { size in
          unsafe toward.withUnsafeBufferPointer { toward in
            unsafe kernels.sweepLight(
              size.baseAddress, depths.baseAddress, toward.baseAddress, length, light.baseAddress)
          }
        }
      }
      filled = cells.count
    }
  }

  /// Means over neighbours, with the weights 1, 2, 1 along each axis: directions leave no rays of their own.
  private static func blurred(_ sums: [UInt32], size: SIMD3<Int>) -> [Float] {
    var values = sums.map { Float($0) }
    var stride = 1
    for axis in 0..<3 {
      let source = values
      for n in values.indices {
        let at = n / stride % size[axis]
        let before = at > 0 ? source[n - stride] : source[n]
        let behind = at < size[axis] - 1 ? source[n + stride] : source[n]
        values[n] = (before + 2 * source[n] + behind) / 4
      }
      stride *= size[axis]
    }
    return values
  }

  /// Calls `body` with a style to which the light is added; the pointer must not escape.
  func withLoops<Result>(
    in style: UnsafePointer<SRStyle>, _ body: (UnsafePointer<SRStyle>) throws -> Result
  ) rethrows -> Result {
    var header = unsafe cells.header
    var loops = unsafe style.pointee
    // SAFETY: all pointers lead to what lives until the closures return.
    return try unsafe light.withUnsafeBufferPointer { light in
      unsafe header.light = light.baseAddress
      return try unsafe withUnsafePointer(to: header) { header in
        unsafe loops.occlusion = header
        return try unsafe withUnsafePointer(to: loops, body)
      }
    }
  }
}

extension OcclusionField.Obstacles {
  /// The optical depths per mm of a layer of cells.
  fileprivate func depths(
    ofLayer z: Int, in cells: OcclusionCells, kernels: SRKernels
  ) -> [Float] {
    let header = unsafe cells.header
    let count = cells.size.x * cells.size.y
    var isSurface: Int32 = 0
    if case .isosurface = tables.style.mode { isSurface = 1 }
    return unsafe [Float](unsafeUninitializedCapacity: count) { out, filled in
      // SAFETY: the layer holds a number for each of its cells.
      unsafe source.withLoops { volume in
        unsafe tables.withStyle(labels, of: source.volume.geometry) { style, _ in
          unsafe planes.withUnsafeBufferPointer { planes in
            unsafe withUnsafePointer(to: header) { header in
              unsafe kernels.cellDepths(
                volume, style, header, tables.opacityLength, isSurface, planes.baseAddress,
                Int32(planes.count / 4), Int64(z), out.baseAddress)
            }
          }
        }
      }
      filled = count
    }
  }
}
