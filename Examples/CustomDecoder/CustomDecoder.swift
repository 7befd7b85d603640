import Foundation
import Sagitta

/// Loads a folder whose frames are compressed in a way that only this program knows.
///
///     swift run custom-decoder FOLDER
@main
struct CustomDecoder {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: custom-decoder FOLDER")
      exit(64)
    }
    var loader = VolumeLoader()
    loader.decoders = loader.decoders.adding([DifferenceDecoder()])
    let study = try await loader.load(from: URL(filePath: CommandLine.arguments[1]))
    let volume = study.volumes[0]
    print("\(volume.dimensions.slices) slices, mean \(try volume.statistics()?.mean ?? .nan)")
  }
}

/// A private transfer syntax: each 16-bit sample is stored as its difference to the one before.
struct DifferenceDecoder: FrameDecoder {
  var transferSyntaxes: [TransferSyntax] { [TransferSyntax(uid: "1.2.826.0.1.99999.1")] }

  func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    guard format.bitsAllocated == 16 else { throw .mismatch("samples of 16 bits are needed") }
    guard frame.byteCount >= format.frameBytes else {
      throw .truncated(needed: format.frameBytes, available: frame.byteCount)
    }
    // SAFETY: the bytes are copied before the span ends.
    let stored = unsafe frame.withUnsafeBytes { unsafe [UInt8]($0) }
    var bytes: [UInt8] = []
    var sample: UInt16 = 0
    for offset in stride(from: 0, to: format.frameBytes, by: 2) {
      sample &+= UInt16(stored[offset]) | UInt16(stored[offset + 1]) << 8
      bytes += [UInt8(sample & 255), UInt8(sample >> 8)]
    }
    return NativeFrame(bytes: bytes, format: format)
  }
}
