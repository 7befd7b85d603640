public import VolumeModel

extension Raster {
  /// Returns the picture with marks drawn on it: white with a black rim, so that they are
  /// readable on any ground.
  ///
  /// Texts that are too long for their corner end in "…"; lines that find no room are left out,
  /// and the letters of the sides never are but on pictures of a few pixels. Values are not
  /// touched: this is for pictures that people look at.
  public func annotated(with annotation: Annotation) -> Raster {
    var drawing = AnnotationDrawing(self, annotation)
    drawing.draw()
    return drawing.canvas.raster
  }
}

/// Where the marks of one picture stand.
private struct AnnotationDrawing {
  var canvas: PictureCanvas
  let annotation: Annotation
  /// The height of capital letters in pixels.
  let capHeight: Int
  let margin: Int
  let rim: Double

  private static let white = SIMD3<UInt8>(255, 255, 255)

  init(_ raster: Raster, _ annotation: Annotation) {
    canvas = PictureCanvas(raster)
    self.annotation = annotation
    let side = (Double(raster.width) * Double(raster.height)).squareRoot()
    // A picture of 512 × 512 has letters of 11; smaller ones than 7 cannot be read.
    capHeight = min(max(7, Int(side / 46)), 200)
    margin = max(3, capHeight * 2 / 3)
    rim = max(1, Double(capHeight) / 8)
  }

  /// Lines lie below texts.
  mutating func draw() {
    for line in annotation.lines { draw(line) }
    if let place = annotation.crosshair { drawCrosshair(place) }
    guard min(canvas.width, canvas.height) >= 3 * capHeight else { return }
    drawBar()
    drawSides()
    drawCorners()
  }

  private var lineWidth: Double { max(1, (Double(capHeight) / 10).rounded()) }

  // MARK: Lines

  private mutating func draw(_ line: ReferenceLine) {
    let along = line.end - line.start
    let length = (along * along).sum().squareRoot()
    // Dashes, which anatomy has not.
    let dash = Double(capHeight) * 0.8
    var from = 0.0
    // Lines of planes end at the picture; others may be anything.
    guard length < 1e5 else { return }
    while from < length {
      let to = min(length, from + dash)
      let ends = (line.start + along * (from / length), line.start + along * (to / length))
      let ink = CoverageMask(lineFrom: ends.0, to: ends.1, width: lineWidth)
      canvas.draw(ink, color: line.color, rim: rim / 2)
      from += 2 * dash
    }
  }

  /// Four strokes around a place, which itself is left free.
  private mutating func drawCrosshair(_ place: SIMD2<Double>) {
    let (gap, reach) = (Double(capHeight) * 0.9, Double(capHeight) * 3)
    for direction in [SIMD2(1.0, 0), SIMD2(-1, 0), SIMD2(0, 1), SIMD2(0, -1)] {
      let ink = CoverageMask(
        lineFrom: place + direction * gap, to: place + direction * reach, width: lineWidth)
      canvas.draw(ink, color: Self.white, rim: rim / 2)
    }
  }

  // MARK: Sides

  private mutating func drawSides() {
    guard let sides = annotation.sides else { return }
    let middle = (canvas.height + capHeight) / 2
    write(sides.left, at: margin, middle, anchor: 0)
    write(sides.right, at: canvas.width - margin, middle, anchor: 1)
    write(sides.top, at: canvas.width / 2, margin + capHeight, anchor: 0.5)
    write(sides.bottom, at: canvas.width / 2, canvas.height - margin, anchor: 0.5)
  }

  // MARK: Scale

  /// Above the letter of the lower side, in the middle.
  private mutating func drawBar() {
    guard let scale = annotation.millimetersPerPixel,
      let bar = ScaleBar(millimetersPerPixel: scale, longest: Double(canvas.width) * 0.3),
      canvas.height >= 10 * capHeight
    else { return }
    let bottom = Double(canvas.height - margin - 2 * capHeight - capHeight / 4)
    let left = (Double(canvas.width) - bar.pixels) / 2
    let thick = lineWidth
    let tick = Double(max(2, capHeight / 3))
    var polygons = [Self.box(left, bottom - thick, left + bar.pixels, bottom)]
    for place in bar.ticks {
      let isEnd = place == bar.ticks.first || place == bar.ticks.last
      // Ticks lie inside the bar's length, so that its ends are the ends of the length.
      let x = min(max(left + place - thick / 2, left), left + bar.pixels - thick)
      polygons.append(Self.box(x, bottom - (isEnd ? 2 : 1) * tick, x + thick, bottom - thick))
    }
    canvas.draw(CoverageMask(polygons: polygons), color: Self.white, rim: rim)
    write(
      bar.label, at: canvas.width / 2, Int(bottom - 2 * tick) - margin / 2, anchor: 0.5)
  }

  private static func box(
    _ left: Double, _ top: Double, _ right: Double, _ bottom: Double
  ) -> [SIMD2<Double>] {
    [SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom)]
  }

  // MARK: Corners

  private mutating func drawCorners() {
    let lineHeight = TextLine.lineHeight(capHeight)
    // The letters of the left and right side keep their row.
    let room = (canvas.height / 2 - margin - 2 * capHeight) / lineHeight
    for (lines, anchor) in [(annotation.topLeft, 0.0), (annotation.topRight, 1)] {
      for (n, line) in lines.prefix(max(0, room)).enumerated() {
        writeCorner(line, margin + capHeight + n * lineHeight, anchor, isTop: n == 0)
      }
    }
    for (lines, anchor) in [(annotation.bottomLeft, 0.0), (annotation.bottomRight, 1)] {
      for (n, line) in lines.suffix(max(0, room)).reversed().enumerated() {
        writeCorner(line, canvas.height - margin - n * lineHeight, anchor, isTop: false)
      }
    }
  }

  /// Left of the middle third at the lower side, where the scale stands; left of the letter
  /// elsewhere.
  private mutating func writeCorner(
    _ text: String, _ base: Int, _ anchor: Double, isTop: Bool
  ) {
    let half = Double(canvas.width) / 2
    let letters = Double(3 * capHeight)
    let isBelow = base > canvas.height / 2
    let taken = isBelow ? max(letters, half * 0.3 + Double(capHeight)) : letters
    let line = TextLine(text: String(text.prefix(200)), capHeight: capHeight)
    guard let fitted = line.fitted(into: half - taken - Double(margin)) else { return }
    write(
      fitted.text, at: anchor == 0 ? margin : canvas.width - margin, base, anchor: anchor)
  }

  /// Writes a text whose left end (anchor 0), middle (0.5) or right end (1) stands at `x`.
  private mutating func write(_ text: String, at x: Int, _ base: Int, anchor: Double) {
    guard !text.isEmpty else { return }
    let line = TextLine(text: text, capHeight: capHeight)
    let left = x - Int((line.width * anchor).rounded())
    canvas.draw(line.mask(at: SIMD2(left, base)), color: Self.white, rim: rim)
  }
}
