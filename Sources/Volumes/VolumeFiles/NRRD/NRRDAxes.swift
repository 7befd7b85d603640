import Geometry
import VolumeModel

/// The axes of an NRRD array: which are space, and which of its vectors each follows.
struct NRRDAxes {
  let sizes: [Int]
  /// The space direction of each axis as written; nil for "none".
  let directions: [[Double]?]?
  let kinds: [String]?

  private let path: String
  /// Whether the file says that its vectors are images of several diffusion weightings.
  private let isDiffusion: Bool
  private let isOfBytes: Bool

  init(_ header: NRRDHeader, path: String) throws(VolumeFileError) {
    self.path = path
    isDiffusion = header.keys["modality"] == "DWMRI"
    isOfBytes =
      (header.fields["type"] ?? "").lowercased().contains("uchar")
      || ["unsigned char", "uint8", "uint8_t"].contains(header.fields["type"]?.lowercased())
    let words = header.words("sizes") ?? []
    let sizes = words.compactMap { Int($0) }
    guard let text = header.fields["dimension"], let count = Int(text), sizes.count == words.count,
      sizes.count == count
    else {
      throw VolumeFileError(
        .malformed("dimension \(header.fields["dimension"] ?? "?") and sizes \(words)"), path: path)
    }
    self.sizes = sizes
    kinds = header.words("kinds")
    directions = try header.fields["space directions"].map { text throws(VolumeFileError) in
      guard let vectors = Self.vectors(text), vectors.count == count else {
        throw VolumeFileError(.malformed("space directions: \(text)"), path: path)
      }
      return vectors
    }
  }

  /// Vectors like `(1,0,0) none (0, 1, 0)`; nil if the text is none.
  static func vectors(_ text: String) -> [[Double]?]? {
    var result: [[Double]?] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      if rest.isEmpty { return result }
      if rest.hasPrefix("none") {
        result.append(nil)
        rest = rest.dropFirst(4)
        continue
      }
      guard rest.first == "(", let end = rest.firstIndex(of: ")") else { return nil }
      let words = rest[rest.index(after: rest.startIndex)..<end].split(
        separator: ",", omittingEmptySubsequences: false)
      let numbers = words.compactMap { Double($0.trimmed) }
      guard numbers.count == words.count else { return nil }
      result.append(numbers)
      rest = rest[rest.index(after: end)...]
    }
  }

  /// The axes of space in order; at most one other axis of more than one sample is left.
  func space(_ header: NRRDHeader) throws(VolumeFileError) -> [Int] {
    // A space of four has time as its last axis.
    if let directions, directions.count == 4, directions.allSatisfy({ $0?.count == 4 }) {
      return [0, 1, 2]
    }
    let axes = sizes.indices.filter { axis in
      if let directions { return directions[axis] != nil }
      if let kinds, axis < kinds.count { return ["domain", "space"].contains(kinds[axis]) }
      // Without any hint the fourth axis is time.
      return axis < 3
    }
    // A single slice may follow its two axes as a further one without direction.
    if axes.count < 2 || axes.count > 3 {
      throw VolumeFileError(
        .unsupported("\(axes.count) axes of space; two or three make volumes"), path: path)
    }
    return axes
  }

  /// The one axis that is not space and has more than one sample; nil if there is none.
  func other(_ space: [Int]) throws(VolumeFileError) -> Int? {
    let others = sizes.indices.filter { !space.contains($0) && sizes[$0] != 1 }
    guard others.count <= 1 else {
      throw VolumeFileError(
        .unsupported("sizes \(sizes): more than one axis besides those of space"), path: path)
    }
    guard let other = others.first else { return nil }
    let kind = kinds.flatMap { other < $0.count ? $0[other] : nil } ?? "???"
    guard !Self.isOfComponents(kind) || isDiffusion && kind == "vector" else {
      throw VolumeFileError(
        .unsupported("an axis of the kind \(kind): colours, vectors and tensors are no values"),
        path: path)
    }
    // Colours of programs that leave the kinds out: interleaved bytes, three or four at a place.
    guard kind != "???" || other > 0 || !isOfBytes || !(3...4).contains(sizes[other]) else {
      throw VolumeFileError(
        .unsupported(
          "\(sizes[other]) bytes at each place whose kind is not said: colours are no values"),
        path: path)
    }
    return other
  }

  /// Whether samples along an axis of this kind are components of one value.
  private static func isOfComponents(_ kind: String) -> Bool {
    let words = [
      "color", "colour", "complex", "matrix", "quaternion", "hsv", "xyz", "vector", "normal",
      "gradient",
    ]
    return words.contains(where: kind.lowercased().contains)
  }

  /// The order of voxels in the file.
  func layout(_ space: [Int], _ other: Int?) -> VoxelLayout {
    let roles = [VoxelLayout.Role.column, .row, .slice]
    var axes = sizes.indices.compactMap { axis -> VoxelLayout.Role? in
      axis == other ? .phase : space.firstIndex(of: axis).map { roles[$0] }
    }
    // Axes of one sample may stand anywhere.
    if !axes.contains(.slice) { axes.append(.slice) }
    if !axes.contains(.phase) { axes.append(.phase) }
    return VoxelLayout(axes: axes)
  }
}

extension NRRDHeader {
  /// The words of a field.
  func words(_ field: String) -> [String]? {
    fields[field].map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init) }
  }
}
