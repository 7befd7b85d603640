import DICOMImaging
import Dispatch
import PixelCoding
import Locks
import WorkScheduling

/// Decodes frames before they are asked for, while others arrive: one after the other, beside the
/// thread that receives them, as long as they fit into some bytes.
///
/// Nobody waits for a frame that is not ready: whoever asks for it decodes it, and what becomes ready
/// later is dropped. So nothing depends on how far this has come, and a process that forks meanwhile
/// goes on in its child.
final class DecodingAhead: Sendable {
  private let queue = DispatchQueue(label: "decoding ahead", qos: .utility)
  private let bytesLeft: Locked<Int>

  /// - Parameter bytes: What decoded frames may take that were not asked for yet.
  init(bytes: Int) { bytesLeft = Locked(max(0, bytes)) }

  /// Has the frame of a file decoded, if it is its only one and compressed.
  func begin(_ image: ScannedImage, files: FrameReader) {
    let bytes = image.header.pixels.frameBytes
    guard image.header.pixels.frameCount == 1, !FrameReader.isInFile(image),
      WorkerThreads.startable > 0, reserve(bytes)
    else { return }
    let ahead = DecodedAhead { [weak self] in self?.bytesLeft.withLock { $0 += bytes } }
    image.ahead.withLock { $0 = ahead }
    queue.async {
      guard ahead.isWanted else { return }
      // What fails here fails again when it is asked for, and is told then.
      let context = WorkContext(workers: 1)
      let frame = try? EncodedFrames(of: image, files: files, context: context)
        .frame(0, decoders: files.decoders, context: context)
      ahead.end(with: frame)
    }
  }

  private func reserve(_ bytes: Int) -> Bool {
    bytesLeft.withLock { left in
      guard bytes <= left else { return false }
      left -= bytes
      return true
    }
  }
}

/// A frame that is decoded before it is asked for.
final class DecodedAhead: Sendable {
  private enum State {
    case waiting
    case ready(NativeFrame)
    case gone
  }

  private let state = Locked(State.waiting)
  private let whenGone: @Sendable () -> Void

  /// - Parameter whenGone: Called once, when the frame takes no more memory.
  init(whenGone: @escaping @Sendable () -> Void) { self.whenGone = whenGone }

  /// Whether nobody has asked for the frame yet.
  var isWanted: Bool {
    state.withLock { if case .waiting = $0 { true } else { false } }
  }

  /// Keeps the frame for whoever asks for it; nil if it could not be decoded.
  func end(with frame: NativeFrame?) {
    let isGone = state.withLock { state in
      guard case .waiting = state else { return false }
      state = frame.map(State.ready) ?? .gone
      return frame == nil
    }
    if isGone { whenGone() }
  }

  /// The frame, which is given away; nil if it is not ready.
  func take() -> NativeFrame? {
    let (frame, wasThere) = state.withLock { state -> (NativeFrame?, Bool) in
      defer { state = .gone }
      switch state {
      case .waiting: return (nil, true)
      case .ready(let frame): return (frame, true)
      case .gone: return (nil, false)
      }
    }
    if wasThere { whenGone() }
    return frame
  }
}
