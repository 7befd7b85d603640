import DICOMImaging

/// What tells a volume from others of the same positions.
enum Separation: Hashable {
  /// The name of an attribute and the volume's value.
  case attribute(String, DistinctionValue)
  /// The volume is one of several whole objects that no attribute makes phases of.
  case object(Int, of: Int)
  /// The volume's images are no part of the objects that lie at the same positions.
  case remainder

  /// For people.
  var text: String {
    switch self {
    case .attribute(let name, let value): "\(name) (\(PhaseAxis.text(value)))"
    case .object(let number, let count):
      "being an object of its own, which holds all its slices: number \(number) of \(count)"
    case .remainder: "being no part of the objects there, which hold all their slices"
    }
  }
}

/// Several objects in one place, each of them a whole stack.
struct ObjectStacks {
  let volumes: [PhaseSearch.Separated]

  /// Nil unless an object of at least two positions, and more than that, is there.
  init?(_ stack: RepeatedStack) {
    let places = Dictionary(grouping: stack.slices.indices) { index in
      Object(stack.slices[index])
    }.values
    let whole = places.filter { Set($0.map { stack.positions[$0] }).count > 1 }
    guard places.count > 1, !whole.isEmpty else { return nil }
    let objects = whole.map { $0.map { stack.slices[$0] } }.sorted(by: Self.isBefore)
    let own = objects.enumerated().map { number, slices in
      PhaseSearch.Separated(
        slices: slices, separation: .object(number + 1, of: objects.count))
    }
    let known = Set(whole.joined())
    let others = stack.slices.indices.filter { !known.contains($0) }.map { stack.slices[$0] }
    volumes =
      own + (others.isEmpty ? [] : [.init(slices: others, separation: .remainder)])
  }

  private static func isBefore(_ a: [SliceSource], _ b: [SliceSource]) -> Bool {
    let p = a[0].header.instanceNumber ?? .max
    let q = b[0].header.instanceNumber ?? .max
    return (p, a[0].objectUID, a[0].path) < (q, b[0].objectUID, b[0].path)
  }

  /// All parts of a concatenation are one object; else a file is.
  private enum Object: Hashable {
    case concatenation(String)
    case image(ObjectIdentifier)

    init(_ slice: SliceSource) {
      self =
        slice.header.concatenation.map { .concatenation($0.uid) }
        ?? .image(ObjectIdentifier(slice.image))
    }
  }
}
