import SagittaEngine
import WebServices

/// The media types of a request's answers, the default first.
enum MediaOffers {
  static var jpeg: MediaType { MediaType("image/jpeg") }
  static var png: MediaType { MediaType("image/png") }
  static var gif: MediaType { MediaType("image/gif") }
  static var animatedPNG: MediaType { MediaType("image/apng") }
  static var array: MediaType { MediaType("application/x-npy") }
  static var video: MediaType { MediaType("video/mp4") }
  static var dicom: MediaType { MediaType("application/dicom") }
  static var json: MediaType { MediaType("application/json") }

  /// Those of a still picture, of its values, and of the object that it becomes.
  static var still: [MediaType] { [jpeg, png, gif, array] + parts + [dicom] }

  /// Those of several pictures: one that moves, or one part for each.
  ///
  /// Video needs a program that encodes it, which is looked for once.
  static var moving: [MediaType] {
    [gif, animatedPNG, png] + parts + (hasVideo ? [video] : []) + [dicom]
  }

  private static let hasVideo = VideoEncoder.programPath != nil

  private static var parts: [MediaType] { [.related(jpeg), .related(png), .related(gif)] }

  /// Those of the parameters that were used.
  static var metadata: [MediaType] { [.dicomJSON, json] }

  /// Whether it is a single picture of pixels as they are seen.
  static func isStillImage(_ type: MediaType) -> Bool { [jpeg, png, gif].contains(type) }

  /// Chooses among offers.
  ///
  /// - Throws: ``RenderedVolumesError`` if nothing fits, or rendered and DICOM types are mixed.
  static func choice(
    _ accept: AcceptList, among offers: [MediaType]
  ) throws(RenderedVolumesError) -> MediaType {
    if offers != metadata { try refuseMixture(accept) }
    guard let choice = accept.choice(among: offers) else {
      throw .notAcceptable(offers: offers.map(\.description))
    }
    return choice.offer
  }

  private static func refuseMixture(_ accept: AcceptList) throws(RenderedVolumesError) {
    let types = accept.entries.map { $0.mediaType["type"] ?? $0.mediaType.essence }
    let areRendered = types.contains { $0.hasPrefix("image/") || $0.hasPrefix("video/") }
    guard !areRendered || !types.contains(where: { $0.hasPrefix("application/dicom") }) else {
      throw .mixedMediaTypes
    }
  }
}
