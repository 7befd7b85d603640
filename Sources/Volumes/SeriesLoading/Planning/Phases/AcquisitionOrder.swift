import DICOMImaging

/// In which order slices were acquired, as far as numbers say: by Instance Number, then by the
/// object's dimensions, then by the number of the frame.
///
/// Slices that say the same have equal places.
struct AcquisitionOrder {
  /// The place of each slice in the order.
  private let places: [Int]

  init(_ slices: [SliceSource]) {
    let statements = slices.map(Statement.init)
    let order = statements.indices.sorted { statements[$0] < statements[$1] }
    var places = [Int](repeating: 0, count: slices.count)
    for (previous, next) in zip(order, order.dropFirst()) {
      let isLater = statements[previous] < statements[next]
      places[next] = places[previous] + (isLater ? 1 : 0)
    }
    self.places = places
  }

  /// The place of the first of some slices.
  func first(of slices: [Int]) -> Int { slices.map { places[$0] }.min() ?? 0 }

  /// The place of the first slice with each key.
  func first(ofEachOf keys: [Int], count: Int) -> [Int] {
    var first = [Int](repeating: .max, count: count)
    for (key, place) in zip(keys, places) { first[key] = min(first[key], place) }
    return first
  }

  private struct Statement: Comparable {
    let number: Int
    let dimensions: [Int]
    let frame: Int

    init(_ slice: SliceSource) {
      number = slice.header.instanceNumber ?? .max
      dimensions = slice.frame.dimensions.map(\.index)
      frame = slice.tile == nil ? slice.index : 0
    }

    static func < (a: Statement, b: Statement) -> Bool {
      if a.number != b.number { return a.number < b.number }
      if a.dimensions != b.dimensions {
        return a.dimensions.lexicographicallyPrecedes(b.dimensions)
      }
      return a.frame < b.frame
    }
  }
}
