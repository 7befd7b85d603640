public import VolumeModel

extension Raster {
  /// Returns the picture with marks drawn on it: white with a black rim, on a ground that is darkened
  /// around them, so that they are readable on light tissue too.
  ///
  /// Where texts are too long for their corners, as on small pictures, they stand one below the other
  /// over the whole width. What is too long even so ends in "…", never within a number; lines that
  /// find no room are left out, and the letters of the sides never are but on pictures of a few
  /// pixels. Values are not
  /// touched: this is for pictures that people look at.
  public func annotated(with annotation: Annotation) -> Raster {
    var drawing = AnnotationDrawing(self, annotation: annotation)
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

  init(_ raster: Raster, annotation: Annotation) {
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
    drawTop()
    drawBottom()
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
    let gap = Double(capHeight) * 0.9
    let reach = Double(capHeight) * 3
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
    write(sides.left, at: margin, base: middle, anchor: 0)
    write(sides.right, at: canvas.width - margin, base: middle, anchor: 1)
    write(sides.top, at: canvas.width / 2, base: margin + capHeight, anchor: 0.5)
    write(sides.bottom, at: canvas.width / 2, base: canvas.height - margin, anchor: 0.5)
  }

  // MARK: Scale

  /// Above the letter of the lower side, in the middle.
  private mutating func drawBar() {
    guard let scale = annotation.millimetersPerPixel,
      let bar = ScaleBar(millimetersPerPixel: scale, longest: Double(canvas.width) * 0.3),
      canvas.height >= 10 * capHeight
    else { return }
    let lifted = isStacked([annotation.bottomLeft, annotation.bottomRight], isBelow: true)
    let rows =
      lifted ? min(rows(annotation.bottomLeft, annotation.bottomRight).count, room) : 0
    let bottom = Double(
      canvas.height - margin - 2 * capHeight - capHeight / 4 - rows * lineHeight)
    guard bottom > Double(canvas.height) / 2 + Double(3 * capHeight) else { return }
    let left = (Double(canvas.width) - bar.pixels) / 2
    let thick = lineWidth
    let tick = Double(max(2, capHeight / 3))
    var polygons = [Self.box(left, top: bottom - thick, left + bar.pixels, bottom: bottom)]
    for place in bar.ticks {
      let isEnd = place == bar.ticks.first || place == bar.ticks.last
      // Ticks lie inside the bar's length, so that its ends are the ends of the length.
      let x = min(max(left + place - thick / 2, left), left + bar.pixels - thick)
      polygons.append(
        Self.box(x, top: bottom - (isEnd ? 2 : 1) * tick, x + thick, bottom: bottom - thick))
    }
    canvas.draw(CoverageMask(polygons: polygons), color: Self.white, rim: rim)
    write(
      bar.label, at: canvas.width / 2, base: Int(bottom - 2 * tick) - margin / 2, anchor: 0.5)
  }

  private static func box(
    _ left: Double, top: Double, _ right: Double, bottom: Double
  ) -> [SIMD2<Double>] {
    [SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom)]
  }

  // MARK: Corners

  private var lineHeight: Int { TextLine.lineHeight(capHeight) }

  /// Rows of text above or below the letters of the left and right side, which keep their row.
  private var room: Int {
    max(0, (canvas.height / 2 - margin - 2 * capHeight) / lineHeight)
  }

  private mutating func drawTop() {
    let columns = [(annotation.topLeft, 0.0), (annotation.topRight, 1.0)]
    guard isStacked(columns.map(\.0), isBelow: false) else {
      for (lines, anchor) in columns {
        for (n, line) in lines.prefix(room).enumerated() {
          writeCorner(line, base: margin + capHeight + n * lineHeight, anchor: anchor)
        }
      }
      return
    }
    // Below the letter of the upper side, if there is one.
    let first = annotation.sides == nil ? 0 : 1
    let rows = rows(columns[0].0, columns[1].0)
    for (n, row) in rows.prefix(max(0, room - first)).enumerated() {
      for (line, anchor) in row {
        writeRow(line, base: margin + capHeight + (n + first) * lineHeight, anchor: anchor)
      }
    }
  }

  private mutating func drawBottom() {
    let columns = [(annotation.bottomLeft, 0.0), (annotation.bottomRight, 1.0)]
    guard isStacked(columns.map(\.0), isBelow: true) else {
      for (lines, anchor) in columns {
        for (n, line) in lines.suffix(room).reversed().enumerated() {
          writeCorner(line, base: canvas.height - margin - n * lineHeight, anchor: anchor)
        }
      }
      return
    }
    let first = annotation.sides == nil ? 0 : 1
    let rows = rows(columns[0].0, columns[1].0)
    for (n, row) in rows.suffix(max(0, room - first)).reversed().enumerated() {
      for (line, anchor) in row {
        writeRow(line, base: canvas.height - margin - (n + first) * lineHeight, anchor: anchor)
      }
    }
  }

  /// Lines of the left and of the right side in rows of the whole width, two to a row where both fit.
  private func rows(_ left: [String], _ right: [String]) -> [[(text: String, anchor: Double)]] {
    func width(_ text: String) -> Double {
      TextLine(text: String(text.prefix(200)), capHeight: capHeight).width
    }
    let available = Double(canvas.width - 2 * margin - 2 * capHeight)
    var rows: [[(text: String, anchor: Double)]] = []
    for n in 0..<max(left.count, right.count) {
      let pair = [(left, 0.0), (right, 1.0)].compactMap { lines, anchor in
        n < lines.count ? (text: lines[n], anchor: anchor) : nil
      }
      let isNarrow = pair.reduce(0) { $0 + width($1.text) } <= available
      if isNarrow { rows.append(pair) } else { rows += pair.map { [$0] } }
    }
    return rows
  }

  /// Whether one of the lines is too long for its corner.
  private func isStacked(_ columns: [[String]], isBelow: Bool) -> Bool {
    columns.joined().contains { line in
      TextLine(text: String(line.prefix(200)), capHeight: capHeight).width
        > cornerWidth(isBelow: isBelow)
    }
  }

  /// Left of the middle third at the lower side, where the scale stands; left of the letter
  /// elsewhere.
  private func cornerWidth(isBelow: Bool) -> Double {
    let half = Double(canvas.width) / 2
    let letters = Double(3 * capHeight)
    let taken = isBelow ? max(letters, half * 0.3 + Double(capHeight)) : letters
    return half - taken - Double(margin)
  }

  private mutating func writeCorner(_ text: String, base: Int, anchor: Double) {
    writeFitted(
      text, base: base, anchor: anchor, width: cornerWidth(isBelow: base > canvas.height / 2))
  }

  /// Over the whole width.
  private mutating func writeRow(_ text: String, base: Int, anchor: Double) {
    writeFitted(text, base: base, anchor: anchor, width: Double(canvas.width - 2 * margin))
  }

  private mutating func writeFitted(
    _ text: String, base: Int, anchor: Double, width: Double
  ) {
    let line = TextLine(text: String(text.prefix(200)), capHeight: capHeight)
    guard let fitted = line.fitted(into: width) else { return }
    write(
      fitted.text, at: anchor == 0 ? margin : canvas.width - margin, base: base, anchor: anchor)
  }

  /// Writes a text whose left end (anchor 0), middle (0.5) or right end (1) stands at `x`.
  private mutating func write(_ text: String, at x: Int, base: Int, anchor: Double) {
    guard !text.isEmpty else { return }
    let line = TextLine(text: text, capHeight: capHeight)
    let left = x - Int((line.width * anchor).rounded())
    let pad = Double(max(1, capHeight / 4))
    let below = Double(capHeight) * GlyphTable.descent / GlyphTable.capHeight
    canvas.darken(
      from: SIMD2(Double(left) - pad, Double(base - capHeight) - pad),
      to: SIMD2(Double(left) + line.width + pad, Double(base) + below + pad / 2))
    canvas.draw(line.mask(at: SIMD2(left, base)), color: Self.white, rim: rim)
  }
}
