import DICOMImaging

/// Time points that nothing but Instance Number tells apart.
///
/// Instance numbers follow no rule of the standard, so that they are believed only if everything
/// agrees: they are without gaps, every run of as many numbers as there are positions takes each
/// position once and all runs take them in the same order, and the images themselves state that
/// many places or time points (``StatedExtent``).
struct InstanceBlocks {
  /// The block of each slice, from 0.
  let blocks: [Int]
  /// The first instance number of each block.
  let firstNumbers: [Int]

  /// Nil unless everything agrees.
  init?(_ stack: RepeatedStack) {
    let places = stack.positionCount
    let count = stack.slices.count / places
    guard places >= 2, count >= 2, count * places == stack.slices.count,
      stack.slices.allSatisfy({
        $0.header.statedExtent.confirms(locations: places, timePoints: count)
      })
    else { return nil }
    let numbers = stack.slices.compactMap(\.header.instanceNumber)
    guard numbers.count == stack.slices.count, let first = numbers.min(),
      Set(numbers).count == numbers.count, numbers.max() == first + numbers.count - 1
    else { return nil }
    var order = [Int](repeating: -1, count: places)
    for (number, position) in zip(numbers, stack.positions) {
      let step = (number - first) % places
      guard order[step] == -1 || order[step] == position else { return nil }
      order[step] = position
    }
    guard Set(order).count == places else { return nil }
    blocks = numbers.map { ($0 - first) / places }
    firstNumbers = (0..<count).map { first + $0 * places }
  }
}
