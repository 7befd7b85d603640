import DICOMImaging
public import Presentation
public import VolumeModel
public import WorkScheduling

/// Makes pictures of an image's frames, one at a time.
public struct FrameRenderer: Sendable {
  /// A frame as a picture.
  public struct Picture: Sendable {
    /// The pixels as they are stored: not turned, not scaled.
    public let raster: Raster
    /// How grey came about; nil for colours.
    public let view: GreyView?
    /// What is worth knowing of this frame.
    public let notes: [StoredImageNote]
  }

  /// What is shown.
  public let image: StoredImage
  /// Which view of grey is wanted.
  public let choice: GreyChoice
  /// Bits of a grey sample; colours always have 8.
  public let depth: GreyDepth
  /// Whether every grey is turned round, whatever the file says of it.
  public let isInverted: Bool
  /// Whether the file's overlay planes are drawn, in white on grey and in yellow on colours.
  public let showsOverlays: Bool

  /// The window where the file has none, or all values are wanted.
  private let valueWindow: DisplayWindow?

  /// Prepares pictures of some frames.
  ///
  /// Where black and white depend on the values, the frames are read once for that, so that all of
  /// them have one window.
  ///
  /// - Parameters:
  ///   - image: The image.
  ///   - frames: The frames that will be asked for, from 1.
  ///   - choice: Which view of grey.
  ///   - depth: Bits of a grey sample.
  ///   - isInverted: Whether every grey is turned round, whatever the file says of it.
  ///   - showsOverlays: Whether the file's overlay planes are drawn.
  ///   - context: Whether to go on.
  /// - Throws: ``StoredImageError`` if the work was cancelled. Frames that are damaged count for
  ///   nothing here; ``picture(ofFrame:context:)`` throws for them.
  public init(
    _ image: StoredImage, frames: [Int], choice: GreyChoice = .own(1),
    depth: GreyDepth = .eight, isInverted: Bool = false, showsOverlays: Bool = false,
    context: WorkContext = WorkContext()
  ) throws(StoredImageError) {
    self.image = image
    self.choice = choice
    self.depth = depth
    self.isInverted = isInverted
    self.showsOverlays = showsOverlays
    valueWindow = try Self.valueWindow(
      of: image, frames: frames, choice: choice, context: context)
  }

  private static func valueWindow(
    of image: StoredImage, frames: [Int], choice: GreyChoice, context: WorkContext
  ) throws(StoredImageError) -> DisplayWindow? {
    let header = image.header
    guard !header.isColor else { return nil }
    switch choice {
    case .window: return nil
    case .full: break
    case .own:
      let lacksViews = frames.contains { frame in
        let attributes = header.attributes(ofFrame: frame)
        return OwnViews(
          attributes, map: ModalityMap(attributes), isSigned: header.layout.isSigned
        ).views.isEmpty
      }
      guard lacksViews else { return nil }
      if let window = storedWindow(header) { return window }
    }
    var range = GreyRange()
    for frame in frames {
      do throws(StoredImageError) {
        range.add(
          try image.samples(ofFrame: frame, context: context).samples,
          map: ModalityMap(header.attributes(ofFrame: frame)), padding: header.padding)
      } catch {
        // The frame's own error comes when its picture is asked for.
        if error.reason == .cancelled { throw error }
      }
    }
    return DisplayWindow(covering: range.range, function: .linearExact)
  }

  /// All values of up to 8 bits, which are shown as they are.
  private static func storedWindow(_ header: StoredImageHeader) -> DisplayWindow? {
    guard header.layout.kind == .integer, header.bitsStored <= 8 else { return nil }
    let map = ModalityMap(header.attributes(ofFrame: 1))
    let least = header.layout.isSigned ? -(1 << (header.bitsStored - 1)) : 0
    let ends = [least, least + (1 << header.bitsStored) - 1].map { map.value(of: Double($0)) }
    guard ends[0] < ends[1] else { return nil }
    return DisplayWindow(covering: ends[0]...ends[1], function: .linearExact)
  }

  /// Makes the picture of a frame.
  ///
  /// - Parameters:
  ///   - frame: The frame, from 1.
  ///   - context: Whether to go on.
  /// - Returns: The picture.
  /// - Throws: ``StoredImageError``.
  public func picture(
    ofFrame frame: Int, context: WorkContext = WorkContext()
  ) throws(StoredImageError) -> Picture {
    let picture =
      image.header.isColor
      ? try colorPicture(frame, context: context) : try greyPicture(frame, context: context)
    guard showsOverlays, !image.header.overlays.isEmpty else { return picture }
    let words = try image.words(ofFrame: frame, context: context)
    var canvas = OverlayCanvas(picture.raster)
    for plane in image.header.overlays { canvas.draw(plane, frame: frame, words: words) }
    return Picture(raster: canvas.raster, view: picture.view, notes: picture.notes)
  }

  // MARK: Grey

  private func greyPicture(
    _ frame: Int, context: WorkContext
  ) throws(StoredImageError) -> Picture {
    let header = image.header
    let attributes = header.attributes(ofFrame: frame)
    let map = ModalityMap(attributes)
    let own = OwnViews(attributes, map: map, isSigned: header.layout.isSigned)
    let view = try view(among: own, frame: frame)
    let shades = GreyShades(
      map: map, view: view, isInverted: header.isInverted != isInverted, white: depth.white)
    let samples = try image.samples(ofFrame: frame, context: context).samples
    let pixels: Raster.Samples =
      switch depth {
      case .eight: .gray8(shades.shades(of: samples))
      case .sixteen: .gray16(shades.shades(of: samples))
      }
    let problems = own.problems + [map.problem].compactMap(\.self)
    return Picture(
      raster: raster(pixels, frame: frame), view: view,
      notes: problems.map { StoredImageNote(.viewUnreadable, message: $0) }
        + valueNotes(view, frame: frame))
  }

  private func view(among own: OwnViews, frame: Int) throws(StoredImageError) -> GreyView {
    switch choice {
    case .window(let window): return .window(window)
    case .full: return .window(valueWindow ?? DisplayWindow(covering: nil))
    case .own(let number):
      if number > 0, number <= own.views.count { return own.views[number - 1] }
      guard number == 1 else {
        throw StoredImageError(
          .noSuchView(number: number, count: own.views.count), path: image.path, frame: frame)
      }
      return .window(valueWindow ?? DisplayWindow(covering: nil))
    }
  }

  private func valueNotes(_ view: GreyView, frame: Int) -> [StoredImageNote] {
    guard case .window(let window) = view, window == valueWindow, case .own = choice,
      window != Self.storedWindow(image.header)
    else { return [] }
    let low = window.center - window.width / 2
    let high = window.center + window.width / 2
    return [
      StoredImageNote(
        .windowFromValues, message: "the file states no window: black is \(low), white is \(high)")
    ]
  }

  // MARK: Colours

  private func colorPicture(
    _ frame: Int, context: WorkContext
  ) throws(StoredImageError) -> Picture {
    let header = image.header
    let (samples, bits, stated) = try image.samples(ofFrame: frame, context: context)
    guard case .integers(let values) = samples else {
      throw StoredImageError(
        .unsupported("colours of 32 bits are not supported"), path: image.path, frame: frame)
    }
    if let palette = header.palette {
      return Picture(
        raster: raster(.rgb8(palette.colors(of: values)), frame: frame), view: nil, notes: [])
    }
    let meaning = try ColorMeaning(
      header.photometricInterpretation, stated: stated, image: image, frame: frame)
    let bytes = ColorConversion(meaning: meaning.meaning, bits: bits).bytes(values)
    var notes = meaning.notes
    if bits > 8 {
      notes.append(
        StoredImageNote(.colourReduced, message: "colours of \(bits) bits are shown with 8"))
    }
    return Picture(raster: raster(.rgb8(bytes), frame: frame), view: nil, notes: notes)
  }

  /// The picture, with the size of its pixels where that is one in the patient.
  private func raster(_ samples: Raster.Samples, frame: Int) -> Raster {
    let shape = image.header.pixelShape(ofFrame: frame)
    return Raster(
      width: image.header.columns, height: image.header.rows, samples: samples,
      pixelSize: shape?.place == .patient ? shape?.size : nil)
  }
}
