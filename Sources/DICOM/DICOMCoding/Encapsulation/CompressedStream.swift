public import DICOMModel

/// What a compressed frame is, by its first bytes.
public enum CompressedStream: CaseIterable, Hashable, Sendable {
  /// JPEG of 8 bits: baseline.
  case jpegBaseline
  /// JPEG of 12 bits, sequential.
  case jpegExtended
  /// Lossless JPEG.
  case jpegLossless
  /// JPEG-LS.
  case jpegLS
  /// JPEG 2000.
  case jpeg2000
  /// High-throughput JPEG 2000.
  case htj2k
  /// RLE (PS3.5 Annex G).
  case rle

  /// How many bytes are enough to look at, unless long application segments come first.
  public static let bytesNeeded = 1024

  /// Recognises a stream; nil if it is none of these.
  public init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
      self = Self.hasCapabilities(bytes) ? .htj2k : .jpeg2000
    } else if bytes.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) {
      self = .jpeg2000
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      guard let found = Self.jpeg(bytes) else { return nil }
      self = found
    } else if Self.isRLE(bytes) {
      self = .rle
    } else {
      return nil
    }
  }

  /// The transfer syntax of such frames; of several, the one that promises least.
  public var transferSyntax: TransferSyntax {
    switch self {
    case .jpegBaseline: .jpegBaseline
    case .jpegExtended: .jpegExtended
    case .jpegLossless: .jpegLossless
    case .jpegLS: .jpegLSNearLossless
    case .jpeg2000: .jpeg2000
    case .htj2k: .htj2k
    case .rle: .rleLossless
    }
  }

  /// Whether frames of a transfer syntax may look like this.
  public func fits(_ syntax: TransferSyntax) -> Bool {
    switch self {
    // Decoders of either take both.
    case .jpegBaseline, .jpegExtended: syntax == .jpegBaseline || syntax == .jpegExtended
    case .jpegLossless: syntax == .jpegLossless || syntax == .jpegLosslessSV1
    case .jpegLS: syntax == .jpegLSLossless || syntax == .jpegLSNearLossless
    case .jpeg2000, .htj2k:
      [.jpeg2000Lossless, .jpeg2000, .htj2kLossless, .htj2kLosslessRPCL, .htj2k].contains(syntax)
    case .rle: syntax == .rleLossless
    }
  }

  /// The start of frame of a JPEG stream.
  private static func jpeg(_ bytes: [UInt8]) -> CompressedStream? {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      switch bytes[place + 1] {
      case 0xC0: return .jpegBaseline
      case 0xC1: return .jpegExtended
      case 0xC3: return .jpegLossless
      case 0xF7: return .jpegLS
      case 0xFF: place += 1
      case 0xC4, 0xCC, 0xDB, 0xDD, 0xE0...0xEF, 0xF8, 0xFE:
        place += 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
      default: return nil
      }
    }
    return nil
  }

  /// Whether the main header of a JPEG 2000 stream announces extensions (CAP, FF50).
  private static func hasCapabilities(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 6 else { return false }
    let next = 4 + Int(bytes[4]) << 8 + Int(bytes[5])
    return next + 1 < bytes.count && bytes[next] == 0xFF && bytes[next + 1] == 0x50
  }

  /// Sixteen numbers: the count of segments and where each begins, the first right behind.
  private static func isRLE(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 64 else { return false }
    let words = stride(from: 0, to: 64, by: 4).map { start in
      (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << ($1 * 8) }
    }
    guard (1...15).contains(words[0]), words[1] == 64 else { return false }
    let used = words[1...words[0]]
    let rest = words[(words[0] + 1)...]
    return zip(used, used.dropFirst()).allSatisfy { $0 < $1 } && rest.allSatisfy { $0 == 0 }
  }
}
