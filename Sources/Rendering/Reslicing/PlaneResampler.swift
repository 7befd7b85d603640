import Geometry
import Sampling
import VolumeModel
import WorkScheduling

/// Computes the values of parallel planes, thin or thick.
struct PlaneResampler: Sendable {
  let sampling: VolumeSampling
  let context: WorkContext
  let interpolation: Interpolation
  let lattice: SampleLattice
  /// Nil for one sample a pixel.
  let slab: Slab?
  /// Along i, j and k: how much wider than usual the kernel is; 1 unless the lattice is aligned.
  var kernelScale = SIMD3<Double>.one

  /// Rows that one worker samples at a time, and planes: neighbouring planes use the same
  /// voxels, which then come from the cache.
  private static var bandLength: Int { 8 }
  private static var planesPerBand: Int { 32 }
  /// The most samples of an aligned slab that are computed together: a cache line of voxels.
  static var samplesAtOnce: Int { 16 }

  /// As many of them as memory has room for; how many changes no result.
  private var samplesAtOnce: Int {
    let share = context.limits.availableBytes / 4
    // Voxels on a disk are read once for each of these times.
    let most = isOnDisk ? lattice.sample.count : Self.samplesAtOnce
    return max(1, min(most, share / (4 * width * height)))
  }

  private var isOnDisk: Bool { sampling.volume.voxels.diskBytes > 0 }

  /// Rows of samples between two looks whether the work was cancelled: some milliseconds.
  private var samplesPerCheck: Int { max(1, (1 << 17) / width) }

  private var width: Int { lattice.column.count }
  private var height: Int { lattice.row.count }

  /// Fills a target that holds plane after plane, row after row.
  ///
  /// - Throws: `WorkCancelled`, `OutOfMemory`.
  func fill(_ target: SharedOutput) throws {
    let aligned = lattice.part(plane: 0, samples: 0..<lattice.sample.count).alignment != nil
    if slab == nil, let alignment = lattice.alignment {
      try fillAligned(lattice, alignment: alignment, target: target)
    } else if slab != nil, aligned {
      for plane in 0..<lattice.plane.count { try fillAlignedSlab(plane, target: target) }
    } else {
      try fillRows(target)
    }
  }

  private func fillAligned(
    _ lattice: SampleLattice, alignment: SampleLattice.Alignment, target: SharedOutput
  ) throws {
    let sampler = try sampling.sampler(
      lattice, alignment: alignment, interpolation: interpolation, kernelScale: kernelScale,
      context: context)
    try context.forEach(sampler.partCount, stage: "reslicing") { part in
      unsafe sampler.fill(part: part, of: target.base)
    }
  }

  /// A slab whose samples lie in aligned planes: some planes at a time, then gathered.
  private func fillAlignedSlab(_ plane: Int, target: SharedOutput) throws {
    guard let slab else { return }
    let pixels = width * height
    let count = lattice.sample.count
    let gathering = SharedGathering(SampleGathering(slab.blend, count: pixels))
    let together = samplesAtOnce
    let planes = try VoxelStorage(count: pixels * min(count, together))
    for first in stride(from: 0, to: count, by: together) {
      let part = lattice.part(
        plane: plane, samples: first..<min(count, first + together))
      guard let alignment = part.alignment else { return }
      try fillAligned(part, alignment: alignment, target: SharedOutput(planes))
      try context.forEachBand(of: height, length: Self.bandLength) { rows in
        let run = rows.lowerBound * width..<rows.upperBound * width
        for sample in 0..<part.sample.count {
          unsafe planes.withVoxels { all in
            let row = run.lowerBound + sample * pixels..<run.upperBound + sample * pixels
            unsafe gathering.value.add(
              UnsafeBufferPointer(rebasing: all[row]),
              weight: Slab.weight(first + sample, of: count), from: run.lowerBound)
          }
        }
      }
    }
    unsafe gathering.value.finish(
      into: target.part(plane * pixels..<(plane + 1) * pixels), thickness: slab.thickness)
  }

  /// Any other lattice: row by row.
  private func fillRows(_ target: SharedOutput) throws {
    let sampler = try sampling.sampler(interpolation, context: context).leading(lead)
    let tiles = tiles
    let groups = (lattice.plane.count + Self.planesPerBand - 1) / Self.planesPerBand
    try context.forEach(tiles.count * groups, stage: "reslicing") { item in
      let (group, number) = item.quotientAndRemainder(dividingBy: tiles.count)
      let tile = tiles[number]
      let first = group * Self.planesPerBand
      let planes = first..<min(lattice.plane.count, first + Self.planesPerBand)
      let gathering = slab.map { SampleGathering($0.blend, count: tile.columns.count) }
      for plane in planes {
        for row in tile.rows {
          try context.check()
          let begin = (plane * height + row) * width + tile.columns.lowerBound
          try unsafe fill(
            row, columns: tile.columns, plane: plane, sampler: sampler, gathering: gathering,
            values: target.part(begin..<begin + tile.columns.count))
        }
      }
    }
  }

  /// A part of every plane that one worker samples at a time.
  private struct Tile: Sendable {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  /// Columns of a tile of voxels on a disk.
  private static var tileWidth: Int { 64 }

  /// Whole rows; of voxels on a disk parts of rows in the order of the slices that they lie in, so that
  /// these are read once and not for every row anew.
  private var tiles: [Tile] {
    let length = isOnDisk ? Self.tileWidth : width
    let tiles = stride(from: 0, to: height, by: Self.bandLength).flatMap { row in
      stride(from: 0, to: width, by: length).map { column in
        Tile(
          rows: row..<min(height, row + Self.bandLength),
          columns: column..<min(width, column + length))
      }
    }
    guard isOnDisk else { return tiles }
    let places = tiles.map(place)
    return tiles.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { tiles[$0] }
  }

  /// Where the middle of a tile lies in the order of voxels, in slices.
  private func place(of tile: Tile) -> Double {
    let column = Double(tile.columns.lowerBound + tile.columns.upperBound) / 2
    let row = Double(tile.rows.lowerBound + tile.rows.upperBound) / 2
    let way = lattice.column.step * column + lattice.row.step * row
    return way.z + way.y / Double(sampling.volume.dimensions.rows)
  }

  /// The way to the line whose memory is asked for before it is needed: two planes on, or as many
  /// rows as make about a voxel.
  private var lead: VoxelVector {
    if slab == nil, lattice.plane.count > 1 { return lattice.plane.step * 2 }
    let way = lattice.row.step.components
    let longest = max(abs(way.x), abs(way.y), abs(way.z), 1e-3)
    return lattice.row.step * max(1, (1 / longest).rounded())
  }

  private func fill(
    _ row: Int, columns: Range<Int>, plane: Int, sampler: RowSampler, gathering: SampleGathering?,
    values: UnsafeMutableBufferPointer<Float>
  ) throws {
    guard let slab, let gathering else {
      unsafe sampler.sample(
        from: lattice.start(row: row, plane: plane), step: lattice.column.step, columns: columns,
        of: width, into: values)
      return
    }
    gathering.clear()
    let count = lattice.sample.count
    for sample in 0..<count {
      // A row of a thick slab may be long work.
      if sample % samplesPerCheck == 0 { try context.check() }
      // The row of values serves as scratch until it is finished.
      unsafe sampler.sample(
        from: lattice.start(row: row, plane: plane, sample: sample),
        step: lattice.column.step, columns: columns, of: width, into: values)
      unsafe gathering.add(
        UnsafeBufferPointer(values), weight: Slab.weight(sample, of: count))
    }
    unsafe gathering.finish(into: values, thickness: slab.thickness)
  }
}

/// A gathering to which several workers add, each for its own pixels.
private struct SharedGathering: @unchecked Sendable {
  let value: SampleGathering

  init(_ value: SampleGathering) {
    self.value = value
  }
}
