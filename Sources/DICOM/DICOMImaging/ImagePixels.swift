public import DICOMModel
public import PixelCoding

/// What a data set says of its pixels (PS3.3 C.7.6.3), beside the pixels themselves.
public struct ImagePixels: Hashable, Sendable {
  /// How the samples are stored; of float samples only the size counts.
  public let format: PixelFormat
  /// What a sample is.
  public let samples: Samples
  /// Photometric Interpretation, as `MONOCHROME2`.
  public let photometricInterpretation: String
  /// Frames of the pixel data, at least 1.
  public let frameCount: Int
  /// Stored values that stand for "no value here" (PS3.3 C.7.5.1.1.2), if any.
  public let padding: ClosedRange<Int>?
  /// Float values that stand for "no value here" (PS3.3 C.7.6.24.1.1), if any.
  public let floatPadding: ClosedRange<Double>?

  /// What a sample is.
  public enum Samples: Hashable, Sendable {
    /// An integer: Pixel Data.
    case integer
    /// A 32-bit float: Float Pixel Data.
    case float
    /// A 64-bit float: Double Float Pixel Data.
    case double
  }

  /// Reads the image pixel module of `dataSet`.
  ///
  /// - Throws: ``ImageReadingError`` if an attribute is absent or makes no sense.
  public init(_ dataSet: DataSet, samples: Samples = .integer) throws(ImageReadingError) {
    self.samples = samples
    func required(_ tag: Tag, name: String) throws(ImageReadingError) -> Int {
      guard let value = dataSet.integer(tag) else { throw .attribute(name) }
      return value
    }
    let isFloat = samples != .integer
    // Floats have no bits to speak of; the size of a sample is looked up where it is read.
    let allocated = isFloat ? 32 : try required(.bitsAllocated, name: "Bits Allocated")
    let stored = isFloat ? 32 : dataSet.integer(.bitsStored) ?? allocated
    do throws(PixelCodingError) {
      format = try PixelFormat(
        columns: dataSet.integer(.columns) ?? 0, rows: dataSet.integer(.rows) ?? 0,
        samplesPerPixel: dataSet.integer(.samplesPerPixel) ?? 1, bitsAllocated: allocated,
        bitsStored: stored, highBit: isFloat ? 31 : dataSet.integer(.highBit) ?? stored - 1,
        isSigned: dataSet.integer(.pixelRepresentation) ?? 0 == 1)
    } catch {
      throw .pixels(error)
    }
    photometricInterpretation = dataSet.string(.photometricInterpretation) ?? "MONOCHROME2"
    frameCount = max(1, dataSet.integer(.numberOfFrames) ?? 1)
    padding = isFloat ? nil : Self.padding(dataSet, isSigned: format.isSigned)
    floatPadding = Self.floatPadding(dataSet, samples: samples)
  }

  /// Bytes of an uncompressed frame.
  public var frameBytes: Int { format.frameBytes * (samples == .double ? 2 : 1) }

  private static func floatPadding(
    _ dataSet: DataSet, samples: Samples
  ) -> ClosedRange<Double>? {
    let (value, limit): (Tag, Tag)
    switch samples {
    case .integer: return nil
    case .float: (value, limit) = (.floatPixelPaddingValue, .floatPixelPaddingRangeLimit)
    case .double:
      value = .doubleFloatPixelPaddingValue
      limit = .doubleFloatPixelPaddingRangeLimit
    }
    guard let first = dataSet.double(value), !first.isNaN else { return nil }
    let second = dataSet.double(limit).flatMap { $0.isNaN ? nil : $0 } ?? first
    return min(first, second)...max(first, second)
  }

  /// Whether the pixels are grey and hold values.
  public var isMonochrome: Bool {
    format.samplesPerPixel == 1 && photometricInterpretation.hasPrefix("MONOCHROME")
  }

  /// Pixel Padding Value and Range Limit; either may be the larger one.
  ///
  /// Their VR follows Pixel Representation, and files often say the wrong one.
  private static func padding(_ dataSet: DataSet, isSigned: Bool) -> ClosedRange<Int>? {
    func value(_ tag: Tag) -> Int? {
      let isWide = dataSet.bytes(tag)?.count == 4
      let vr: VR = isWide ? (isSigned ? .sl : .ul) : (isSigned ? .ss : .us)
      return dataSet.integer(tag, as: vr)
    }
    guard let first = value(.pixelPaddingValue) else { return nil }
    let limit = value(.pixelPaddingRangeLimit) ?? first
    return min(first, limit)...max(first, limit)
  }
}

/// A data set that is no readable image.
public enum ImageReadingError: Error, Hashable, CustomStringConvertible {
  /// An attribute is absent or makes no sense; its name.
  case attribute(String)
  /// The functional groups contradict the frames; what is wrong.
  case frames(String)
  /// The image pixel module describes no readable pixels.
  case pixels(PixelCodingError)

  /// One line for people.
  public var description: String {
    switch self {
    case .attribute(let name): "\(name) is missing or malformed"
    case .frames(let what): what
    case .pixels(let error): error.description
    }
  }
}
