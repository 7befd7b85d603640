import VolumeModel
import WebServices

/// What a request for a picture of stored images says (PS3.18 8.3.5.1).
struct RenderedParameter {
  /// Which part of a picture is shown, and how large.
  struct Viewport: Hashable {
    var width: Int
    var height: Int
    var left = 0.0
    var top = 0.0
    /// To the right and lower side if nil; below 0 the picture is turned round.
    var partWidth: Double?
    var partHeight: Double?
  }

  var viewport: Viewport?
  var window: DisplayWindow?
  var quality = 90
  var showsPatient = false
  var showsTechnique = false
  /// What was asked for and is not there.
  var warnings: [String] = []

  /// The most pixels along a side.
  static let longestSide = 1 << 14

  /// Reads the query of a rendered picture.
  ///
  /// - Throws: `WebServiceError` for values that make no sense.
  init(_ query: QueryItems) throws(WebServiceError) {
    for item in query.items {
      switch item.name {
      case "viewport": viewport = try Self.viewport(item.value)
      case "window": window = try Self.window(item.value)
      case "quality": quality = try Self.quality(item.value)
      case "annotation": try annotate(item.value)
      case "iccprofile": try Self.checkProfile(item.value)
      default: break
      }
    }
  }

  /// Reads the query of a thumbnail, which takes a size alone.
  ///
  /// - Throws: `WebServiceError` for values that make no sense.
  init(thumbnail query: QueryItems) throws(WebServiceError) {
    viewport = Viewport(width: 128, height: 128)
    guard let text = query["viewport"] else { return }
    let viewport = try Self.viewport(text)
    guard viewport == Viewport(width: viewport.width, height: viewport.height) else {
      throw WebServiceError(.badParameter("viewport", "a thumbnail has a width and a height alone"))
    }
    self.viewport = viewport
  }

  private static func viewport(_ text: String) throws(WebServiceError) -> Viewport {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    guard (2...6).contains(words.count), let width = Int(words[0]), let height = Int(words[1]),
      (1...longestSide).contains(width), (1...longestSide).contains(height)
    else {
      throw WebServiceError(
        .badParameter("viewport", "it is width,height or width,height,x,y,width,height"))
    }
    var viewport = Viewport(width: width, height: height)
    func number(_ place: Int) throws(WebServiceError) -> Double? {
      guard place < words.count, !words[place].isEmpty else { return nil }
      guard let number = Double(words[place]), number.isFinite, abs(number) < 1e6 else {
        throw WebServiceError(.badParameter("viewport", "a part of it is no number"))
      }
      return number
    }
    viewport.left = abs(try number(2) ?? 0)
    viewport.top = abs(try number(3) ?? 0)
    viewport.partWidth = try number(4)
    viewport.partHeight = try number(5)
    guard viewport.partWidth != 0, viewport.partHeight != 0 else {
      throw WebServiceError(.badParameter("viewport", "nothing is shown"))
    }
    return viewport
  }

  private static func window(_ text: String) throws(WebServiceError) -> DisplayWindow {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    guard words.count == 3, let center = Double(words[0]), let width = Double(words[1]),
      center.isFinite, width.isFinite,
      let function = DisplayWindow.Function(rawValue: String(words[2])),
      let window = DisplayWindow(center: center, width: width, function: function)
    else {
      throw WebServiceError(
        .badParameter("window", "it is centre,width,function: linear, linear-exact or sigmoid"))
    }
    return window
  }

  private static func quality(_ text: String) throws(WebServiceError) -> Int {
    guard let quality = Int(text), (1...100).contains(quality) else {
      throw WebServiceError(.badParameter("quality", "it is a number from 1 to 100"))
    }
    return quality
  }

  private mutating func annotate(_ text: String) throws(WebServiceError) {
    let words = text.split(separator: ",", omittingEmptySubsequences: false)
    for word in words {
      switch word {
      case "patient": showsPatient = true
      case "technique": showsTechnique = true
      case _ where !word.isEmpty && word.utf8.allSatisfy(Self.isLetter):
        warnings.append(
          "The following annotation values are not supported: \(word)")
      default:
        throw WebServiceError(.badParameter("annotation", "it is patient, technique or both"))
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func checkProfile(_ text: String) throws(WebServiceError) {
    guard text == "no" else {
      throw WebServiceError(.badParameter("iccprofile", "pictures have no profile: no"))
    }
  }
}
