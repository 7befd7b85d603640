import DICOMImaging
import Geometry

/// Images of one place that are no phases: copies under another UID, slices that two parts share,
/// and images that contradict each other.
struct RepeatedImages {
  let tolerances: StackTolerances
  let pixels: PixelComparison

  /// A stack without what repeats.
  struct Outcome {
    var kept: [SliceSource]
    /// Slices that are there already, each with the one that is kept.
    var copies: [(copy: SliceSource, original: SliceSource)] = []
    /// Slices of one place that contradict each other: none of them is kept.
    var conflicts: [[SliceSource]] = []
  }

  /// Leaves out images that are there twice beyond doubt: same place, Instance Number and
  /// attributes, same pixels.
  ///
  /// Pixels are read only where everything else agrees.
  func withoutCopies(_ stack: [SliceSource]) -> Outcome {
    let repeated = RepeatedStack(stack, tolerances: tolerances)
    var seen: [Twin: SliceSource] = [:]
    var outcome = Outcome(kept: [])
    for (slice, position) in zip(repeated.slices, repeated.positions) {
      let twin = Twin(slice, position: position)
      if let twin, let original = seen[twin], isOnePlace(slice, original),
        Self.sayTheSame(slice, original), pixels.areEqual(slice, original),
        isOneSeries(slice, original)
      {
        outcome.copies.append((slice, original))
      } else {
        outcome.kept.append(slice)
        if let twin, seen[twin] == nil { seen[twin] = slice }
      }
    }
    return outcome
  }

  /// Leaves out images that are there twice among others of their place: same attributes, same
  /// pixels, which show something, but an Instance Number of their own.
  ///
  /// - Returns: Nil unless few are there twice.
  func withoutFewCopies(_ stack: [SliceSource]) -> Outcome? {
    let repeated = RepeatedStack(stack, tolerances: tolerances)
    var seen: [Likeness: SliceSource] = [:]
    var outcome = Outcome(kept: [])
    var pairs: [(copy: SliceSource, original: SliceSource)] = []
    for (slice, position) in zip(repeated.slices, repeated.positions) {
      let likeness = Likeness(slice, position: position)
      if let original = seen[likeness] {
        pairs.append((slice, original))
      } else {
        outcome.kept.append(slice)
        seen[likeness] = slice
      }
    }
    guard !pairs.isEmpty, pairs.count * 3 < stack.count else { return nil }
    let areCopies = pairs.allSatisfy { copy, original in
      isOnePlace(copy, original) && pixels.areEqual(copy, original) && !pixels.isBlank(copy)
    }
    outcome.copies = pairs
    return areCopies ? outcome : nil
  }

  /// Takes apart what is left when nothing tells images of one place from each other.
  ///
  /// Equal images are there once. Where a few positions hold images that differ, these positions
  /// are given up for the sake of the others.
  ///
  /// - Returns: A stack without repeats; nil if too much repeats for one.
  func resolved(_ stack: [SliceSource]) -> Outcome? {
    let repeated = RepeatedStack(stack, tolerances: tolerances)
    var places = [[SliceSource]](repeating: [], count: repeated.positionCount)
    for (slice, position) in zip(repeated.slices, repeated.positions) {
      places[position].append(slice)
    }
    let crowded = places.filter { $0.count > 1 }
    guard isFew(crowded.count, of: places) || crowded.allSatisfy(Self.saysTheSame) else {
      return nil
    }
    var outcome = Outcome(kept: [])
    for place in places {
      settle(place, outcome: &outcome)
      guard isFew(outcome.conflicts.count, of: places) else { return nil }
    }
    return outcome.kept.count >= 2 ? outcome : nil
  }

  private func settle(_ place: [SliceSource], outcome: inout Outcome) {
    let original = place[0]
    let others = place.dropFirst()
    guard !others.isEmpty else {
      outcome.kept.append(original)
      return
    }
    let areCopies = others.allSatisfy { slice in
      isOnePlace(slice, original) && pixels.areEqual(slice, original)
    }
    if areCopies, Self.saysTheSame(place) || !pixels.isBlank(original) {
      outcome.kept.append(original)
      outcome.copies += others.map { ($0, original) }
    } else {
      outcome.conflicts.append(place)
    }
  }

  /// Whether so few places are concerned that the others are a stack all the same.
  private func isFew(_ count: Int, of places: [[SliceSource]]) -> Bool {
    count * 3 < places.count
  }

  /// Whether all images of a place agree in every attribute that could tell them apart.
  private static func saysTheSame(_ place: [SliceSource]) -> Bool {
    place.dropFirst().allSatisfy { sayTheSame($0, place[0]) }
  }

  private func isOnePlace(_ a: SliceSource, _ b: SliceSource) -> Bool {
    guard let p = a.plane, let q = b.plane else { return false }
    let tolerance = max(
      tolerances.relativeSideways * p.finerSpacing,
      tolerances.samePosition(pixel: p.finerSpacing))
    return (p.position - q.position).length <= tolerance
  }

  /// Whether equal pixels of two slices are one image: blank ones are of two stacks where Series
  /// Description is all that tells these apart.
  private func isOneSeries(_ a: SliceSource, _ b: SliceSource) -> Bool {
    a.header.series.description == b.header.series.description || !pixels.isBlank(a)
  }

  /// Whether two slices agree in every attribute that can tell images of one place apart.
  private static func sayTheSame(_ a: SliceSource, _ b: SliceSource) -> Bool {
    FrameDistinction.allCases.allSatisfy { a.frame.value(of: $0) == b.frame.value(of: $0) }
  }

  /// A place and everything that can tell images of it apart.
  private struct Likeness: Hashable {
    let position: Int
    let description: String?
    let values: [DistinctionValue?]

    init(_ slice: SliceSource, position: Int) {
      self.position = position
      description = slice.header.series.description
      values = FrameDistinction.allCases.map { slice.frame.value(of: $0) }
    }
  }

  /// What copies share before anything else is looked at.
  private struct Twin: Hashable {
    let position: Int
    let instanceNumber: Int

    /// Nil for frames, which an Instance Number does not tell apart, and without one.
    init?(_ slice: SliceSource, position: Int) {
      guard slice.header.pixels.frameCount == 1, slice.tile == nil,
        let number = slice.header.instanceNumber
      else { return nil }
      self.position = position
      instanceNumber = number
    }
  }
}
