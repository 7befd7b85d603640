import SeriesLoading
import VolumeModel

/// How often values occur, with the window that pictures are shown with.
///
/// Heights are logarithms: else air would hide everything. The outermost thousandths of the values
/// are counted in the first and last bar, so that one wild voxel does not squeeze all others.
struct HistogramDrawing {
  private let bars: [Int]
  private let range: ClosedRange<Double>
  private let window: DisplayWindow
  private let unit: String

  private enum Layout {
    static let width = 960.0
    static let margin = 20.0
    static let top = 10.0
    static let bottom = 130.0
    static let height = 166.0
    static let bars = 160
  }

  /// Nil if all values are equal.
  init?(_ histogram: Histogram, window: DisplayWindow, unit: String?) {
    let low = histogram.quantile(0.001)
    let high = histogram.quantile(0.999)
    guard histogram.binWidth > 0, low < high else { return nil }
    range = low...high
    // Whole numbers that are fewer than the bars would leave gaps between them.
    let filled = histogram.counts.indices.count { bin in
      let edge = Double(histogram.range.lowerBound) + Double(bin) * histogram.binWidth
      return histogram.counts[bin] > 0 && edge >= low && edge <= high
    }
    var bars = [Int](repeating: 0, count: min(Layout.bars, max(filled, 1)))
    for (bin, count) in histogram.counts.enumerated() where count > 0 {
      let value = Double(histogram.range.lowerBound) + (Double(bin) + 0.5) * histogram.binWidth
      // Limited before it becomes a whole number: one wild voxel may lie 10³⁸ away.
      let part = min(max((value - low) / (high - low), 0), 1)
      bars[min(Int(part * Double(bars.count)), bars.count - 1)] += count
    }
    self.bars = bars
    self.window = window
    self.unit = unit.map { " \($0)" } ?? ""
  }

  /// The drawing as SVG, with a sentence for those who cannot see it.
  var svg: HTML {
    """
    <svg class="slices histogram" viewBox="0 0 \(Layout.width) \(Layout.height)" role="img" \
    aria-label="\(summary)">
    \(shade)
    <path class="bars" d="\(outline)"/>
    \(scale)
    </svg>
    """
  }

  /// The same in a sentence.
  var summary: String {
    "values \(range.lowerBound.shortText) to \(range.upperBound.shortText)\(unit), logarithmic; "
      + "the band is the window, centre \(window.center.shortText), "
      + "width \(window.width.shortText)"
  }

  private func x(_ value: Double) -> Double {
    let part = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return Layout.margin + min(max(part, 0), 1) * (Layout.width - 2 * Layout.margin)
  }

  /// From what is black to what is white.
  private var shade: HTML {
    let left = x(window.center - window.width / 2)
    let right = x(window.center + window.width / 2)
    return """
      <rect class="window" x="\(left)" y="\(Layout.top)" width="\(max(right - left, 1))" \
      height="\(Layout.bottom - Layout.top)"/>
      """
  }

  private var outline: String {
    let highest = logarithm(bars.max() ?? 1)
    let step = (Layout.width - 2 * Layout.margin) / Double(bars.count)
    var path = "M\(Layout.margin.shortText) \(Layout.bottom.shortText)"
    for (n, count) in bars.enumerated() {
      let height = logarithm(count) / max(highest, 1e-9) * (Layout.bottom - Layout.top)
      path += "V\((Layout.bottom - height).shortText)"
      path += "H\((Layout.margin + Double(n + 1) * step).shortText)"
    }
    return path + "V\(Layout.bottom.shortText)Z"
  }

  /// The number of binary digits with its fraction: 0 for nothing, 1 for one voxel.
  private func logarithm(_ count: Int) -> Double {
    guard count > 0 else { return 0 }
    let number = Double(count)
    return Double(number.exponent) + number.significand
  }

  private var scale: HTML {
    let ticks = RoundTicks.values(in: range).map { value -> HTML in
      "<text x=\"\(x(value))\" y=\"\(Layout.bottom + 18)\">\(value)</text>"
    }
    return HTML(ticks)
  }
}
