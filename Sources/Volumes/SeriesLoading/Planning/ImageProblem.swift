import Faults
import PixelCoding
import DICOMCoding
import DICOMImaging
import DICOMModel

/// Why an image cannot become a slice of a volume, seen from its header alone.
struct ImageProblem {
  let code: SkippedFile.Code
  let message: String

  /// Looks for the first reason; nil if the image can be a slice.
  init?(_ image: ScannedImage, fileSize: Int, decoders: FrameSyntaxes) {
    let header = image.header
    let pixels = header.pixels
    if !pixels.isMonochrome {
      self.init(
        .colourImage, message: "\(pixels.photometricInterpretation) pixels are colours, not values")
    } else if pixels.samples != .integer, image.transferSyntax.isEncapsulated {
      self.init(.unsupportedPixels, message: "float pixel data cannot be compressed")
    } else if case .failure(.plane(let reading)) = header.mosaic {
      self.init(.noGeometry, message: "\(reading.problem ?? "the place") of the mosaic")
    } else if let message = decoders.refusal(of: image.transferSyntax) {
      self.init(.unsupportedTransferSyntax, message: message)
    } else if let message = Self.truncation(image, fileSize: fileSize) {
      self.init(.truncatedPixelData, message: message)
    } else if let message = Self.excess(image) {
      self.init(.overLimit, message: message)
    } else if header.isLocalizer {
      self.init(.localizer, message: "Image Type says LOCALIZER")
    } else {
      return nil
    }
  }

  private init(_ code: SkippedFile.Code, message: String) {
    self.code = code
    self.message = message
  }

  /// A decoder makes a whole frame, which is refused before it is begun.
  private static func excess(_ image: ScannedImage) -> String? {
    let format = image.header.pixels.format
    guard image.transferSyntax.isEncapsulated,
      format.pixelCount > PixelFormat.maximumCompressedPixels
    else { return nil }
    return
      "frames of \(format.columns)×\(format.rows) pixels are claimed; compressed ones of up to "
      + "\(PixelFormat.maximumCompressedPixels) pixels are decoded"
  }

  private static func truncation(_ image: ScannedImage, fileSize: Int) -> String? {
    if let encapsulated = image.encapsulated {
      return truncation(image, encapsulated: encapsulated)
    }
    let pixels = image.header.pixels
    let (needed, isHuge) = pixels.frameBytes.multipliedReportingOverflow(
      by: pixels.frameCount)
    let declared = image.pixelData.length ?? 0
    // A deflated file's size says little of the inflated stream; decoding checks it.
    let most =
      image.transferSyntax.isDeflated
      ? fileSize.multipliedReportingOverflow(by: 1032).partialValue
      : fileSize - image.pixelData.offset
    let present = min(declared, max(0, most))
    return isHuge || present < needed
      ? "the pixel data is cut: \(present) of \(isHuge ? .max : needed) bytes are there" : nil
  }

  private static func truncation(
    _ image: ScannedImage, encapsulated: EncapsulatedPixelData
  ) -> String? {
    let pixels = image.header.pixels
    let fragments = encapsulated.fragments
    guard fragments.count >= pixels.frameCount else {
      return "the pixel data is cut: \(fragments.count) fragments are there for "
        + "\(pixels.frameCount) frames"
    }
    guard !encapsulated.nonconformances.contains(.lastFragmentCut) else {
      return "the pixel data is cut: its last fragment goes on behind the end of the file"
    }
    let bytes = fragments.reduce(0) { $0 + $1.count }
    let (count, isHuge) = pixels.format.pixelCount.multipliedReportingOverflow(
      by: pixels.frameCount)
    return isHuge || !PixelFormat.canHold(pixels: count, bytes: bytes)
      ? "\(bytes) compressed bytes cannot hold \(pixels.frameCount) frames of "
        + "\(pixels.format.columns)×\(pixels.format.rows) pixels" : nil
  }
}

extension ImagePlaneReading {
  /// What is wrong, in words; nil if there is a plane.
  fileprivate var problem: String? {
    switch self {
    case .plane: nil
    case .missing(let name): "\(name) is missing"
    case .malformed(let name): "\(name) makes no sense"
    }
  }
}

/// Why an image without a usable place cannot become a slice.
enum PlaneProblem {
  /// What helps images that do not say where they lie.
  static let remedies: [Remedy] = [.assumeSpacing]

  private static func statesPlace(_ image: SliceSource) -> Bool {
    image.frame.statedPlace?.position != nil && image.frame.statedPlace?.directions != nil
  }

  static func skipped(_ image: SliceSource) -> SkippedFile? {
    if image.header.isProjection {
      return SkippedFile(
        path: image.path, code: .projectionImage,
        message: "a projection image: only the detector's pixel spacing is known",
        remedies: statesPlace(image) ? remedies : [])
    }
    let reading = image.planeReading
    guard let problem = reading.problem else { return nil }
    return SkippedFile(path: image.path, code: .noGeometry, message: problem, remedies: remedies)
  }
}
