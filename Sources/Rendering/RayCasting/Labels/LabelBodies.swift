import CRayKernels
import CVolumes
import Geometry
public import Presentation
public import VolumeModel
public import WorkScheduling

/// Numbers that name something, as rays see them: bodies with smooth surfaces in their colours.
///
/// A place belongs to the label that counts most among the 4×4×4 voxels around it, weighed by the cubic
/// B-spline: borders lie halfway between voxels, without their steps. Where a label is so thin that this
/// would lose it (a line of voxels, a single one), its voxels count four times. Light follows where the label
/// lies within two slices around.
///
/// Create it once and keep it for all pictures; it belongs to no renderer, since equal coordinates are
/// equal places.
public final class LabelBodies: Hashable, Sendable {
  /// Whether both are one and the same.
  public static func == (one: LabelBodies, other: LabelBodies) -> Bool { one === other }

  /// Tells it from others.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  /// The most labels that can be told apart.
  public static var mostLabels: Int { 0x7fff }

  private let codes: LabelCodes?
  private let colors: [SIMD4<Float>]
  private let patientToCodes: AffineMap<PatientSpace, VoxelSpace>
  /// How far around a surface its normal is made, in voxels of the codes.
  private let reach: SIMD3<Double>
  private let blocks: SIMD3<Int>
  private let distances: [UInt8]

  /// The numbers that are seen, in ascending order.
  public let numbers: [Int]

  /// The memory that the labels take.
  public var byteCount: Int { (codes?.byteCount ?? 0) + distances.count }

  /// Looks at every voxel.
  ///
  /// - Parameters:
  ///   - volume: Whole numbers; what stands for none is no label.
  ///   - table: Colours; numbers that are clear are as if they were not there.
  ///   - opacity: What the opacities of all labels are multiplied by, 0…1.
  ///   - context: The workers.
  /// - Throws: ``RayCastingError/tooManyLabels(_:limit:)``; `WorkCancelled`.
  public convenience init(
    _ volume: Volume, table: LabelTable = .default, opacity: Double = 1,
    context: WorkContext = WorkContext()
  ) throws {
    try self.init(
      volume, table: table, opacity: opacity, kernels: RayKernels.loops(for: .current),
      context: context)
  }

  init(
    _ volume: Volume, table: LabelTable, opacity: Double, kernels: SRKernels, context: WorkContext
  ) throws {
    let stack = LabelStack(volume.geometry)
    reach = stack.reach(in: volume.geometry)
    let found = try LabelSearch(volume, slices: stack.slices, context: context)
    var seen: [Int: UInt16] = [:]
    var colors = [SIMD4<Float>.zero]
    for number in found.numbers.sorted() {
      let label = table.label(of: Float(number))
      guard let label, label.opacity * opacity > 0 else { continue }
      guard colors.count <= Self.mostLabels else {
        throw RayCastingError.tooManyLabels(found.numbers.count, limit: Self.mostLabels)
      }
      seen[number] = UInt16(colors.count)
      let color = SIMD3<Float>(label.color) / 255
      colors.append(SIMD4(color, Float(min(1, label.opacity * opacity))))
    }
    self.colors = colors
    numbers = seen.keys.sorted()
    guard let box = found.box, !seen.isEmpty else {
      codes = nil
      patientToCodes = volume.geometry.patientToVoxel
      blocks = .zero
      distances = []
      return
    }
    let codes = try LabelCodes(
      volume, slices: stack.slices, box: box, codes: seen, context: context)
    self.codes = codes
    patientToCodes = stack.patientToCodes(
      volume.geometry,
      corner: SIMD3(box.i.lowerBound, box.j.lowerBound, box.k.lowerBound) &- LabelCodes.rim)
    (blocks, distances) = try codes.distances(kernels: kernels, context: context)
  }

  /// Calls `body` with the style to which the labels are added; the pointer must not escape.
  func withLoops<Result>(
    in style: UnsafePointer<SRStyle>, of grid: GridGeometry, isShaded: Bool, isSkipping: Bool,
    _ body: (UnsafePointer<SRStyle>) throws -> Result
  ) rethrows -> Result {
    guard let codes else { return try unsafe body(style) }
    var labels = unsafe header(over: grid, isShaded: isShaded)
    unsafe labels.isSkipping = isSkipping ? 1 : 0
    var loops = unsafe style.pointee
    // SAFETY: all pointers lead to what lives until the closures return.
    return try unsafe colors.withUnsafeBytes { colors in
      try unsafe distances.withUnsafeBufferPointer { distances in
        unsafe labels.codes = UnsafePointer(codes.base)
        unsafe labels.distances = distances.baseAddress
        unsafe labels.colors = colors.baseAddress?.assumingMemoryBound(to: Float.self)
        return try withExtendedLifetime(codes) {
          try unsafe withUnsafePointer(to: labels) { labels in
            unsafe loops.labels = labels
            return try unsafe withUnsafePointer(to: loops, body)
          }
        }
      }
    }
  }

  private func header(over grid: GridGeometry, isShaded: Bool) -> SRLabels {
    var labels = unsafe SRLabels()
    let size = codes?.size ?? .zero
    unsafe labels.size = (Int64(size.x), Int64(size.y), Int64(size.z))
    unsafe labels.blocks = (Int64(blocks.x), Int64(blocks.y), Int64(blocks.z))
    let m = grid.voxelToPatient.followed(by: patientToCodes)
    unsafe labels.fromVolume = (
      m.x.x, m.y.x, m.z.x, m.origin.x, m.x.y, m.y.y, m.z.y, m.origin.y, m.x.z, m.y.z, m.z.z,
      m.origin.z
    )
    let p = patientToCodes
    unsafe labels.patientToVoxel = (p.x.x, p.y.x, p.z.x, p.x.y, p.y.y, p.z.y, p.x.z, p.y.z, p.z.z)
    unsafe labels.reach = (reach.x, reach.y, reach.z)
    let shading = Shading()
    unsafe labels.isShaded = isShaded ? 1 : 0
    unsafe labels.ambient = Float(shading.ambient)
    unsafe labels.diffuse = Float(shading.diffuse)
    unsafe labels.specular = Float(shading.specular)
    unsafe labels.shininess = Float(shading.shininess)
    return unsafe labels
  }
}
