public import VolumeModel
public import Geometry
public import WorkScheduling

/// Finds the patient in a CT volume, so that the table, clothes and tubes can be left out of pictures.
///
/// A heuristic, off unless asked for. On a coarse grid of cells of about ``cellSize``:
///
/// 1. Cells of which at least half lies above ``threshold`` are dense.
/// 2. Dense cells that touch an empty one, and their neighbours, are taken away (an erosion by
///    ``contact``): what only touches the body comes off it, and thin shells vanish.
/// 3. The largest connected part is the body; parts of at least ``share`` of it (legs, arms) belong to
///    it too, if they are as thick as a part of a body is: thicker than ``thinnest`` each way.
/// 4. The body grows back into the dense cells around it, by as much as was taken away.
/// 5. What it encloses in a slice, such as lungs, belongs to it.
/// 6. A margin of one cell stays around it.
///
/// A table that is as thick and as wide as a body and pressed against it cannot be told from it; a
/// hand that lies apart can be lost. ``Result`` says what is left out, and where.
public struct TableRemoval: Hashable, Sendable {
  /// Values above which there is something solid, in HU.
  public var threshold: Float = -400
  /// The side of a cell in mm.
  public var cellSize = 2.5
  /// How far dense cells are taken away around the edge, in mm.
  public var contact = 5.0
  /// The smallest part of the body, for the largest one.
  public var share = 0.1
  /// The thinnest part of a body, in mm; boards are thinner.
  public var thinnest = 30.0

  /// The usual numbers.
  public init() {}

  /// What was found.
  public struct Result: Sendable {
    /// The volume with nothing valid but the body and its margin; values stay what they are.
    public let volume: Volume
    /// Voxels above the threshold that are left out.
    public let removedCount: Int
    /// Where they lie, in LPS mm; nil if there are none.
    public let removedBox: PatientBox?
    /// Where the body lies, with its margin, in LPS mm.
    public let bodyBox: PatientBox
  }

  /// Leaves everything but the body out; nil if no body is found.
  ///
  /// - Throws: `WorkCancelled`.
  public func apply(
    to volume: Volume, context: WorkContext = WorkContext()
  ) throws -> Result? {
    let cells = try CoarseCells(volume, cellSize: cellSize, threshold: threshold, context: context)
    guard let body = try BodySearch(self, cells: cells).body(context: context) else { return nil }
    let size = volume.dimensions
    let slices = try context.map(size.slices) { k in
      sorted(slice: k, of: volume) { body[cells.cell(ofVoxel: $0)] }
    }
    let mask = ValidityMask(dimensions: size, words: Array(slices.map(\.words).joined()))
    let kept = slices.reduce(into: VoxelBox()) { $0.add($1.kept) }
    let removed = slices.reduce(into: VoxelBox()) { $0.add($1.removed) }
    guard let bodyBox = kept.box(in: volume.geometry) else { return nil }
    return Result(
      volume: try volume.masked(by: mask, context: context),
      removedCount: slices.reduce(0) { $0 + $1.removedCount },
      removedBox: removed.box(in: volume.geometry), bodyBox: bodyBox)
  }

  /// What is left of a slice, and what is not.
  private struct SortedSlice: Sendable {
    /// Bits of the voxels that are left, as a mask has them.
    var words: [UInt64]
    var kept = VoxelBox()
    var removed = VoxelBox()
    var removedCount = 0
  }

  private func sorted(
    slice k: Int, of volume: Volume, isBody: (Int) -> Bool
  ) -> SortedSlice {
    let size = volume.dimensions
    var slice = SortedSlice(
      words: [UInt64](repeating: 0, count: ValidityMask.wordsPerSlice(of: size)))
    let range = k * size.voxelsPerSlice..<(k + 1) * size.voxelsPerSlice
    unsafe volume.voxels.withVoxels(in: range) { voxels in
      for within in 0..<size.voxelsPerSlice {
        let offset = k * size.voxelsPerSlice + within
        let (j, i) = within.quotientAndRemainder(dividingBy: size.columns)
        if isBody(offset) {
          slice.words[within / 64] |= 1 << UInt64(within % 64)
          slice.kept.add(i, j, k)
        } else if unsafe voxels[within] > threshold, volume.validity?[offset] ?? true {
          slice.removed.add(i, j, k)
          slice.removedCount += 1
        }
      }
    }
    return slice
  }
}

/// The smallest box of voxels that holds those added.
private struct VoxelBox: Sendable {
  private var low = SIMD3(repeating: Int.max)
  private var high = SIMD3(repeating: Int.min)

  mutating func add(_ i: Int, _ j: Int, _ k: Int) {
    let voxel = SIMD3(i, j, k)
    low = pointwiseMin(low, voxel)
    high = pointwiseMax(high, voxel)
  }

  mutating func add(_ other: VoxelBox) {
    low = pointwiseMin(low, other.low)
    high = pointwiseMax(high, other.high)
  }

  /// The box of the voxels' centres in the patient; nil if there are none.
  func box(in geometry: GridGeometry) -> PatientBox? {
    guard low.x <= high.x else { return nil }
    var corners: [PatientPoint] = []
    for i in [low.x, high.x] {
      for j in [low.y, high.y] {
        for k in [low.z, high.z] {
          corners.append(geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k))))
        }
      }
    }
    return PatientBox(around: corners)
  }
}
