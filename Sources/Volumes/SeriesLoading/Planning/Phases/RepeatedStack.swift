import DICOMImaging
import Geometry

/// A stack in which positions may repeat: which slices lie at the same place.
struct RepeatedStack {
  /// The slices in content order.
  let slices: [SliceSource]
  /// The number of each slice's position along the normal, from 0.
  let positions: [Int]
  /// How many different positions there are.
  let positionCount: Int

  /// Whether no position is taken twice.
  var isSimple: Bool { positionCount == slices.count }

  /// Lines up slices along their common normal.
  ///
  /// - Precondition: All slices have a plane.
  init(_ stack: [SliceSource], tolerances: StackTolerances) {
    slices = stack.sorted(by: StackGrouping.contentOrder)
    let normal = slices.first?.plane?.normal ?? PatientVector(0, 0, 1)
    let along = slices.map { $0.plane?.position.fromOrigin.dot(normal) ?? 0 }
    var numbers = [Int](repeating: 0, count: slices.count)
    let same = tolerances.samePosition(pixel: slices.first?.plane?.finerSpacing ?? .infinity)
    var last = -Double.infinity
    var number = -1
    for index in along.indices.sorted(by: { (along[$0], $0) < (along[$1], $1) }) {
      if along[index] - last > same { number += 1 }
      last = along[index]
      numbers[index] = number
    }
    positions = numbers
    positionCount = number + 1
  }
}

/// A division of a repeated stack's slices into parts, made finer step by step.
struct Partition {
  /// The part of each slice, from 0.
  private(set) var parts: [Int]
  /// How many parts there are.
  private(set) var count = 1
  private let positions: [Int]

  /// All slices in one part.
  init(_ stack: RepeatedStack) {
    positions = stack.positions
    parts = Array(repeating: 0, count: positions.count)
  }

  /// Whether some part still takes a position twice.
  var hasRepeats: Bool {
    Set(zip(parts, positions).map { Cell(part: $0, position: $1) }).count < parts.count
  }

  /// Whether keys differ between slices of one part at one position.
  func varies(_ keys: [Int]) -> Bool {
    var first: [Cell: Int] = [:]
    for index in keys.indices {
      let cell = Cell(part: parts[index], position: positions[index])
      if first[cell, default: keys[index]] != keys[index] { return true }
      first[cell] = keys[index]
    }
    return false
  }

  /// Whether dividing every part by keys leaves parts that take all of its positions, at least
  /// two: images of one place alone, as those that watch a bolus arrive, are no volume.
  func leavesWholeStacks(_ keys: [Int]) -> Bool {
    let finer = refined(by: keys)
    let whole = positionsPerPart()
    let piece = finer.positionsPerPart()
    return zip(finer.parts, parts).allSatisfy { piece[$0] == whole[$1] && piece[$0] >= 2 }
  }

  /// Whether dividing every part by keys leaves parts of at least two positions.
  func leavesStacks(_ keys: [Int]) -> Bool {
    refined(by: keys).positionsPerPart().allSatisfy { $0 >= 2 }
  }

  /// The division of every part by keys.
  func refined(by keys: [Int]) -> Partition {
    var finer = self
    var numbers: [Cell: Int] = [:]
    for index in keys.indices {
      // A part and a key are a pair of numbers as a part and a position are.
      let pair = Cell(part: parts[index], position: keys[index])
      let number = numbers[pair] ?? numbers.count
      numbers[pair] = number
      finer.parts[index] = number
    }
    finer.count = numbers.count
    return finer
  }

  /// The slices of each part.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (index, part) in parts.enumerated() { members[part].append(index) }
    return members
  }

  /// The places in `parts` at each position of each part.
  var cells: [[Int]] {
    var cells: [Cell: [Int]] = [:]
    for index in parts.indices {
      cells[Cell(part: parts[index], position: positions[index]), default: []].append(index)
    }
    return Array(cells.values)
  }

  private func positionsPerPart() -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    for cell in Set(zip(parts, positions).map({ Cell(part: $0, position: $1) })) {
      counts[cell.part] += 1
    }
    return counts
  }

  private struct Cell: Hashable {
    let part: Int
    let position: Int
  }
}
