import CRayKernels
import Presentation
import VolumeModel
import WorkScheduling

/// The labels of a volume as small numbers, within the box that holds them all and a rim of nothing.
@safe
final class LabelCodes: @unchecked Sendable {
  // Sendable: written only while it is made, each slice by one worker; never changes afterwards.

  /// Voxels of nothing on every side.
  static var rim: Int { 4 }

  /// Voxels along i, j and k.
  let size: SIMD3<Int>
  /// The code of each voxel; 0 is nothing.
  let base: UnsafeMutablePointer<UInt16>
  /// The memory that it takes.
  var byteCount: Int { 2 * size.x * size.y * size.z }

  /// - Parameters:
  ///   - volume: The labels.
  ///   - slices: The slice of each place along k.
  ///   - box: The columns, rows and places that hold labels which are seen.
  ///   - codes: The code of each number; what has none is not seen.
  ///   - context: The workers.
  /// - Throws: `WorkCancelled`.
  init(
    _ volume: Volume, slices: [Int], box: LabelBox, codes: [Int: UInt16], context: WorkContext
  ) throws {
    let rim = Self.rim
    let size = SIMD3(box.i.count, box.j.count, box.k.count) &+ 2 * rim
    self.size = size
    let count = size.x * size.y * size.z
    unsafe base = .allocate(capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
    try context.forEach(box.k.count) { [self] k in
      let slice = slices[box.k.lowerBound + k]
      for (row, j) in box.j.enumerated() {
        let first = ((k + rim) * size.y + row + rim) * size.x + rim
        var last = (number: 0, code: UInt16(0))
        volume.forEachLabel(columns: box.i, row: j, slice: slice) { i, number in
          if number != last.number { last = (number, codes[number] ?? 0) }
          // SAFETY: column, row and slice lie within the rim; no other worker has this slice.
          unsafe base[first + i - box.i.lowerBound] = last.code
        }
      }
    }
    let thin = try context.map(size.z) { [self] k in self.thinVoxels(ofSlice: k) }
    // SAFETY: these are places of voxels.
    for offset in thin.joined() { unsafe base[offset] |= UInt16(SR_THIN) }
  }

  deinit { unsafe base.deallocate() }

  /// The voxels of a slice whose label would be lost at their own centre.
  private func thinVoxels(ofSlice k: Int) -> [Int] {
    var found: [Int] = []
    let slice = size.x * size.y
    guard k > 0, k < size.z - 1 else { return [] }
    let weights = [1, 4, 1]
    for j in 1..<size.y - 1 {
      let row = (k * size.y + j) * size.x
      for offset in row + 1..<row + size.x - 1 {
        // SAFETY: the voxel has neighbours on every side.
        let code = unsafe base[offset]
        guard code != 0 else { continue }
        let isInside =
          unsafe base[offset - 1] == code && base[offset + 1] == code
          && base[offset - size.x] == code && base[offset + size.x] == code
          && base[offset - slice] == code && base[offset + slice] == code
        if isInside { continue }
        var own = 0
        for c in 0...2 {
          for b in 0...2 {
            for a in 0...2 {
              let neighbour = offset + (a - 1) + (b - 1) * size.x + (c - 1) * slice
              if unsafe base[neighbour] == code { own += weights[a] * weights[b] * weights[c] }
            }
          }
        }
        // All weights add up to 216.
        if own < 108 { found.append(offset) }
      }
    }
    return found
  }
}

/// Where a volume's labels lie.
struct LabelBox: Sendable {
  var i: Range<Int>
  var j: Range<Int>
  var k: Range<Int>
}

extension Volume {
  /// Calls `body` for each voxel of a part of a row that has a label, with its column and number.
  func forEachLabel(
    columns: Range<Int>, row: Int, slice: Int, _ body: (Int, Int) -> Void
  ) {
    let first = dimensions.offset(0, row, slice)
    let range = first + columns.lowerBound..<first + columns.upperBound
    var last = (value: Float(0), number: 0)
    unsafe voxels.withVoxels(in: range) { values in
      for (n, i) in columns.enumerated() {
        let value = unsafe values[n]
        if value == 0 { continue }
        // Neighbours usually are alike.
        if value != last.value { last = (value, LabelTable.number(of: value) ?? 0) }
        guard last.number != 0, validity == nil || isValid(i, row, slice) else { continue }
        body(i, last.number)
      }
    }
  }
}
