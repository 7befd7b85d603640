import DICOMModel

/// The fragments of one frame, to be joined in order.
public struct EncapsulatedFrame: Hashable, Sendable {
  /// Ranges of bytes, counted as in ``EncapsulatedPixelData/fragments``.
  public let fragments: [Range<Int>]

  /// Creates a frame.
  public init(fragments: [Range<Int>]) {
    self.fragments = fragments
  }

  /// Bytes of all fragments together.
  public var byteCount: Int { fragments.reduce(0) { $0 + $1.count } }
}

/// How the fragments of every frame were found.
public enum FrameAssignmentMethod: Hashable, Sendable {
  /// The Extended Offset Table says so.
  case extendedOffsetTable
  /// The Basic Offset Table says so.
  case basicOffsetTable
  /// There is one frame, so it has all fragments.
  case singleFrame
  /// There are as many fragments as frames.
  case oneFragmentEach
  /// Fragments that begin with a codestream's first marker begin a frame.
  case startMarkers
}

extension EncapsulatedPixelData {
  /// The fragments of each frame; nil when no rule gives exactly so many frames.
  ///
  /// In this order: Extended Offset Table; Basic Offset Table; one frame; as many fragments as
  /// frames; start markers of JPEG, JPEG-LS, JPEG 2000 and JPEG XL codestreams. A table that does
  /// not fit the fragments is passed over.
  ///
  /// `count` is Number of Frames (0028,0008), `extendedOffsets` the value of Extended Offset Table
  /// (7FE0,0001) if there is one. `firstBytes` answers the first bytes (up to 12) of a range of
  /// ``fragments``; without it the last rule is not tried.
  public func frames(
    count: Int, extendedOffsets: [Int] = [], firstBytes: ((Range<Int>) -> [UInt8])? = nil
  ) -> (frames: [EncapsulatedFrame], method: FrameAssignmentMethod)? {
    guard count > 0, count <= fragments.count else { return nil }
    if let frames = frames(count: count, offsets: extendedOffsets) {
      return (frames, .extendedOffsetTable)
    }
    if let frames = frames(count: count, offsets: basicOffsets) {
      return (frames, .basicOffsetTable)
    }
    if count == 1 { return ([EncapsulatedFrame(fragments: fragments)], .singleFrame) }
    if count == fragments.count {
      return (fragments.map { EncapsulatedFrame(fragments: [$0]) }, .oneFragmentEach)
    }
    guard let firstBytes else { return nil }
    let starts = fragments.indices.filter { Self.beginsCodestream(firstBytes(fragments[$0])) }
    guard starts.count == count, starts.first == 0 else { return nil }
    return (frames(startingAt: starts), .startMarkers)
  }

  /// Whether an offset table is there that does not fit the fragments, so that
  /// ``frames(count:extendedOffsets:firstBytes:)`` passes over it.
  public func hasWrongTable(count: Int, extendedOffsets: [Int] = []) -> Bool {
    [basicOffsets, extendedOffsets].contains {
      !$0.isEmpty && frames(count: count, offsets: $0) == nil
    }
  }

  /// Frames by offsets to item headers, if each of them is one and the first is the first.
  private func frames(count: Int, offsets: [Int]) -> [EncapsulatedFrame]? {
    guard offsets.count == count, offsets.first == 0 else { return nil }
    var starts: [Int] = []
    var next = 0
    for offset in offsets {
      // Both lists ascend, so that one pass finds every offset.
      while next < fragments.count,
        fragments[next].lowerBound - 8 - firstItemOffset < offset
      {
        next += 1
      }
      guard next < fragments.count,
        fragments[next].lowerBound - 8 - firstItemOffset == offset,
        starts.last.map({ $0 < next }) ?? true
      else { return nil }
      starts.append(next)
    }
    return frames(startingAt: starts)
  }

  private func frames(startingAt starts: [Int]) -> [EncapsulatedFrame] {
    zip(starts, starts.dropFirst() + [fragments.count]).map { start, end in
      EncapsulatedFrame(fragments: Array(fragments[start..<end]))
    }
  }

  /// SOI of JPEG and JPEG-LS, SOC and SIZ of JPEG 2000, JP2 and JPEG XL signatures.
  private static func beginsCodestream(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
      [0xFF, 0xD8, 0xFF], [0xFF, 0x4F, 0xFF, 0x51], [0xFF, 0x0A],
      [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20],
    ]
    return starts.contains { bytes.starts(with: $0) }
  }
}
