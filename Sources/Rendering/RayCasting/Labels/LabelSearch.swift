import VolumeModel
import WorkScheduling

/// Which labels a volume holds, and where.
struct LabelSearch: Sendable {
  /// All numbers but 0.
  private(set) var numbers: Set<Int> = []
  /// The columns, rows and places of slices that hold them; nil if there are none.
  private(set) var box: LabelBox?
  private var last = 0

  /// - Throws: `WorkCancelled`.
  init(_ volume: Volume, slices: [Int], context: WorkContext) throws {
    let size = volume.dimensions
    let found = try context.map(size.slices) { slice in
      var found = LabelSearch()
      for j in 0..<size.rows {
        volume.forEachLabel(columns: 0..<size.columns, row: j, slice: slice) { i, number in
          found.add(number, column: i, row: j)
        }
      }
      return found
    }
    for (place, slice) in slices.enumerated() {
      guard let other = found[slice].box else { continue }
      join(other, place: place)
    }
    // In a stack of its own every slice has a place.
    numbers = found.reduce(into: Set()) { $0.formUnion($1.numbers) }
  }

  private init() {}

  private mutating func add(_ number: Int, column i: Int, row j: Int) {
    // Neighbours usually are alike.
    if number != last { numbers.insert(number) }
    last = number
    guard let old = box else {
      box = LabelBox(i: i..<i + 1, j: j..<j + 1, k: 0..<1)
      return
    }
    box?.i = min(old.i.lowerBound, i)..<max(old.i.upperBound, i + 1)
    box?.j = min(old.j.lowerBound, j)..<max(old.j.upperBound, j + 1)
  }

  private mutating func join(_ other: LabelBox, place: Int) {
    let old = box ?? LabelBox(i: other.i, j: other.j, k: place..<place + 1)
    box = LabelBox(
      i: min(old.i.lowerBound, other.i.lowerBound)..<max(old.i.upperBound, other.i.upperBound),
      j: min(old.j.lowerBound, other.j.lowerBound)..<max(old.j.upperBound, other.j.upperBound),
      k: old.k.lowerBound..<place + 1)
  }
}
