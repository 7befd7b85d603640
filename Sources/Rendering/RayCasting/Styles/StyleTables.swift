import CRayKernels
import CVolumes
import Geometry
import VolumeModel
import WorkScheduling

/// A style as the loops want it: opacities and colours in tables for one step length, and which
/// blocks are seen at all.
struct StyleTables: Sendable {
  /// Intervals of a table; knots lie on no entries, so finer is closer to the curve.
  static var intervals: Int { 4096 }

  let style: RenderStyle
  let step: Double
  private let start: Double
  private let scale: Double
  /// For each end of an interval red, green, blue and opacity, and the way to the next end.
  private let entries: [SIMD8<Float>]
  private let gradients: [Float]
  private let gradientStart: Double
  private let gradientScale: Double
  /// For ways between samples; nil for samples.
  private let pairs: PairTable?
  private let pairScale: Double
  /// How many blocks a way may lead beyond that of its first sample.
  private let reach: Int
  /// The kernel beside the linear one.
  private let cubic: SRCubic?
  /// For each block the number of blocks to the closest visible one; 0 is visible.
  let distances: [UInt8]

  /// The memory that the tables take.
  var byteCount: Int {
    32 * entries.count + 4 * gradients.count + distances.count + (pairs?.byteCount ?? 0)
  }

  /// Whether rays go one by one, without bricks.
  var isFine: Bool { pairs != nil || cubic != nil }

  /// - Parameters:
  ///   - style: A checked style over modality values.
  ///   - step: Millimetres from sample to sample.
  ///   - blocks: The volume's blocks.
  ///   - volume: The volume.
  ///   - kernels: The innermost loops.
  ///   - context: The workers.
  /// - Throws: `WorkCancelled`.
  init(
    _ style: RenderStyle, step: Double, blocks: ValueBlocks, volume: Volume, kernels: SRKernels,
    context: WorkContext
  ) throws {
    self.style = style
    self.step = step
    let function = style.transferFunction
    // A wider kernel's values lie beyond those of the voxels, too.
    let range = style.interpolation == .linear ? volume.valueRange : nil
    let domain = Self.domain(of: function, range: range)
    let hasGradients = function.gradientOpacity != nil
    start = domain.lowerBound
    scale = Self.scale(domain)
    let exponent = hasGradients ? 1 : step / function.opacityUnit
    let ends = Self.ends(of: domain).map { value -> SIMD4<Float> in
      // Of one unit where gradients take part: the product is corrected then.
      let opacity = 1 - Self.power(1 - function.opacity(of: value), of: exponent)
      return SIMD4<Float>(SIMD4(function.color(of: value), opacity))
    }
    entries = zip(ends, ends.dropFirst() + ends.suffix(1)).map { end, next in
      SIMD8(lowHalf: end, highHalf: next - end)
    }
    let magnitudes = function.gradientOpacity?.map(\.magnitude) ?? []
    let gradientDomain = (magnitudes.first ?? 0)...(magnitudes.last ?? 0)
    gradientStart = gradientDomain.lowerBound
    gradientScale = Self.scale(gradientDomain)
    gradients =
      hasGradients
      // One more than there are ends: the last has a neighbour.
      ? (Self.ends(of: gradientDomain) + [gradientDomain.upperBound]).map {
        Float(function.gradientOpacity(of: $0))
      } : []
    pairs =
      style.seesWays
      ? try PairTable(
        function, domain: domain, units: hasGradients ? 1 : step / function.opacityUnit,
        kernels: kernels, context: context) : nil
    pairScale = scale / Double(Self.intervals) * Double(PairTable.intervals)
    reach = style.seesWays ? Self.reach(of: step, in: volume.geometry) : 0
    cubic = SRCubic(style.interpolation)
    distances = Self.distances(
      of: style, blocks: blocks, opacities: pairs?.visible ?? ends.map(\.w), start: start,
      scale: pairs == nil ? scale : pairScale, kernels: kernels)
  }

  /// How many blocks a way of one step may lead beyond that of its first sample, at the most.
  private static func reach(of step: Double, in grid: GridGeometry) -> Int {
    let map = grid.patientToVoxel
    let rows = [
      SIMD3(map.x.x, map.y.x, map.z.x), SIMD3(map.x.y, map.y.y, map.z.y),
      SIMD3(map.x.z, map.y.z, map.z.z),
    ]
    var voxels = rows.map { step * ($0 * $0).sum().squareRoot() }.max() ?? 0
    if let positions = grid.slicePositions {
      // Where slices lie closer together a step leads across more of them.
      let mean = (positions.last ?? 0) / Double(positions.count - 1)
      let least = zip(positions.dropFirst(), positions).map { $0 - $1 }.min() ?? mean
      voxels *= max(1, mean / least)
    }
    let blocks = voxels / Double(1 << SV_BLOCK_SHIFT)
    // From there on nothing is skipped.
    return blocks < Double(SR_FARTHEST) ? Int(blocks) + 1 : Int(SR_FARTHEST) + 1
  }

  /// The values between which curves change, as far as the volume has them.
  private static func domain(
    of function: TransferFunction, range: ClosedRange<Float>?
  ) -> ClosedRange<Double> {
    let knots = function.opacity.map(\.value) + function.color.map(\.value)
    var low = knots.min() ?? 0
    var high = knots.max() ?? 0
    if let range, range.lowerBound.isFinite, range.upperBound.isFinite {
      low = min(max(low, Double(range.lowerBound)), high)
      high = max(min(high, Double(range.upperBound)), low)
    }
    return low...high
  }

  private static func scale(_ domain: ClosedRange<Double>) -> Double {
    let width = domain.upperBound - domain.lowerBound
    return width > 0 ? Double(intervals) / width : 0
  }

  /// The ends of the intervals of a table.
  private static func ends(of domain: ClosedRange<Double>) -> [Double] {
    let width = domain.upperBound - domain.lowerBound
    return (0...intervals).map { domain.lowerBound + width * Double($0) / Double(intervals) }
  }

  /// The thickness in mm of a layer that has the opacities of the tables.
  var opacityLength: Double {
    style.transferFunction.gradientOpacity == nil ? step : style.transferFunction.opacityUnit
  }

  /// Calls `body` with the tables and labels as the loops see them; the pointers must not escape.
  func withStyle(
    _ labels: LabelBodies?, of grid: GridGeometry, isSkipping: Bool = true,
    _ body: (UnsafePointer<SRStyle>, UnsafePointer<UInt8>) -> Void
  ) {
    unsafe withLoops { loops, distances in
      guard let labels else {
        unsafe body(loops, distances)
        return
      }
      unsafe labels.withLoops(
        in: loops, of: grid, isShaded: style.isShaded, isSkipping: isSkipping
      ) { unsafe body($0, distances) }
    }
  }

  /// Calls `body` with the tables as the loops see them; the pointer must not escape.
  func withLoops<Result>(
    _ body: (UnsafePointer<SRStyle>, UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    var loops = unsafe header
    // SAFETY: all pointers lead into arrays that live until the closures return.
    return try unsafe entries.withUnsafeBytes { entries in
      try unsafe gradients.withUnsafeBufferPointer { gradients in
        try unsafe distances.withUnsafeBufferPointer { distances in
          guard let closest = distances.baseAddress else {
            preconditionFailure("a volume has blocks")
          }
          unsafe loops.entries = entries.baseAddress?.assumingMemoryBound(to: Float.self)
          unsafe loops.gradientOpacities = gradients.isEmpty ? nil : gradients.baseAddress
          return try unsafe withFineTables(of: loops) { try unsafe body($0, closest) }
        }
      }
    }
  }

  /// Calls `body` with a style to which the tables are added that `composite` does not know.
  private func withFineTables<Result>(
    of style: SRStyle, _ body: (UnsafePointer<SRStyle>) throws -> Result
  ) rethrows -> Result {
    var loops = unsafe style
    var kernel = cubic ?? SRCubic()
    // SAFETY: all pointers lead to what lives until the closures return.
    return try unsafe withUnsafePointer(to: &kernel) { kernel in
      try unsafe (pairs?.entries ?? []).withUnsafeBytes { entries in
        try unsafe (pairs?.thinEntries ?? []).withUnsafeBytes { thin in
          if cubic != nil { unsafe loops.cubic = kernel }
          if pairs != nil {
            unsafe loops.pairs = entries.baseAddress?.assumingMemoryBound(to: Float.self)
            unsafe loops.thinPairs = thin.baseAddress?.assumingMemoryBound(to: Float.self)
          }
          return try unsafe withUnsafePointer(to: loops, body)
        }
      }
    }
  }

  private var header: SRStyle {
    var loops = unsafe SRStyle()
    unsafe loops.tableStart = Float(start)
    unsafe loops.tableScale = Float(scale)
    unsafe loops.tableLast = Int32(Self.intervals)
    unsafe loops.pairLast = Int32(PairTable.intervals)
    unsafe loops.pairScale = Float(pairScale)
    unsafe loops.reach = Int32(reach)
    unsafe loops.gradientStart = Float(gradientStart)
    unsafe loops.gradientScale = Float(gradientScale)
    unsafe loops.gradientLast = Int32(Self.intervals)
    unsafe loops.unitsPerStep = Float(step / style.transferFunction.opacityUnit)
    let shading = style.isShaded ? style.transferFunction.shading : nil
    unsafe loops.isShaded = shading == nil ? 0 : 1
    unsafe loops.ambient = Float(shading?.ambient ?? 1)
    unsafe loops.diffuse = Float(shading?.diffuse ?? 0)
    unsafe loops.specular = Float(shading?.specular ?? 0)
    unsafe loops.shininess = Float(shading?.shininess ?? 1)
    unsafe loops.isHeadLight = 1
    if case .distant(let direction) = style.light, let unit = direction.normalized {
      unsafe loops.isHeadLight = 0
      unsafe loops.light = (Float(unit.x), Float(unit.y), Float(unit.z))
    }
    if case .isosurface(let value, let color) = style.mode {
      unsafe loops.isoValue = Float(value)
      unsafe loops.isoColor = (Float(color.x), Float(color.y), Float(color.z))
    }
    return unsafe loops
  }
}

extension RenderStyle {
  /// Whether colours are those of ways between samples.
  fileprivate var seesWays: Bool { mode == .composite && classification == .preintegrated }
}
