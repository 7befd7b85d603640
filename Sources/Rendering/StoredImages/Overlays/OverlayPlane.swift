import DICOMModel

/// A plane of bits that lies over an image (PS3.3 C.9.2).
struct OverlayPlane: Hashable, Sendable {
  /// What the file calls it, else its group.
  let label: String
  let columns: Int
  let rows: Int
  /// The image's column and row, from 0, of the plane's upper left bit.
  let origin: SIMD2<Int>
  /// The first frame, from 1, that the plane lies over, and how many planes there are for the
  /// frames after it; one plane alone lies over every frame.
  let frames: (first: Int, count: Int)
  /// The bits, eight to a byte, the lowest first; nil where they lie among the pixels.
  let bits: [UInt8]?
  /// The bit of a pixel's word that is the plane's, where it lies among the pixels.
  let bitPosition: Int

  static func == (lhs: OverlayPlane, rhs: OverlayPlane) -> Bool {
    lhs.label == rhs.label && lhs.origin == rhs.origin && lhs.bits == rhs.bits
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(label)
    hasher.combine(origin)
    hasher.combine(bits)
  }

  /// The planes of an image, and what is wrong with others.
  static func all(in dataSet: DataSet) -> (planes: [OverlayPlane], problems: [String]) {
    var planes: [OverlayPlane] = []
    var problems: [String] = []
    for group in stride(from: UInt16(0x6000), through: 0x601E, by: 2) {
      guard dataSet.contains(Tag(group, 0x0010)) else { continue }
      if let plane = OverlayPlane(dataSet, group: group) {
        planes.append(plane)
      } else {
        problems.append(
          "the overlay of group \(String(group, radix: 16)) has fewer bits than rows and columns "
            + "promise, or makes no sense")
      }
    }
    return (planes, problems)
  }

  private init?(_ dataSet: DataSet, group: UInt16) {
    func integers(_ element: UInt16, as vr: VR) -> [Int]? {
      dataSet.integers(Tag(group, element), as: vr)
    }
    guard let rows = integers(0x0010, as: .us)?.first,
      let columns = integers(0x0011, as: .us)?.first,
      rows > 0, columns > 0
    else { return nil }
    self.rows = rows
    self.columns = columns
    label =
      dataSet.string(Tag(group, 0x1500)) ?? dataSet.string(Tag(group, 0x0022))
      ?? String(group, radix: 16)
    let corner = integers(0x0050, as: .ss) ?? [1, 1]
    guard corner.count == 2 else { return nil }
    origin = SIMD2(corner[1] - 1, corner[0] - 1)
    let count = max(1, dataSet.integer(Tag(group, 0x0015)) ?? 1)
    frames = (integers(0x0051, as: .us)?.first ?? 1, count)
    bitPosition = integers(0x0102, as: .us)?.first ?? 0
    guard let stored = dataSet.bytes(Tag(group, 0x3000)), !stored.isEmpty else {
      // Retired, but still met: the plane is a bit of the pixels' words.
      guard (integers(0x0100, as: .us)?.first ?? 1) > 1 else { return nil }
      bits = nil
      return
    }
    let (size, isHuge) = (rows * columns).multipliedReportingOverflow(by: count)
    guard !isHuge, stored.count >= (size + 7) / 8 else { return nil }
    let isSwapped =
      dataSet.byteOrder == .bigEndian && dataSet[Tag(group, 0x3000)]?.vr == .ow
    bits = isSwapped ? Self.swapped(stored) : Array(stored)
  }

  private static func swapped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = Array(bytes)
    for place in stride(from: 0, to: bytes.count - 1, by: 2) { bytes.swapAt(place, place + 1) }
    return bytes
  }

  /// Calls `body` with column and row of each pixel of the image that the plane marks.
  func forEachMark(
    ofFrame frame: Int, columns width: Int, rows height: Int, words: [Int]?,
    body: (_ column: Int, _ row: Int) -> Void
  ) {
    guard let part = part(ofFrame: frame) else { return }
    for row in 0..<rows {
      let y = row + origin.y
      guard (0..<height).contains(y) else { continue }
      for column in 0..<columns {
        let x = column + origin.x
        guard (0..<width).contains(x),
          isSet(part, column: column, row: row, words: words, pixel: x + y * width)
        else { continue }
        body(x, y)
      }
    }
  }

  /// Which of its planes lies over a frame; nil for none.
  private func part(ofFrame frame: Int) -> Int? {
    guard frames.count > 1 || bits == nil else { return 0 }
    guard bits != nil else { return 0 }
    let part = frame - frames.first
    return (0..<frames.count).contains(part) ? part : nil
  }

  private func isSet(
    _ part: Int, column: Int, row: Int, words: [Int]?, pixel: Int
  ) -> Bool {
    guard let bits else {
      guard let words, pixel < words.count else { return false }
      return words[pixel] >> bitPosition & 1 == 1
    }
    let place = part * rows * columns + row * columns + column
    return bits[place >> 3] >> UInt8(place & 7) & 1 == 1
  }
}
