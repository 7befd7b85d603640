import PixelCoding
import DICOMCoding
import DICOMImaging
import DICOMModel

/// Why an image cannot become a slice of a volume, seen from its header alone.
struct ImageProblem {
  let code: SkippedFile.Code
  let message: String

  /// Looks for the first reason; nil if the image can be a slice.
  init?(_ image: ScannedImage, fileSize: Int, _ decoders: FrameSyntaxes) {
    let header = image.header
    let pixels = header.pixels
    if !pixels.isMonochrome {
      self.init(.colourImage, "\(pixels.photometricInterpretation) pixels are colours, not values")
    } else if header.isMosaic {
      self.init(.mosaic, "a mosaic is a sheet of many slices; it is not assembled yet")
    } else if image.pixelData.tag != .pixelData {
      self.init(.unsupportedPixels, "float pixel data is not supported yet")
    } else if !decoders.contains(image.transferSyntax) {
      self.init(
        .unsupportedTransferSyntax,
        "transfer syntax \(image.transferSyntax.name) (\(image.transferSyntax.uid)) is not supported"
      )
    } else if let message = Self.truncation(image, fileSize) {
      self.init(.truncatedPixelData, message)
    } else if header.isLocalizer {
      self.init(.localizer, "Image Type says LOCALIZER")
    } else {
      return nil
    }
  }

  private init(_ code: SkippedFile.Code, _ message: String) {
    (self.code, self.message) = (code, message)
  }

  private static func truncation(_ image: ScannedImage, _ fileSize: Int) -> String? {
    guard !image.transferSyntax.isEncapsulated else { return nil }
    let pixels = image.header.pixels
    let (needed, isHuge) = pixels.format.frameBytes.multipliedReportingOverflow(
      by: pixels.frameCount)
    let declared = image.pixelData.length ?? 0
    // A deflated file's size says nothing of the inflated stream; decoding checks it.
    let present =
      image.transferSyntax.isDeflated
      ? declared : min(declared, max(0, fileSize - image.pixelData.offset))
    return isHuge || present < needed
      ? "the pixel data is cut: \(present) of \(isHuge ? .max : needed) bytes are there" : nil
  }
}

/// Why an image without a usable place cannot become a slice.
enum PlaneProblem {
  static func skipped(_ image: SliceSource) -> SkippedFile? {
    if image.header.isProjection {
      return SkippedFile(
        path: image.path, code: .projectionImage,
        message: "a projection image: only the detector's pixel spacing is known")
    }
    switch image.frame.plane {
    case .plane: return nil
    case .missing(let name):
      return SkippedFile(
        path: image.path, code: .noGeometry,
        message: "\(name) is missing; --assume-spacing dx,dy,dz stacks such images by name")
    case .malformed(let name):
      return SkippedFile(
        path: image.path, code: .noGeometry, message: "\(name) makes no sense")
    }
  }
}
