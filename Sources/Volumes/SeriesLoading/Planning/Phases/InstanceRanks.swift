import DICOMImaging

/// Phases that nothing but Instance Number tells apart: the n-th number of every position is
/// phase n.
///
/// Instance numbers follow no rule of the standard, so that they are believed only if they form a
/// pattern that a scanner counts in. Every position has as many images, no number occurs twice,
/// and either all n-th numbers come before all n+1-th or all numbers of a position before those
/// of the next; and every phase takes the positions in one order. Numbers that are left out break
/// no pattern. GE's Locations in Acquisition has to be the number of positions, if it is stated.
struct InstanceRanks {
  /// The rank of each slice at its position, from 0.
  let ranks: [Int]
  /// The lowest instance number of each rank.
  let firstNumbers: [Int]

  /// Ranks within every part of a stack; nil unless all that take positions twice fit.
  init?(_ stack: RepeatedStack, partition: Partition) {
    var ranks = [Int](repeating: 0, count: stack.slices.count)
    var firstNumbers: [Int] = []
    for part in partition.members {
      guard let pattern = NumberPattern(part, stack: stack), pattern.isCounted else { return nil }
      for (rank, row) in pattern.rows.enumerated() {
        if rank == firstNumbers.count { firstNumbers.append(.max) }
        for place in row {
          ranks[place.slice] = rank
          firstNumbers[rank] = min(firstNumbers[rank], place.number)
        }
      }
    }
    self.ranks = ranks
    self.firstNumbers = firstNumbers
  }
}

/// The instance numbers of some slices, rank by rank.
private struct NumberPattern {
  struct Place {
    let slice: Int
    let position: Int
    let number: Int
  }

  /// For each rank the places in order of their numbers, one for each position.
  let rows: [[Place]]
  private let positionCount: Int

  /// Nil if positions have not as many images each, or numbers are absent or repeat.
  init?(_ slices: [Int], stack: RepeatedStack) {
    let hasRepeats = Set(slices.map { stack.positions[$0] }).count < slices.count
    var images: [Int: ObjectIdentifier] = [:]
    var places: [Place] = []
    for slice in slices {
      let source = stack.slices[slice]
      // A phase that is not in question needs no number.
      guard let number = source.header.instanceNumber ?? (hasRepeats ? nil : 0) else { return nil }
      // The frames of one object share its number, the tiles of a mosaic are one image.
      let isOneImage = source.tile != nil || source.header.pixels.frameCount == 1
      let image = ObjectIdentifier(source.image)
      guard !hasRepeats || isOneImage && images[number] ?? image == image else { return nil }
      images[number] = image
      places.append(Place(slice: slice, position: stack.positions[slice], number: number))
    }
    let columns = Dictionary(grouping: places, by: \.position).values
    guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }),
      count == 1 || columns.count >= 2,
      count == 1 || slices.allSatisfy({ Self.agrees(stack.slices[$0], positions: columns.count) })
    else { return nil }
    let ordered = columns.map { $0.sorted { $0.number < $1.number } }
    positionCount = columns.count
    rows = (0..<count).map { rank in
      ordered.map { $0[rank] }.sorted { ($0.number, $0.position) < ($1.number, $1.position) }
    }
  }

  private static func agrees(_ slice: SliceSource, positions: Int) -> Bool {
    slice.header.statedExtent.locations.map { $0 == positions } ?? true
  }

  /// Whether the numbers run through the positions time by time, or the times position by
  /// position.
  var isCounted: Bool {
    guard rows.count > 1 else { return true }
    let order = rows[0].map(\.position)
    return rows.allSatisfy { $0.map(\.position) == order } && (isByRank || isByPosition)
  }

  private var isByRank: Bool {
    zip(rows, rows.dropFirst()).allSatisfy { row, next in
      (row.last?.number ?? 0) < (next.first?.number ?? 0)
    }
  }

  private var isByPosition: Bool {
    let first = rows[0]
    let last = rows[rows.count - 1]
    return zip(last, first.dropFirst()).allSatisfy { $0.number < $1.number }
  }
}
