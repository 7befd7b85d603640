import VolumeModel

/// Planes divided into sweeps, and these into parts that memory has room for.
struct PlaneParts: Sendable {
  let items: [PlaneItem]
  /// The most planes of a part.
  let together: Int

  /// Planes that are made together.
  struct Part: Sendable {
    let sweep: PlaneSweep
    /// Which planes of the sweep.
    let range: Range<Int>
    /// The number of the first among all.
    let first: Int
  }

  /// The part that a plane belongs to.
  ///
  /// - Precondition: There is such a plane.
  func part(of index: Int) -> Part {
    let start = index / PlaneImages.batch * PlaneImages.batch
    let sweep = PlaneSweep(Array(items[start..<min(items.count, start + PlaneImages.batch)]))
    let first = (index - start) / together * together
    return Part(
      sweep: sweep, range: first..<min(sweep.items.count, first + together), first: start + first)
  }

  /// All parts, in order.
  var all: [Part] {
    var parts: [Part] = []
    var next = 0
    while next < items.count {
      let part = part(of: next)
      parts.append(part)
      next = part.first + part.range.count
    }
    return parts
  }

  /// Where the values of all planes lie.
  func geometries(in grid: GridGeometry) throws -> [PlaneGeometry] {
    try all.flatMap { part in Array(try part.sweep.geometries(in: grid)[part.range]) }
  }
}
