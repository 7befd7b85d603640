import ImageFiles
import VolumeModel
import WorkScheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The part of a volume's section that shows it from outside.
struct ViewsSection {
  let views: VolumeViews
  /// The number of the volume, for names of elements.
  let id: Int
  let unit: String?

  func html(_ context: WorkContext) throws -> HTML {
    let projections = try views.projections.compactMap {
      try figure($0, caption: "MIP \($0.name)", context: context)
    }
    let planes = try views.planes.compactMap {
      try figure($0, caption: $0.name, context: context)
    }
    return try """
    \(histogram)
    <h3>Maximum intensity projections</h3>
    <div class="pictures">\(projections)</div>
    <div class="pictures">
    \(spin(context))
    \(rayCast(context))
    </div>
    <details class="large"><summary>Larger planes</summary>
    \(planes)
    </details>
    """
  }

  private var histogram: HTML {
    guard let histogram = views.histogram,
      let drawing = HistogramDrawing(histogram, window: views.window, unit: unit)
    else { return .empty }
    return """
      <figure class="drawing">
      \(drawing.svg)
      <figcaption>Histogram: \(drawing.summary).</figcaption>
      </figure>
      """
  }

  private func rayCast(_ context: WorkContext) throws -> HTML {
    guard let (view, preset) = views.rayCast else { return .empty }
    let caption = "Ray cast \(view.name), preset \(preset)"
    return try figure(view, caption: caption, context: context) ?? .empty
  }

  private func figure(
    _ view: VolumeViews.View, caption: String, context: WorkContext
  ) throws -> HTML? {
    let alt = "\(caption), volume \(id)"
    guard let image = try Self.image(view.raster, alt: alt, context: context) else { return nil }
    return """
      <figure>
      <div class="plane">\(image)\
      <b class="l">\(view.sides[0])</b><b class="r">\(view.sides[1])</b>\
      <b class="t">\(view.sides[2])</b><b class="b">\(view.sides[3])</b></div>
      <figcaption>\(caption)</figcaption>
      </figure>
      """
  }

  /// All frames lie over each other; the script shows one of them.
  ///
  /// Without the script, the first is seen.
  private func spin(_ context: WorkContext) throws -> HTML {
    guard views.spin.count > 1 else { return .empty }
    let frames = try views.spin.enumerated().compactMap { n, raster in
      try Self.image(
        raster, alt: "MIP turned by \(n * 360 / views.spin.count)°, volume \(id)",
        attributes: n == 0 ? "class=\"frame\"" : "class=\"frame\" hidden",
        context: context)
    }
    return """
      <figure class="spin" data-frames="\(frames.count)">
      <div class="plane">\(HTML(frames, separator: ""))</div>
      <figcaption><label>Spin MIP: drag the picture, or \
      <input type="range" min="0" max="\(frames.count - 1)" value="0" \
      aria-label="Angle of the spin MIP of volume \(id)"></label></figcaption>
      </figure>
      """
  }

  /// A picture packed into the page; nil if it cannot be packed, which leaves the page whole.
  private static func image(
    _ raster: Raster, alt: String, attributes: HTML = "", context: WorkContext
  ) throws -> HTML? {
    let data = try packed(context) { try raster.jpegBytes(quality: 85, context: $0) }
    guard let data else { return nil }
    return """
      <img \(attributes) src="data:image/jpeg;base64,\(HTML(stringLiteral: data))" \
      width="\(raster.width)" height="\(raster.height)" draggable="false" alt="\(alt)">
      """
  }
}
