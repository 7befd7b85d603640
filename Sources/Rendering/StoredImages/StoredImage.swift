public import Codecs
import DICOMCoding
import DICOMModel
public import PixelCoding
import SeriesLoading
public import WorkScheduling

/// A DICOM image of any kind, as it is stored: X-ray, ultrasound, cine, secondary capture,
/// segmentation, slices.
///
/// No volume is looked for, and no geometry is asked for. Frames are read one at a time, when they
/// are asked for.
public struct StoredImage: Sendable {
  /// The file.
  public let path: String

  /// What the file says of the image.
  public let header: StoredImageHeader

  private let source: FrameSource
  private let transferSyntax: TransferSyntax
  private let byteOrder: ByteOrder
  private let decoders: FrameDecoders

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - decoders: Decoders of compressed frames.
  ///   - context: Whether to go on, where a data set is inflated.
  /// - Throws: ``StoredImageError`` if the file cannot be read, is no DICOM image, or its pixels
  ///   are of a kind that is not read.
  public init(
    path: String, decoders: FrameDecoders = .standard, context: WorkContext = WorkContext()
  ) throws(StoredImageError) {
    let file: ObjectFile
    do throws(LoadError) {
      file = try ObjectFile(path: path, context: context)
    } catch {
      throw StoredImageError(error, path: path)
    }
    try self.init(file, decoders: decoders, context: context)
  }

  init(
    _ file: ObjectFile, decoders: FrameDecoders, context: WorkContext
  ) throws(StoredImageError) {
    path = file.path
    self.decoders = decoders
    transferSyntax = file.parsed.transferSyntax
    guard let location = file.parsed.pixelData else {
      throw StoredImageError(.noPixelData, path: file.path)
    }
    let kind: SampleLayout.Kind =
      switch location.tag {
      case .floatPixelData: .float
      case .doubleFloatPixelData: .double
      default: .integer
      }
    do throws(LayoutProblem) {
      header = try StoredImageHeader(file.parsed.dataSet, kind: kind)
    } catch {
      throw StoredImageError(.unsupported(error.message), path: file.path)
    }
    byteOrder = location.byteOrder
    source = try FrameSource(
      file, location: location, layout: header.layout, frameCount: header.frameCount,
      context: context)
    if location.length == nil, decoders[transferSyntax] == nil {
      throw StoredImageError(
        .unsupported(
          "transfer syntax \(transferSyntax.name) (\(transferSyntax.uid)) is not supported"),
        path: file.path)
    }
  }

  /// The bytes that making the image of one frame takes, with what a decoder or an inflater needs.
  public var frameMemory: Int {
    let format = header.layout
    let samples = format.pixelCount * format.channels
    let isWavelet = [
      TransferSyntax.jpeg2000Lossless, .jpeg2000, .htj2kLossless, .htj2kLosslessRPCL, .htj2k,
    ].contains(transferSyntax)
    let inflated = transferSyntax.isDeflated ? 5 * (format.frameBits / 8 + 1) : 0
    return header.frameMemory + inflated + (isWavelet ? 12 * samples : 0)
  }

  /// The frames that are there: as many as the file states, or fewer if it is cut.
  public var frameCount: Int { source.frameCount }

  /// What is worth knowing of the whole image.
  public var notes: [StoredImageNote] {
    var notes = header.notes
    if let nonconformance = source.nonconformance {
      notes.append(StoredImageNote(.encodingOddity, message: nonconformance))
    }
    if frameCount < header.frameCount {
      notes.append(
        StoredImageNote(
          .framesMissing, message: "only \(frameCount) of \(header.frameCount) frames are there"))
    }
    return notes
  }

  /// The samples of a frame, from 1, and what a compressed stream says of its colours.
  func samples(
    ofFrame frame: Int, context: WorkContext
  ) throws(StoredImageError) -> (samples: StoredSamples, bits: Int, color: ColorModel?) {
    guard (1...header.frameCount).contains(frame) else {
      throw StoredImageError(.noSuchFrame(count: header.frameCount), path: path, frame: frame)
    }
    switch try source.frame(frame, context: context) {
    case .native(let bytes, let firstBit):
      return (
        StoredSamples(
          native: bytes, firstBit: firstBit, layout: header.layout, byteOrder: byteOrder),
        header.bitsStored, nil
      )
    case .compressed(let stream):
      let decoded = try decoded(stream, frame: frame, context: context)
      return (
        StoredSamples(decoded: decoded, isPlanar: isPlanarInside), decoded.format.bitsStored,
        decoded.colorModel
      )
    }
  }

  /// The whole words of a native frame, for overlays that lie among the pixels; nil for others.
  func words(
    ofFrame frame: Int, context: WorkContext
  ) throws(StoredImageError) -> [Int]? {
    guard case .native(let bytes, let firstBit) = try source.frame(frame, context: context),
      header.layout.channels == 1, header.layout.kind == .integer
    else { return nil }
    let words = SampleWords(
      bytes: bytes, firstBit: firstBit, layout: header.layout, byteOrder: byteOrder)
    return (0..<header.layout.pixelCount).map { Int(words.word($0)) }
  }

  /// Whether the decoder gives the samples in the data set's own order: those of other syntaxes
  /// always lie pixel by pixel.
  private var isPlanarInside: Bool {
    header.layout.isPlanar
      && [.encapsulatedUncompressed, .deflatedImageFrame].contains(transferSyntax)
  }

  private func decoded(
    _ stream: [UInt8], frame: Int, context: WorkContext
  ) throws(StoredImageError) -> NativeFrame {
    guard header.layout.kind == .integer, let decoder = decoders[transferSyntax] else {
      throw StoredImageError(
        .unsupported("pixels of this kind cannot be compressed"), path: path, frame: frame)
    }
    do throws(PixelCodingError) {
      return try decoder.decode(stream, format: header.layout.format(), context: context)
    } catch {
      let reason: StoredImageError.Reason =
        switch error {
        case .cancelled: .cancelled
        case .unsupportedStream, .unsupportedBitsAllocated, .unsupportedSamplesPerPixel,
          .unsupportedTransferSyntax, .tooLarge:
          .unsupported(error.description)
        default: .damaged(error.description)
        }
      throw StoredImageError(reason, path: path, frame: frame)
    }
  }
}

extension StoredImageError {
  /// What the loader's errors about files mean here.
  init(_ error: LoadError, path: String) {
    switch error {
    case .unreadable(_, let reason): self.init(.unreadable(reason), path: path)
    case .damaged(_, reason: let reason): self.init(.notDICOM(reason), path: path)
    default: self.init(.unreadable(error.description), path: path)
    }
  }
}
