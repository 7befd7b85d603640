import VolumeModel
import WorkScheduling

/// Reads the voxels of a file into volumes.
struct VoxelFilling: Sendable {
  let file: VolumeFile
  let context: WorkContext
  /// How stored integers become values, if they are kept; nil keeps floats.
  var integers: StoredIntegers?
  /// What the voxels come from in order; nil where they can be read from anywhere.
  let stream: (any VoxelStream)?

  /// Voxels of a part: 1 MiB of floats, small enough for the cache.
  private static let partLength = 1 << 18

  /// A run of voxels that follow each other in the file.
  private struct Part: Sendable {
    /// The first voxel in the file, over all phases.
    let first: Int
    let count: Int
    /// The volume that takes it as it is; nil if it is scattered.
    let target: Int?
  }

  /// Volumes being filled, by the phases they hold.
  private struct Targets: Sendable {
    let storages: [VoxelStorage]
    let places: [Int: Int]
  }

  /// The volumes of phases, in the order asked for.
  func volumes(_ phases: [Int]) throws -> [Volume] {
    precondition(phases.allSatisfy { (0..<file.phases).contains($0) }, "the file has the phases")
    try file.sum?.check(context)
    let wanted = Array(Set(phases)).sorted()
    let storages = try wanted.map { _ in try storage() }
    let targets = Targets(
      storages: storages, places: Dictionary(uniqueKeysWithValues: zip(wanted, 0...)))
    let isContiguous = file.layout == .volumes
    let parts = isContiguous ? parts(of: wanted) : scatteredParts()
    let summaries =
      try stream.map { try fill(targets, parts: parts, from: $0) } ?? fill(targets, parts: parts)
    var joined =
      isContiguous
      ? join(summaries, parts: parts, count: storages.count) : try storages.map(summary)
    if !isContiguous {
      // Parts of such files belong to all phases.
      let rounded = summaries.reduce(0) { $0 + $1.roundedCount }
      for n in joined.indices { joined[n].roundedCount = rounded }
    }
    let volumes = try zip(storages, joined).map { try volume($0, summary: $1) }
    return phases.map { phase in volumes[targets.places[phase] ?? 0] }
  }

  private func storage() throws -> VoxelStorage {
    let size = file.geometry.dimensions
    if let integers {
      return try VoxelStorage(
        integers: integers, dimensions: size, limits: context.limits, isFilled: true)
    }
    return try VoxelStorage(
      count: size.voxelCount, from: nil, limits: context.limits, isFilled: true)
  }

  private func parts(of phases: [Int]) -> [Part] {
    let count = file.geometry.dimensions.voxelCount
    return phases.enumerated().flatMap { target, phase in
      stride(from: 0, to: count, by: Self.partLength).map { start in
        Part(
          first: phase * count + start, count: min(Self.partLength, count - start), target: target)
      }
    }
  }

  /// One part for each step along the slowest axis.
  private func scatteredParts() -> [Part] {
    let lengths = file.layout.lengths(file.geometry.dimensions, phases: file.phases)
    let count = lengths.dropLast().reduce(1, *)
    return (0..<(lengths.last ?? 1)).map { Part(first: $0 * count, count: count, target: nil) }
  }

  /// Reads parts from anywhere, several at a time.
  private func fill(_ targets: Targets, parts: [Part]) throws -> [ValueSummary] {
    let size = file.stored.type.size
    return try context.map(parts.count, stage: "reading") { index in
      let part = parts[index]
      if let target = part.target, file.stored.isFloats {
        return try unsafe withVoxels(targets.storages[target], part: part) { values in
          try unsafe file.source.read(
            at: part.first * size, into: UnsafeMutableRawBufferPointer(values))
        }
      }
      return try unsafe withUnsafeTemporaryAllocation(byteCount: part.count * size, alignment: 64) {
        try unsafe file.source.read(at: part.first * size, into: $0)
        return unsafe place(UnsafeRawBufferPointer($0), part: part, targets: targets)
      }
    }
  }

  /// Reads bands of parts in order: all workers unpack a band, then place its parts.
  private func fill(
    _ targets: Targets, parts: [Part], from stream: any VoxelStream
  ) throws -> [ValueSummary] {
    let size = file.stored.type.size
    let bands = bands(parts)
    // Floats go where they belong as they are.
    let isDirect = file.stored.isFloats && file.layout == .volumes
    let longest = bands.map { $0.reduce(0) { $0 + $1.count } }.max() ?? 0
    let buffer = isDirect ? nil : PartBuffer(byteCount: longest * size)
    var summaries: [ValueSummary] = []
    for band in bands {
      try context.check()
      try stream.skip(band[band.startIndex].first * size - stream.position)
      summaries += try fill(targets, band: Array(band), from: stream, by: buffer)
      report(summaries.count, of: parts.count)
    }
    if stream.position == file.storedBytes { try stream.finish() }
    return summaries
  }

  /// The most voxels that are unpacked at once.
  static func bandLength(workers: Int) -> Int {
    // A single worker keeps what it unpacks in its cache.
    workers == 1 ? partLength : 8 * workers * partLength
  }

  /// Parts that follow each other in the file, and in one volume, as many as are unpacked at once.
  private func bands(_ parts: [Part]) -> [ArraySlice<Part>] {
    let most = Self.bandLength(workers: context.workers)
    var bands: [ArraySlice<Part>] = []
    var start = 0
    var length = 0
    for (index, part) in parts.enumerated() {
      let follows =
        index == start
        || parts[index - 1].first + parts[index - 1].count == part.first
          && parts[index - 1].target == part.target
      if !follows || index > start && length + part.count > most {
        bands.append(parts[start..<index])
        start = index
        length = 0
      }
      length += part.count
    }
    if start < parts.count { bands.append(parts[start...]) }
    return bands
  }

  private func fill(
    _ targets: Targets, band: [Part], from stream: any VoxelStream, by buffer: PartBuffer?
  ) throws -> [ValueSummary] {
    let size = file.stored.type.size
    let first = band[0].first
    let count = band.reduce(0) { $0 + $1.count }
    if let buffer {
      try unsafe stream.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[..<(count * size)]))
      return try context.map(band.count) {
        let start = (band[$0].first - first) * size
        return unsafe place(
          UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<start + band[$0].count * size]),
          part: band[$0],
          targets: targets)
      }
    }
    let storage = targets.storages[band[0].target ?? 0]
    let start = first % file.geometry.dimensions.voxelCount
    try unsafe storage.withMutableBand(start..<start + count) {
      try unsafe stream.read(into: UnsafeMutableRawBufferPointer($0))
    }
    return try context.map(band.count) { unsafe withVoxels(storage, part: band[$0]) { _ in } }
  }

  private func report(_ done: Int, of total: Int) {
    context.report?(WorkProgress(stage: "reading", completed: done, total: total))
  }

  /// Converts a part and puts it where it belongs.
  private func place(
    _ bytes: UnsafeRawBufferPointer, part: Part, targets: Targets
  ) -> ValueSummary {
    if let target = part.target, integers != nil {
      return unsafe store(bytes, part: part, in: targets.storages[target])
    }
    if let target = part.target {
      var rounded = 0
      var summary = unsafe withVoxels(targets.storages[target], part: part) { values in
        unsafe file.stored.convert(bytes, into: values)
        rounded = unsafe file.stored.roundedCount(bytes, values: UnsafeBufferPointer(values))
      }
      summary.roundedCount = rounded
      return summary
    }
    var summary = ValueSummary()
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: part.count) { values in
      unsafe file.stored.convert(bytes, into: values)
      summary.roundedCount = unsafe file.stored.roundedCount(
        bytes, values: UnsafeBufferPointer(values))
      unsafe scatter(UnsafeBufferPointer(values), part: part, targets: targets)
    }
    return summary
  }

  /// Keeps the integers of a part.
  private func store(
    _ bytes: UnsafeRawBufferPointer, part: Part, in storage: VoxelStorage
  ) -> ValueSummary {
    let start = part.first % file.geometry.dimensions.voxelCount
    unsafe storage.withMutableWords(start..<start + part.count) { words in
      unsafe file.stored.copy(bytes, to: words)
    }
    var summary = ValueSummary()
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: part.count) { values in
      unsafe file.stored.convert(bytes, into: values)
      unsafe summary.add(UnsafeBufferPointer(values))
    }
    return summary
  }

  /// Lends the voxels of a part to `body`, and looks at what it left there.
  private func withVoxels(
    _ storage: VoxelStorage, part: Part,
    body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows -> ValueSummary {
    let start = part.first % file.geometry.dimensions.voxelCount
    return try unsafe storage.withMutableBand(start..<start + part.count) { values in
      try unsafe body(values)
      var summary = ValueSummary()
      unsafe summary.add(UnsafeBufferPointer(values))
      return summary
    }
  }

  /// Puts each value where the axes of the file say.
  private func scatter(
    _ values: UnsafeBufferPointer<Float>, part: Part, targets: Targets
  ) {
    let size = file.geometry.dimensions
    let axes = file.layout.axes
    let lengths = file.layout.lengths(size, phases: file.phases)
    let strides = file.layout.strides(size)
    let slowest = part.first / part.count
    let phaseAxis = axes.firstIndex(of: .phase) ?? 3
    for (phase, place) in targets.places where phaseAxis != 3 || phase == slowest {
      unsafe targets.storages[place].withMutableBand(0..<size.voxelCount) { voxels in
        var offset = 0
        for third in 0..<lengths[2] where phaseAxis != 2 || third == phase {
          for second in 0..<lengths[1] where phaseAxis != 1 || second == phase {
            offset = (third * lengths[1] + second) * lengths[0]
            let base = slowest * strides[3] + third * strides[2] + second * strides[1]
            if phaseAxis == 0 {
              unsafe voxels[base] = values[offset + phase]
            } else {
              for first in 0..<lengths[0] {
                unsafe voxels[base + first * strides[0]] = values[offset + first]
              }
            }
          }
        }
      }
    }
  }

  private func join(
    _ summaries: [ValueSummary], parts: [Part], count: Int
  ) -> [ValueSummary] {
    var joined = [ValueSummary](repeating: ValueSummary(), count: count)
    for (part, summary) in zip(parts, summaries) {
      if let target = part.target { joined[target].join(summary) }
    }
    return joined
  }

  private func summary(of storage: VoxelStorage) throws -> ValueSummary {
    let length = Self.partLength
    let parts = try context.map((storage.count + length - 1) / length) { part in
      unsafe storage.withVoxels { all in
        var summary = ValueSummary()
        unsafe summary.add(
          UnsafeBufferPointer(
            rebasing: all[part * length..<min(all.count, (part + 1) * length)]))
        return summary
      }
    }
    return parts.reduce(into: ValueSummary()) { $0.join($1) }
  }

  /// Voxels that are not finite have no measured value.
  private func volume(_ storage: VoxelStorage, summary: ValueSummary) throws -> Volume {
    let dimensions = file.geometry.dimensions
    let mask =
      summary.hasGaps
      ? try ValidityMask(of: storage, dimensions: dimensions, context: context, isValid: \.isFinite)
      : nil
    var volume = Volume(
      geometry: file.geometry, voxels: storage, validity: mask, attributes: file.attributes,
      valueRange: summary.range)
    volume.losses.infinite = summary.hasGaps ? try storage.infiniteCount(context: context) : 0
    volume.losses.rounded = summary.roundedCount
    volume.losses.volumesWithoutValues = summary.range == nil ? 1 : 0
    return volume
  }
}

/// Memory for a band.
@safe private final class PartBuffer: @unchecked Sendable {
  let bytes: UnsafeMutableRawBufferPointer

  init(byteCount: Int) {
    unsafe bytes = .allocate(byteCount: byteCount, alignment: 64)
  }

  deinit { unsafe bytes.deallocate() }
}
