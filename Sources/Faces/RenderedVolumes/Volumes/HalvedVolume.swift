import SagittaEngine

/// A volume of half as many voxels along each axis: rays go through it quickly while something moves.
///
/// A voxel is the mean of those whose place it takes, or their extreme; one at an odd end stands for
/// itself alone. An axis along which voxels lie far apart as it is stays as it is.
struct HalvedVolume: Sendable {
  /// What a voxel is of those whose place it takes.
  enum Kept: String {
    case mean, maximum, minimum
  }

  private let whole: Volume
  private let kept: Kept
  /// How many voxels along each axis become one: 2, or 1 where they lie far apart as it is.
  private let factors: [Int]
  private let geometry: GridGeometry

  /// Fewer voxels along an axis are not halved.
  private static let leastVoxels = 16

  /// Lays out the voxels; nil where they are uneven or few, so that nothing is won.
  ///
  /// - Parameters:
  ///   - whole: The volume.
  ///   - kept: What a voxel is of those whose place it takes.
  /// - Throws: `GridGeometryError` where the spacings leave the range of numbers.
  init?(of whole: Volume, keeping kept: Kept = .mean) throws(GridGeometryError) {
    let grid = whole.geometry
    let counts = grid.dimensions.ijk
    guard grid.slicePositions == nil, (counts.min() ?? 0) >= Self.leastVoxels else { return nil }
    let factors = (0..<3).map { grid.spacing[$0] < 1.5 * grid.finestSpacing ? 2 : 1 }
    let halved = zip(counts, factors).map { ($0 + $1 - 1) / $1 }
    var map = grid.voxelToPatient
    let middle = factors.map { Double($0 - 1) / 2 }
    map.origin = map(VoxelPoint(middle[0], middle[1], middle[2]))
    map.x = map.x * Double(factors[0])
    map.y = map.y * Double(factors[1])
    map.z = map.z * Double(factors[2])
    self.whole = whole
    self.kept = kept
    self.factors = factors
    geometry = try GridGeometry(
      dimensions: GridDimensions(columns: halved[0], rows: halved[1], slices: halved[2]),
      voxelToPatient: map)
  }

  /// The bytes that it takes, mask included.
  var bytes: Int {
    let mask = whole.validity == nil ? 0 : geometry.dimensions.voxelCount / 8
    return geometry.dimensions.voxelCount * MemoryLayout<Float>.stride + mask
  }

  /// Makes the voxels.
  ///
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  func volume(context: WorkContext) throws -> Volume {
    let size = geometry.dimensions
    let voxels = try VoxelStorage(count: size.voxelCount)
    let words = try context.map(size.slices) { slice in
      let first = slice * size.voxelsPerSlice
      // SAFETY: each worker writes a slice of its own.
      return unsafe voxels.withMutableBand(first..<first + size.voxelsPerSlice) { band in
        let k = sources(slice, along: 2)
        let perSlice = whole.dimensions.voxelsPerSlice
        return unsafe whole.voxels.withVoxels(in: k.first * perSlice..<(k.last + 1) * perSlice) {
          unsafe fill(k, from: $0, into: band)
        }
      }
    }
    let validity = whole.validity.map { _ in
      ValidityMask(dimensions: size, words: Array(words.joined()))
    }
    // The range of the whole volume, so that styles mean the same.
    return Volume(
      geometry: geometry, voxels: voxels, validity: validity, attributes: whole.attributes,
      valueRange: whole.valueRange)
  }

  /// The faces behind which voxels at an odd end reach farther than the volume does.
  var rims: [Plane] {
    let grid = whole.geometry
    let map = grid.voxelToPatient
    let axes = [map.x, map.y, map.z]
    let end = grid.voxelBounds.upper
    return (0..<3).compactMap { axis in
      guard grid.dimensions.ijk[axis] % factors[axis] != 0 else { return nil }
      let across = axes[(axis + 1) % 3].cross(axes[(axis + 2) % 3])
      return Plane(
        through: grid.patientPoint(of: end), normal: across.dot(axes[axis]) > 0 ? -across : across)
    }
  }

  // MARK: Voxels of voxels

  /// The voxels along an axis that become one.
  private func sources(_ place: Int, along axis: Int) -> (first: Int, last: Int) {
    let first = place * factors[axis]
    return (first, min(first + factors[axis], whole.dimensions.ijk[axis]) - 1)
  }

  /// Fills a slice from slices `k`; returns the words of its mask, none for a volume without one.
  private func fill(
    _ k: (first: Int, last: Int), from voxels: UnsafeBufferPointer<Float>,
    into band: UnsafeMutableBufferPointer<Float>
  ) -> [UInt64] {
    switch kept {
    case .mean: unsafe fill(k, from: voxels, into: band, Sums.self)
    case .maximum: unsafe fill(k, from: voxels, into: band, Maxima.self)
    case .minimum: unsafe fill(k, from: voxels, into: band, Minima.self)
    }
  }

  private func fill<Merging: Merge>(
    _ k: (first: Int, last: Int), from voxels: UnsafeBufferPointer<Float>,
    into band: UnsafeMutableBufferPointer<Float>, _ merging: Merging.Type
  ) -> [UInt64] {
    let size = geometry.dimensions
    guard whole.validity == nil else {
      return unsafe fillValid(k, from: voxels, into: band, merging)
    }
    for row in 0..<size.rows {
      let j = sources(row, along: 1)
      let rows = [(j.first, k.first), (j.last, k.first), (j.first, k.last), (j.last, k.last)].map {
        whole.dimensions.offset(0, $0, $1 - k.first)
      }
      let out = row * size.columns..<(row + 1) * size.columns
      // SAFETY: rows of the slices, and a row of the slice they become.
      unsafe fillRow(
        rows.map {
          unsafe UnsafeBufferPointer(rebasing: voxels[$0..<$0 + whole.dimensions.columns])
        },
        into: UnsafeMutableBufferPointer(rebasing: band[out]), merging)
    }
    return []
  }

  /// Fills a row from four: those of an axis that is not halved, or ends, come twice.
  private func fillRow<Merging: Merge>(
    _ rows: [UnsafeBufferPointer<Float>], into out: UnsafeMutableBufferPointer<Float>,
    _ merging: Merging.Type
  ) {
    // SAFETY: four rows of one length, twice that of the row where it is halved, or one less.
    let (a, b, c, d) = unsafe (rows[0], rows[1], rows[2], rows[3])
    func column(_ n: Int) -> Float {
      unsafe merging.both(merging.both(merging.both(a[n], b[n]), c[n]), d[n])
    }
    guard factors[0] == 2 else {
      for n in 0..<out.count { unsafe out[n] = merging.value(column(n), of: 4) }
      return
    }
    for n in 0..<a.count / 2 {
      unsafe out[n] = merging.value(merging.both(column(2 * n), column(2 * n + 1)), of: 8)
    }
    guard let end = a.indices.last, end % 2 == 0 else { return }
    unsafe out[end / 2] = merging.value(column(end), of: 4)
  }

  /// The same among voxels some of which hold nothing: of those that do, if they are as many as that takes.
  private func fillValid<Merging: Merge>(
    _ k: (first: Int, last: Int), from voxels: UnsafeBufferPointer<Float>,
    into band: UnsafeMutableBufferPointer<Float>, _ merging: Merging.Type
  ) -> [UInt64] {
    let size = geometry.dimensions
    var words = [UInt64](repeating: 0, count: ValidityMask.wordsPerSlice(of: size))
    for row in 0..<size.rows {
      let j = sources(row, along: 1)
      for column in 0..<size.columns {
        let i = sources(column, along: 0)
        var merged = merging.none
        var (valid, all) = (0, 0)
        for z in k.first...k.last {
          for y in j.first...j.last {
            for x in i.first...i.last {
              let offset = whole.dimensions.offset(x, y, z)
              all += 1
              guard whole.validity?[offset] == true else { continue }
              valid += 1
              // SAFETY: the voxel lies in the volume.
              merged = unsafe merging.both(
                merged, voxels[whole.dimensions.offset(x, y, z - k.first)])
            }
          }
        }
        guard valid > 0, merging.isEnough(valid, of: all) else { continue }
        let place = row * size.columns + column
        // SAFETY: the band is a slice.
        unsafe band[place] = merging.value(merged, of: Float(valid))
        words[place / 64] |= 1 << UInt64(place % 64)
      }
    }
    return words
  }
}

/// How voxels become one.
private protocol Merge {
  /// What any value makes itself of.
  static var none: Float { get }
  static func both(_ a: Float, _ b: Float) -> Float
  /// What is made of so many.
  static func value(_ merged: Float, of count: Float) -> Float
  /// Whether so many that hold something are enough.
  static func isEnough(_ valid: Int, of all: Int) -> Bool
}

private enum Sums: Merge {
  static let none: Float = 0
  static func both(_ a: Float, _ b: Float) -> Float { a + b }
  static func value(_ merged: Float, of count: Float) -> Float { merged / count }
  static func isEnough(_ valid: Int, of all: Int) -> Bool { 2 * valid >= all }
}

/// A thin vessel beside nothing is still seen.
private enum Maxima: Merge {
  static let none = -Float.infinity
  static func both(_ a: Float, _ b: Float) -> Float { a > b ? a : b }
  static func value(_ merged: Float, of count: Float) -> Float { merged }
  static func isEnough(_ valid: Int, of all: Int) -> Bool { true }
}

private enum Minima: Merge {
  static let none = Float.infinity
  static func both(_ a: Float, _ b: Float) -> Float { a < b ? a : b }
  static func value(_ merged: Float, of count: Float) -> Float { merged }
  static func isEnough(_ valid: Int, of all: Int) -> Bool { true }
}
