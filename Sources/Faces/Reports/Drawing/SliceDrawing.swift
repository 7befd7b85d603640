import SeriesLoading

/// A drawing of where the slices lie along their normal, and how far apart they are.
///
/// Above, every slice is a line at its position; a hole is a red band with a dashed line for
/// each slice that seems to be missing, an uneven distance an amber band. Below, the distances
/// themselves stand as bars beside the band that the tolerance allows.
struct SliceDrawing {
  private let positions: [Double]
  private let gaps: PositionGaps
  private let axis: Axis

  /// Where things lie, in units of the drawing.
  private enum Layout {
    static let width = 960.0
    static let margin = 46.0
    static let slices = 14.0...64.0
    static let bars = 104.0...164.0
    static let height = 186.0
    /// Holes of more missing slices are bands without dashed lines.
    static let dashes = 40
    /// Labels closer than this would lie on each other.
    static let labelHeight = 14.0
  }

  /// Millimetres to units of the drawing.
  private struct Axis {
    let length: Double

    func x(_ position: Double) -> Double {
      Layout.margin + position / length * (Layout.width - 2 * Layout.margin)
    }
  }

  /// Nil for fewer than two slices.
  ///
  /// - Parameters:
  ///   - positions: Millimetres along the normal from the first slice, growing.
  ///   - tolerances: What counts as even.
  init?(_ positions: [Double], tolerances: StackTolerances) {
    guard let gaps = PositionGaps(positions, tolerances: tolerances), let last = positions.last,
      last > 0,
      last.isFinite
    else { return nil }
    self.positions = positions
    self.gaps = gaps
    axis = Axis(length: last)
  }

  /// The drawing as SVG, with a sentence for those who cannot see it.
  var svg: HTML {
    """
    <svg class="slices" viewBox="0 0 \(Layout.width) \(Layout.height)" role="img" \
    aria-label="\(summary)">
    \(bands)
    \(lines)
    \(missingLines)
    \(scale)
    \(bars)
    </svg>
    """
  }

  /// The same in a sentence.
  var summary: String {
    let count = positions.count
    let length = axis.length.shortText
    var text = "\(count) slices over \(length) mm, median distance \(gaps.median.shortText) mm"
    let missing = gaps.missingCount
    let uneven = gaps.unevenCount
    if missing > 0 { text += "; \(missing) slice\(missing == 1 ? "" : "s") missing (red)" }
    if uneven > 0 { text += "; \(uneven) uneven distance\(uneven == 1 ? "" : "s") (amber)" }
    return missing + uneven == 0 ? text + "; evenly spaced" : text
  }

  /// Behind distances that are not even: a band from slice to slice.
  private var bands: HTML {
    let top = Layout.slices.lowerBound
    let bottom = Layout.slices.upperBound
    return HTML(
      gaps.gaps.filter { $0.kind != .even }.map { gap in
        let left = axis.x(gap.range.lowerBound)
        let right = axis.x(gap.range.upperBound)
        let name = gap.kind == .uneven ? "uneven" : "hole"
        return """
          <rect class="\(name)" x="\(left)" y="\(top - 6)" width="\(max(right - left, 1))" \
          height="\(bottom - top + 12)"><title>\(title(gap))</title></rect>
          """
      })
  }

  private func title(_ gap: PositionGaps.Gap) -> String {
    let place = "\(gap.range.lowerBound.shortText) to \(gap.range.upperBound.shortText) mm"
    guard case .missing(let count) = gap.kind else {
      return "\(place): \(gap.length.shortText) mm apart"
    }
    return "\(place): \(gap.length.shortText) mm apart, "
      + "\(count) slice\(count == 1 ? "" : "s") missing"
  }

  /// One line for each slice, as a single path.
  private var lines: HTML {
    let top = Layout.slices.lowerBound
    let bottom = Layout.slices.upperBound
    let path = positions.map { "M\(axis.x($0).shortText) \(top.shortText)V\(bottom.shortText)" }
    return "<path class=\"slice\" d=\"\(path.joined())\"/>"
  }

  private var missingLines: HTML {
    let top = Layout.slices.lowerBound
    let bottom = Layout.slices.upperBound
    var path = ""
    for gap in gaps.gaps {
      guard case .missing(let count) = gap.kind, count <= Layout.dashes else { continue }
      for n in 1...count {
        let position = gap.range.lowerBound + gap.length * Double(n) / Double(count + 1)
        path += "M\(axis.x(position).shortText) \(top.shortText)V\(bottom.shortText)"
      }
    }
    return path.isEmpty ? .empty : "<path class=\"missing\" d=\"\(path)\"/>"
  }

  private var scale: HTML {
    let y = Layout.slices.upperBound + 22
    let ticks = RoundTicks.values(in: 0...axis.length).map { value -> HTML in
      "<text x=\"\(axis.x(value))\" y=\"\(y)\">\(value)</text>"
    }
    return """
      \(ticks)
      <text class="unit" x="\(Layout.width - 4)" y="\(y)">mm</text>
      """
  }

  /// The distances as bars from slice to slice, with the tolerance around the median.
  private var bars: HTML {
    let largest = (gaps.gaps.map(\.length).max() ?? gaps.median) * 1.05
    let top = Layout.bars.lowerBound
    let bottom = Layout.bars.upperBound
    func y(_ length: Double) -> Double { bottom - length / largest * (bottom - top) }
    let bars = gaps.gaps.map { gap -> HTML in
      let left = axis.x(gap.range.lowerBound)
      let right = axis.x(gap.range.upperBound)
      let name = gap.kind == .even ? "even" : gap.kind == .uneven ? "uneven" : "hole"
      let height = max(bottom - y(gap.length), 0.5)
      // A hair of space between bars, but not where they are thinner than that.
      let width = max(right - left - min(1, (right - left) / 4), 0.2)
      return """
        <rect class="bar \(name)" x="\(left)" y="\(y(gap.length))" width="\(width)" \
        height="\(height)"><title>\(title(gap))</title></rect>
        """
    }
    let zero: HTML =
      bottom - y(gaps.median) < Layout.labelHeight
      ? "" : "<text class=\"left\" x=\"\(Layout.margin - 6)\" y=\"\(bottom + 4)\">0</text>"
    let band = max(y(gaps.median - gaps.tolerance) - y(gaps.median + gaps.tolerance), 1)
    return """
      \(bars)
      <rect class="tolerance" x="\(Layout.margin)" y="\(y(gaps.median + gaps.tolerance))" \
      width="\(Layout.width - 2 * Layout.margin)" height="\(band)"/>
      <text class="left" x="\(Layout.margin - 6)" y="\(y(gaps.median) + 4)">\(gaps.median)</text>
      \(zero)
      <text x="\(Layout.width / 2)" y="\(bottom + 18)">distance from slice to slice in mm</text>
      """
  }
}
