import DICOMCoding
import DICOMModel

/// Several kinds of stream have two transfer syntaxes: one that promises something, and one that does not.
extension CompressedStream {
  /// The transfer syntax of such frames that promises most: no loss, or the one prediction that all
  /// decoders know.
  var strictSyntax: TransferSyntax {
    switch self {
    case .jpegLossless: .jpegLosslessSV1
    case .jpegLS: .jpegLSLossless
    case .jpeg2000: .jpeg2000Lossless
    case .htj2k: .htj2kLossless
    case .jpegBaseline, .jpegExtended, .rle: transferSyntax
    }
  }

  /// Whether a frame is what ``strictSyntax`` promises, by its own headers.
  ///
  /// JPEG-LS and lossless JPEG say it for certain. Headers of JPEG 2000 say that nothing was lost by the
  /// transform or by rounding; where a writer left the last bits out, they do not tell.
  ///
  /// - Parameter frame: All of a bare stream of this kind.
  /// - Returns: Whether it is; not, too, where the stream is damaged, or ends before all is said.
  func keepsPromise(_ frame: [UInt8]) -> Bool {
    switch self {
    // NEAR, and the point transform.
    case .jpegLS: JPEGScans.all(of: frame) { $0.selection == 0 && $0.pointTransform == 0 }
    // The predictor's number.
    case .jpegLossless: JPEGScans.all(of: frame) { $0.selection == 1 && $0.pointTransform == 0 }
    case .jpeg2000, .htj2k: ReversibleCodestream.isReversible(frame)
    case .jpegBaseline, .jpegExtended, .rle: true
    }
  }
}

/// The scans of a JPEG or JPEG-LS stream (ISO 10918-1 B.2.3, ISO 14495-1 C.2.3).
private struct JPEGScans {
  /// What a scan's header says behind its components.
  struct Header {
    let selection: UInt8
    let pointTransform: UInt8
  }

  /// Whether all scans are so, and have all components between them.
  static func all(of frame: [UInt8], _ isSo: (Header) -> Bool) -> Bool {
    var components: Int?
    var scanned = 0
    var place = 2
    while place + 4 <= frame.count, frame[place] == 0xFF {
      let marker = frame[place + 1]
      guard marker != 0xFF else {
        place += 1
        continue
      }
      let end = place + 2 + frame.bigEndian16(at: place + 2)
      guard marker != 0xD9, end >= place + 4, end <= frame.count else { return false }
      let start = place + 4
      place = end
      switch marker {
      case 0xC3, 0xF7:
        guard components == nil, end - start >= 6 else { return false }
        components = Int(frame[start + 5])
      case 0xDA:
        guard end > start, let components else { return false }
        let count = Int(frame[start])
        guard count > 0, end - start >= 4 + 2 * count else { return false }
        let tail = start + 1 + 2 * count
        guard isSo(Header(selection: frame[tail], pointTransform: frame[tail + 2] & 0xF)) else {
          return false
        }
        scanned += count
        guard scanned < components else { return scanned == components }
        place = nextMarker(in: frame, from: place)
      default: break
      }
    }
    return false
  }

  /// Coded data have zeros, or zero bits, behind a byte of ones; restarts are part of them.
  private static func nextMarker(in frame: [UInt8], from start: Int) -> Int {
    var place = start
    while place + 1 < frame.count {
      let next = frame[place + 1]
      if frame[place] == 0xFF, next >= 0x80, !(0xD0...0xD7).contains(next) { return place }
      place += 1
    }
    return frame.count
  }
}

/// How a JPEG 2000 codestream was made (ISO 15444-1 A.6).
private enum ReversibleCodestream {
  /// Whether all transforms are reversible and nothing is quantised, in the main header and in those of
  /// all tiles.
  static func isReversible(_ frame: [UInt8]) -> Bool {
    guard frame.count > 42, frame.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) else { return false }
    // Components have numbers of one byte up to 256 of them.
    let number = frame.bigEndian16(at: 40) > 256 ? 2 : 1
    var (isTransformed, isQuantised) = (false, false)
    var endOfTile = 0
    var place = 2
    while place + 2 <= frame.count {
      let marker = frame.bigEndian16(at: place)
      if marker == 0xFFD9 { return isTransformed && isQuantised }
      // Data, up to where the tile's part ends.
      if marker == 0xFF93 {
        guard endOfTile > place else { return false }
        if endOfTile == frame.count { return isTransformed && isQuantised }
        place = endOfTile
        continue
      }
      guard place + 4 <= frame.count else { return false }
      let start = place + 4
      let end = place + 2 + frame.bigEndian16(at: place + 2)
      guard end >= start, end <= frame.count else { return false }
      switch marker {
      case 0xFF90:
        guard end - start >= 8 else { return false }
        let count = frame.bigEndian16(at: start + 2) << 16 + frame.bigEndian16(at: start + 4)
        endOfTile = count == 0 ? frame.count : place + count
        guard endOfTile <= frame.count else { return false }
      case 0xFF52:
        guard end > start + 9, frame[start + 9] == 1 else { return false }
        isTransformed = true
      case 0xFF53:
        guard end > start + number + 5, frame[start + number + 5] == 1 else { return false }
      case 0xFF5C:
        guard end > start, frame[start] & 0x1F == 0 else { return false }
        isQuantised = true
      case 0xFF5D:
        guard end > start + number, frame[start + number] & 0x1F == 0 else { return false }
      default: break
      }
      place = end
    }
    return false
  }
}

extension [UInt8] {
  fileprivate func bigEndian16(at place: Int) -> Int {
    Int(self[place]) << 8 + Int(self[place + 1])
  }
}
