import WebServices

/// The media types of a request's answers, the default first.
enum MediaOffers {
  static var jpeg: MediaType { MediaType("image/jpeg") }
  static var png: MediaType { MediaType("image/png") }
  static var gif: MediaType { MediaType("image/gif") }
  static var animatedPNG: MediaType { MediaType("image/apng") }
  static var array: MediaType { MediaType("application/x-npy") }
  static var json: MediaType { MediaType("application/json") }

  /// Those of a still picture, and of its values.
  static var still: [MediaType] { [jpeg, png, gif, array] + parts }

  /// Those of several pictures: one that moves, or one part for each.
  static var moving: [MediaType] { [gif, animatedPNG, png] + parts }

  private static var parts: [MediaType] { [.related(jpeg), .related(png), .related(gif)] }

  /// Those of the parameters that were used.
  static var metadata: [MediaType] { [.dicomJSON, json] }

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
