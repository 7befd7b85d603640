import Faults
import Geometry
import ImageFiles
import Reslicing
public import SeriesLoading
import VolumeModel
import WorkScheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the page shows of one volume.
public struct VolumeSection {
  let plan: VolumePlan
  let range: ClosedRange<Float>?
  let pictures: [PlanePicture]
  let views: VolumeViews?

  /// Creates a section.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - range: The smallest and largest value of all phases, if they were read.
  ///   - pictures: Middle planes of the first phase; may be empty.
  ///   - views: The same phase from outside, if that is wanted.
  public init(
    plan: VolumePlan, range: ClosedRange<Float>?, pictures: [PlanePicture],
    views: VolumeViews? = nil
  ) {
    self.plan = plan
    self.range = range
    self.pictures = pictures
    self.views = views
  }

  /// The volume in a few words.
  var name: String {
    let size = plan.geometry.dimensions.ijk.map(String.init).joined(separator: " × ")
    let words = [plan.attributes.modality, size].compactMap(\.self).joined(separator: " ")
    return plan.attributes.description.map { "\(words), \($0)" } ?? words
  }

  /// How many warnings and notes there are.
  var badges: HTML {
    let warnings = plan.findings.count { $0.severity == .warning }
    let notes = plan.findings.count - warnings
    let first: HTML =
      warnings > 0
      ? " <span class=\"badge warning\">\(Self.count(warnings, word: "warning"))</span>" : ""
    let second: HTML =
      notes > 0 ? " <span class=\"badge\">\(Self.count(notes, word: "note"))</span>" : ""
    return "\(first)\(second)"
  }

  func html(
    _ tolerances: StackTolerances, words: RemedyWords, context: WorkContext
  ) throws -> HTML {
    try """
    <section id="volume-\(plan.id)">
    <h2><span class="number">\(plan.id)</span> \(name)\(badges)</h2>
    \(figures(context))
    \(outside(context))
    <table class="facts">
    \(facts)
    </table>
    \(drawing(tolerances))
    \(FindingList(findings: plan.findings, words: words).html)
    </section>
    """
  }

  private static func count(_ number: Int, word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }

  // MARK: Pictures

  private func figures(_ context: WorkContext) throws -> HTML {
    guard !pictures.isEmpty else { return .empty }
    let figures = try pictures.compactMap { try figure($0, context: context) }
    return "<div class=\"pictures\">\(figures)</div>"
  }

  private func figure(_ picture: PlanePicture, context: WorkContext) throws -> HTML? {
    guard let data = try packed(context, bytes: picture.raster.pngBytes) else { return nil }
    let name = picture.orientation.rawValue
    let axis = ["x", "y", "z"][picture.orientation.axisAcross]
    let right = picture.orientation.right.orientationLetters
    let down = picture.orientation.down.orientationLetters
    let left = (-picture.orientation.right).orientationLetters
    let up = (-picture.orientation.down).orientationLetters
    return """
      <figure>
      <div class="plane"><img src="data:image/png;base64,\(HTML(stringLiteral: data))" \
      width="\(picture.raster.width)" height="\(picture.raster.height)" \
      alt="Middle \(name) plane of volume \(plan.id)">\
      <b class="l">\(left)</b><b class="r">\(right)</b><b class="t">\(up)</b><b class="b">\(down)</b>\
      </div>
      <figcaption>\(name), \(axis) = \(picture.coordinate) mm</figcaption>
      </figure>
      """
  }

  private func outside(_ context: WorkContext) throws -> HTML {
    guard let views else { return .empty }
    return try ViewsSection(views: views, id: plan.id, unit: plan.attributes.unit).html(context)
  }

  /// Whether a script turns something.
  var hasSpin: Bool { (views?.spin.count ?? 0) > 1 }

  // MARK: Geometry

  private var facts: [HTML] {
    let grid = plan.geometry
    let attributes = plan.attributes
    let map = grid.voxelToPatient
    let unit = attributes.unit.map { " \($0)" } ?? ""
    let letters = [map.x, map.y, map.z].map(\.orientationLetters)
    let rows: [(String, String?)] = [
      ("Voxels", grid.dimensions.ijk.map(String.init).joined(separator: " × ")),
      (
        "Spacing",
        Self.text([grid.spacing.x, grid.spacing.y, grid.spacing.z], separator: " × ") + " mm"
      ),
      ("Slices", regularity),
      ("Axes", "columns → \(letters[0]), rows → \(letters[1]), slices → \(letters[2])"),
      ("Centre", Self.text(grid.center) + " mm"),
      ("Extent", Self.text(grid.patientBounds.upper - grid.patientBounds.lower) + " mm"),
      (
        "Values",
        range.map {
          "\(Double($0.lowerBound).shortText) … "
            + "\(Double($0.upperBound).shortText)\(unit)"
        }
      ),
      (
        "Window",
        pictures.first.map {
          "centre \($0.window.center.shortText), width \($0.window.width.shortText)"
        }
      ),
      ("Phases", phases),
      ("Series", attributes.seriesInstanceUID),
      ("Frame of reference", attributes.frameOfReferenceUID),
      ("Files", "\(plan.paths.count)"),
    ]
    return rows.compactMap { name, value -> HTML? in
      value.map { "<tr><th scope=\"row\">\(name)</th><td>\($0)</td></tr>" }
    } + [affine]
  }

  private var regularity: String {
    let grid = plan.geometry
    let shear = "sheared by \(grid.shearDegrees.shortText)°"
    switch grid.regularity {
    case .regular: return "regular, \(grid.sliceDistance.shortText) mm apart"
    case .sheared: return "\(shear), \(grid.sliceDistance.shortText) mm apart along the normal"
    case .irregular:
      let also = grid.shearDegrees > GridGeometry.shearTolerance ? ", \(shear)" : ""
      return "irregular: every slice keeps its position\(also)"
    }
  }

  private var phases: String? {
    guard plan.phases > 1 else { return nil }
    let axes = plan.phaseAxes.map { axis in
      let shown = axis.values.prefix(24).map { value in
        switch value {
        case .number(let number): number.shortText
        case .text(let text): text
        }
      }
      let rest = axis.values.count - shown.count
      return "\(axis.name) \(axis.tag): " + shown.joined(separator: ", ")
        + (rest > 0 ? ", … \(rest) more" : "")
    }
    return "\(plan.phases) along " + axes.joined(separator: "; ")
  }

  private var affine: HTML {
    let rows = plan.geometry.voxelToPatient.rowMajor
    let lines = (0..<4).map { row -> HTML in
      let cells = rows[row * 4..<row * 4 + 4].map { number -> HTML in
        "<td>\(number.precise)</td>"
      }
      return "<tr>\(HTML(cells, separator: ""))</tr>"
    }
    return """
      <tr><th scope="row">Voxel → patient</th><td><table class="matrix">\(lines)</table></td></tr>
      """
  }

  private static func text(_ numbers: [Double], separator: String) -> String {
    numbers.map(\.shortText).joined(separator: separator)
  }

  private static func text(_ point: PatientPoint) -> String {
    text([point.x, point.y, point.z], separator: ", ")
  }

  private static func text(_ vector: PatientVector) -> String {
    text([vector.x, vector.y, vector.z], separator: " × ")
  }

  // MARK: Slices

  private func drawing(_ tolerances: StackTolerances) -> HTML {
    guard let drawing = SliceDrawing(plan.slicePositions, tolerances: tolerances) else {
      return .empty
    }
    return """
      <figure class="drawing">
      \(drawing.svg)
      <figcaption>Slice positions along the normal: \(drawing.summary).</figcaption>
      </figure>
      """
  }
}

extension Double {
  /// The number with at most six decimals, for a matrix.
  fileprivate var precise: String {
    guard isFinite, abs(self) < 1e9 else { return "\(self)" }
    let rounded = (self * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
