import DICOMModel

/// How long each frame of an image is shown, as the file says (PS3.3 C.7.6.5).
public struct FrameTiming: Hashable, Sendable {
  /// The attribute that says so.
  public let source: String

  /// Milliseconds to the next frame; one number stands for all frames.
  public let milliseconds: [Double]

  /// Milliseconds of the frame of this number, from 1; those of the nearest where there is none.
  public func milliseconds(of frame: Int) -> Double {
    milliseconds[min(max(frame, 1), milliseconds.count) - 1]
  }

  /// Times that anybody can look at; beyond them a number is a mistake.
  private static let sensible = 0.1...600_000.0

  /// Reads the times of an image; nil if it has one frame or states none.
  ///
  /// Frame Increment Pointer chooses where it names a time; without it Frame Time, Frame Time
  /// Vector, Recommended Display Frame Rate, Cine Rate, Actual Frame Duration and Effective
  /// Duration are looked for in this order.
  init?(_ dataSet: DataSet, frameCount: Int) {
    guard frameCount > 1 else { return nil }
    let pointed = dataSet.tags(.frameIncrementPointer) ?? []
    let order: [Tag] =
      pointed + [
        .frameTime, .frameTimeVector, .recommendedDisplayFrameRate, .cineRate,
        .actualFrameDuration, .effectiveDuration,
      ]
    for tag in order {
      guard let times = Self.times(tag, in: dataSet, frameCount: frameCount),
        times.allSatisfy({ $0.isFinite && Self.sensible.contains($0) })
      else { continue }
      source = DataDictionary.entry(tag)?.name ?? "\(tag)"
      milliseconds = times
      return
    }
    return nil
  }

  private static func times(_ tag: Tag, in dataSet: DataSet, frameCount: Int) -> [Double]? {
    switch tag {
    case .frameTime, .actualFrameDuration: return dataSet.double(tag).map { [$0] }
    case .recommendedDisplayFrameRate, .cineRate: return dataSet.double(tag).map { [1000 / $0] }
    case .effectiveDuration:
      return dataSet.double(tag).map { [$0 * 1000 / Double(frameCount)] }
    case .frameTimeVector:
      // The increment before each frame; that of the first is 0 (C.7.6.5.1.2).
      guard let steps = dataSet.doubles(tag), steps.count == frameCount else { return nil }
      let after = Array(steps.dropFirst())
      return after + [after.last ?? 0]
    default: return nil
    }
  }
}
