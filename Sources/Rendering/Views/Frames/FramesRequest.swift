public import Presentation
import StoredImages
public import VolumeModel

/// Stored images of any kind as they are stored, neither turned nor resampled.
///
/// As JSON every field may be left out: `{ "frames": "1-10,20", "windowPreset": "lung" }`.
public struct FramesRequest: Codable, Hashable, Sendable {
  /// The frames of each image; nil for all.
  public var frames: FrameList?
  /// The values between black and white, `full` for those of the frames shown; nil for the file's own
  /// view.
  public var window: WindowRange?
  /// The name of a known window instead.
  public var windowPreset: String?
  /// Which of the file's own views of grey, from 1: its tables come first, then its windows; nil is 1.
  public var fileView: Int?
  /// The shape of the curve of ``window`` and ``windowPreset``.
  public var voi = DisplayWindow.Function.linear
  /// Whether every grey is turned round.
  public var invert = false
  /// Whether the file's overlay planes are drawn.
  public var overlays = false
  /// Whether pixels are made square where the file says that they are not.
  public var square = false
  /// A contact sheet of so many columns and rows of frames, spread from first to last; nil for single
  /// images.
  public var montage: SIMD2<Int>?
  /// Bits of a grey sample.
  public var bits = GreyDepth.eight
  /// How much images say about themselves; nil for nothing, on sheets for labels.
  public var annotate: AnnotationDetail?
  /// Whether images say who the patient is.
  public var showIdentity = false

  /// Creates a request for all frames as the file shows them.
  public init() {}

  /// Reads a request; what is not given is as ``init()`` has it.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    frames = try fields.value(.frames)
    window = try fields.value(.window)
    windowPreset = try fields.value(.windowPreset)
    fileView = try fields.value(.fileView)
    voi = try fields.value(.voi, default: .linear)
    invert = try fields.value(.invert, default: false)
    overlays = try fields.value(.overlays, default: false)
    square = try fields.value(.square, default: false)
    montage = try fields.value(.montage)
    bits = try fields.value(.bits, default: .eight)
    annotate = try fields.value(.annotate)
    showIdentity = try fields.value(.showIdentity, default: false)
  }

  /// The most places of a sheet.
  public static var mostPlaces: Int { 10_000 }

  /// Refuses what makes no sense for any image.
  ///
  /// - Throws: ``RequestError``.
  public func validate() throws(RequestError) {
    _ = try choice()
    guard !showIdentity || annotate == .full else {
      throw RequestError(
        .incomplete, field: "showIdentity", sentence: "`showIdentity` belongs to `annotate` full")
    }
    guard let montage else { return }
    guard bits == .eight else {
      throw RequestError(
        .contradiction, field: "bits",
        sentence: "`bits` 16 is for single images; sheets have 8 bits")
    }
    guard montage.x > 0, montage.y > 0 else {
      throw RequestError(.outOfRange, field: "montage", sentence: "`montage` has no places")
    }
    guard montage.x <= Self.mostPlaces / montage.y else {
      throw RequestError(
        .overLimit, field: "montage", sentence: "`montage` has more than \(Self.mostPlaces) places"
      )
    }
  }

  /// The view of grey that is asked for.
  func choice() throws(RequestError) -> GreyChoice {
    guard [window != nil, windowPreset != nil, fileView != nil].count(where: { $0 }) <= 1 else {
      throw RequestError(
        .contradiction, field: "window",
        sentence: "`window`, `windowPreset` and `fileView` contradict each other; give one")
    }
    if let fileView, fileView < 1 {
      throw RequestError(
        .outOfRange, field: "fileView", sentence: "`fileView` \(fileView) is not above 0")
    }
    if let windowPreset {
      do throws(UnknownWindowPreset) {
        return .window(try WindowPreset(named: windowPreset).window(function: voi))
      } catch {
        throw RequestError(.unknownName, field: "windowPreset", sentence: error.description)
      }
    }
    switch window {
    case nil: return .own(fileView ?? 1)
    case .full: return .full
    case .values(let center, let width):
      guard let window = DisplayWindow(center: center, width: width, function: voi) else {
        throw RequestError(
          .outOfRange, field: "window",
          sentence: "`window`: the width must be above 0, and at least 1 for `voi` linear")
      }
      return .window(window)
    }
  }
}
