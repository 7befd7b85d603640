import CRayKernels
import Geometry
import VolumeModel

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
  /// For each block the number of blocks to the closest visible one; 0 is visible.
  let distances: [UInt8]

  /// The memory that the tables take.
  var byteCount: Int { 32 * entries.count + 4 * gradients.count + distances.count }

  /// - Parameters:
  ///   - style: A checked style over modality values.
  ///   - step: Millimetres from sample to sample.
  ///   - blocks: The volume's blocks.
  ///   - range: The volume's values.
  ///   - kernels: The innermost loops.
  init(
    _ style: RenderStyle, step: Double, blocks: ValueBlocks, range: ClosedRange<Float>?,
    kernels: SRKernels
  ) {
    self.style = style
    self.step = step
    let function = style.transferFunction
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
    distances = Self.distances(
      of: style, blocks: blocks, opacities: ends.map(\.w), start: start, scale: scale,
      kernels: kernels)
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
          return try unsafe withUnsafePointer(to: loops) { try unsafe body($0, closest) }
        }
      }
    }
  }

  private var header: SRStyle {
    var loops = unsafe SRStyle()
    unsafe loops.tableStart = Float(start)
    unsafe loops.tableScale = Float(scale)
    unsafe loops.tableLast = Int32(Self.intervals)
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
