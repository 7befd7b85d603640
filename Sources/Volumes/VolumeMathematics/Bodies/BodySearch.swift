import Geometry
import VolumeModel
import WorkScheduling

/// The search for the body among coarse cells.
struct BodySearch {
  private let rules: TableRemoval
  private let cells: CoarseCells
  private let size: GridDimensions

  init(_ rules: TableRemoval, cells: CoarseCells) {
    self.rules = rules
    self.cells = cells
    size = cells.size
  }

  /// The cells of the body with its margin; nil if there is none.
  ///
  /// - Throws: `WorkCancelled`.
  func body(context: WorkContext) throws(WorkCancelled) -> [Bool]? {
    let steps = Int((rules.contact / cells.spacing[0]).rounded(), clampedTo: 1...1 << 20)
    var core = cells.isDense
    for _ in 0..<steps {
      try context.check()
      core = eroded(core)
    }
    // A body of few cells does not survive; then nothing is taken off.
    if !core.contains(true) { core = cells.isDense }
    guard var body = try parts(of: core, context: context) else { return nil }
    for _ in 0..<steps + 1 {
      try context.check()
      body = grown(body, within: cells.isDense)
    }
    for k in 0..<size.slices {
      try context.check()
      fill(&body, slice: k)
    }
    return grown(body, within: nil)
  }

  // MARK: Growing and shrinking, within slices

  /// Dense cells whose four neighbours in the slice are dense too; beyond the volume all is.
  private func eroded(_ set: [Bool]) -> [Bool] {
    var result = set
    forEachCell { i, j, offset in
      guard set[offset] else { return }
      let isInside =
        (i == 0 || set[offset - 1]) && (i == size.columns - 1 || set[offset + 1])
        && (j == 0 || set[offset - size.columns])
        && (j == size.rows - 1 || set[offset + size.columns])
      if !isInside { result[offset] = false }
    }
    return result
  }

  /// The set and its four neighbours in the slice, as far as another set allows.
  private func grown(_ set: [Bool], within limit: [Bool]?) -> [Bool] {
    var result = set
    forEachCell { i, j, offset in
      guard !set[offset], limit?[offset] ?? true else { return }
      result[offset] =
        (i > 0 && set[offset - 1]) || (i < size.columns - 1 && set[offset + 1])
        || (j > 0 && set[offset - size.columns])
        || (j < size.rows - 1 && set[offset + size.columns])
    }
    return result
  }

  private func forEachCell(_ body: (_ i: Int, _ j: Int, _ offset: Int) -> Void) {
    for k in 0..<size.slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns { body(i, j, size.offset(i, j, k)) }
      }
    }
  }

  // MARK: Parts

  /// Cells between two looks whether the work was cancelled.
  private static let cellsPerCheck = 1 << 16

  private struct Part {
    var cells: [Int] = []
    var low = SIMD3(repeating: Int.max)
    var high = SIMD3(repeating: Int.min)
  }

  /// The largest part and those that belong to it.
  private func parts(
    of set: [Bool], context: WorkContext
  ) throws(WorkCancelled) -> [Bool]? {
    var isLeft = set
    var parts: [Part] = []
    for start in set.indices where isLeft[start] {
      parts.append(try part(from: start, isLeft: &isLeft, context: context))
    }
    guard let largest = parts.map(\.cells.count).max() else { return nil }
    var body = [Bool](repeating: false, count: set.count)
    for part in parts where part.cells.count == largest || belongs(part, to: largest) {
      for cell in part.cells { body[cell] = true }
    }
    return body
  }

  private func belongs(_ part: Part, to largest: Int) -> Bool {
    let extent = part.high &- part.low &+ 1
    let thickness = (0..<2).map { Double(extent[$0]) * cells.spacing[$0] }.min() ?? 0
    return Double(part.cells.count) >= rules.share * Double(largest)
      && thickness >= rules.thinnest
  }

  /// The cells that hang together with one by their faces.
  private func part(
    from start: Int, isLeft: inout [Bool], context: WorkContext
  ) throws(WorkCancelled) -> Part {
    var part = Part()
    var pending = [start]
    isLeft[start] = false
    while let cell = pending.popLast() {
      if part.cells.count % Self.cellsPerCheck == 0 { try context.check() }
      let (k, within) = cell.quotientAndRemainder(dividingBy: size.voxelsPerSlice)
      let (j, i) = within.quotientAndRemainder(dividingBy: size.columns)
      part.cells.append(cell)
      part.low = pointwiseMin(part.low, SIMD3(i, j, k))
      part.high = pointwiseMax(part.high, SIMD3(i, j, k))
      func visit(_ neighbour: Int) {
        guard isLeft[neighbour] else { return }
        isLeft[neighbour] = false
        pending.append(neighbour)
      }
      if i > 0 { visit(cell - 1) }
      if i < size.columns - 1 { visit(cell + 1) }
      if j > 0 { visit(cell - size.columns) }
      if j < size.rows - 1 { visit(cell + size.columns) }
      if k > 0 { visit(cell - size.voxelsPerSlice) }
      if k < size.slices - 1 { visit(cell + size.voxelsPerSlice) }
    }
    return part
  }

  // MARK: Holes

  /// Adds what no way along cells that are not the set's leads out of the slice from.
  private func fill(_ set: inout [Bool], slice k: Int) {
    let first = k * size.voxelsPerSlice
    var isOutside = [Bool](repeating: false, count: size.voxelsPerSlice)
    var pending: [Int] = []
    func visit(_ cell: Int) {
      guard !isOutside[cell], !set[first + cell] else { return }
      isOutside[cell] = true
      pending.append(cell)
    }
    for i in 0..<size.columns {
      visit(i)
      visit((size.rows - 1) * size.columns + i)
    }
    for j in 0..<size.rows {
      visit(j * size.columns)
      visit(j * size.columns + size.columns - 1)
    }
    while let cell = pending.popLast() {
      let (j, i) = cell.quotientAndRemainder(dividingBy: size.columns)
      if i > 0 { visit(cell - 1) }
      if i < size.columns - 1 { visit(cell + 1) }
      if j > 0 { visit(cell - size.columns) }
      if j < size.rows - 1 { visit(cell + size.columns) }
    }
    for cell in isOutside.indices where !isOutside[cell] { set[first + cell] = true }
  }
}
