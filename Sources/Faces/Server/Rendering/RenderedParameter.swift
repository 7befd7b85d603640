import Presentation
import RenderedVolumes
import VolumeModel
import WebServices

/// What a request for a picture of stored images says (PS3.18 8.3.5.1).
struct RenderedParameter {
  var viewport: Viewport?
  var window: DisplayWindow?
  var quality = 90
  var annotation = AnnotationWish()

  /// The most pixels along a side.
  static let longestSide = 1 << 14

  /// Reads the query of a rendered picture.
  ///
  /// - Throws: What becomes a ``ServiceFailure`` for values that make no sense.
  init(_ query: QueryItems) throws {
    for item in query.items {
      switch item.name {
      case "viewport": viewport = try Self.viewport(item.value)
      case "window": window = try WindowWish.read(item.value)
      case "quality": quality = try Self.quality(item.value)
      case "annotation": try annotation.read(item.value)
      case "iccprofile": try Self.checkProfile(item.value)
      default: break
      }
    }
  }

  /// Reads the query of a thumbnail, which takes a size alone.
  ///
  /// - Throws: What becomes a ``ServiceFailure`` for values that make no sense.
  init(thumbnail query: QueryItems) throws {
    let viewport = try query["viewport"].map(Self.viewport) ?? Viewport(width: 128, height: 128)
    guard viewport.showsAll else {
      throw WebServiceError(.badParameter("viewport", "a thumbnail has a width and a height alone"))
    }
    self.viewport = viewport
  }

  /// What was asked for and is not there.
  var warnings: [String] {
    annotation.unknown.isEmpty
      ? []
      : [
        "The following annotation values are not supported: "
          + annotation.unknown.joined(separator: ", ")
      ]
  }

  private static func viewport(_ text: String) throws -> Viewport {
    let viewport = try Viewport(text)
    guard max(viewport.width, viewport.height) <= longestSide else {
      throw WebServiceError(.badParameter("viewport", "a side has at most \(longestSide) pixels"))
    }
    return viewport
  }

  private static func quality(_ text: String) throws(WebServiceError) -> Int {
    guard let quality = Int(text), (1...100).contains(quality) else {
      throw WebServiceError(.badParameter("quality", "it is a number from 1 to 100"))
    }
    return quality
  }

  private static func checkProfile(_ text: String) throws(WebServiceError) {
    guard text == "no" else {
      throw WebServiceError(.badParameter("iccprofile", "pictures have no profile: no"))
    }
  }
}
