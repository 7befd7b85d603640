import Geometry
import Phantoms
import Presentation
import RayCasting
import Testing
import VolumeModel

/// Left is left from all six named directions.
@Suite struct CameraTests {
  /// A direction and the letters around its picture; those from the far side of a letter's plate
  /// are mirrored, which A and H do not show.
  struct View: CustomTestStringConvertible {
    let name: String
    let view: CameraView
    let letters: [LetterReader.Side: Character]
    let isFarSide: Bool

    var testDescription: String { name }

    func expected(_ side: LetterReader.Side) -> [LetterReader.Letter]? {
      letters[side].map { letter in
        let isUpright = !isFarSide || letter == "A" || letter == "H"
        return [LetterReader.Letter(letter: letter, isUpright: isUpright)]
      }
    }

    static let all = [
      View(
        name: "anterior", view: .anterior,
        letters: [.left: "R", .right: "L", .top: "H", .bottom: "F"], isFarSide: false),
      View(
        name: "posterior", view: .posterior,
        letters: [.left: "L", .right: "R", .top: "H", .bottom: "F"], isFarSide: true),
      View(
        name: "left", view: .left,
        letters: [.left: "A", .right: "P", .top: "H", .bottom: "F"], isFarSide: false),
      View(
        name: "right", view: .right,
        letters: [.left: "P", .right: "A", .top: "H", .bottom: "F"], isFarSide: true),
      View(
        name: "feet", view: .feet,
        letters: [.left: "R", .right: "L", .top: "A", .bottom: "P"], isFarSide: false),
      View(
        name: "head", view: .head,
        letters: [.left: "L", .right: "R", .top: "A", .bottom: "P"], isFarSide: true),
    ]
  }

  /// A frame of the middle layer, in which the letters of this direction stand.
  private func frame(_ view: View, _ loaded: LoadedPhantom, angle: Double? = nil) throws -> RayFrame
  {
    let grid = loaded.volume.geometry
    let extent = 1.02 * grid.largestCube
    let camera = try Camera(
      view.view, of: grid.center, distance: 5 * extent,
      projection: angle.map { .perspective(verticalAngle: $0) }
        ?? .orthographic(width: extent, height: extent))
    let half = grid.largestCube / 240 * 5
    return try RayFrame(
      camera, width: 120, height: 120, of: grid, clipping: Clipping(slab: -half...half))
  }

  private func expectLetters(_ picture: Raster, _ view: View, _ what: String) {
    let letters = LetterReader(picture).letters()
    for side in [LetterReader.Side.left, .right, .top, .bottom] {
      #expect(letters[side] == view.expected(side), "\(what), \(side)")
    }
  }

  /// Every orientation of slices along the patient's axes, and some tilted and oblique ones.
  static let series =
    PhantomSeries.aligned(.head).filter { $0.order == .ascending }
    + PhantomSeries.askew(.head).enumerated().filter { $0.offset % 4 == 1 }.map(\.element)

  @Test(arguments: series)
  func projectionsShowTheLettersOfTheirSides(_ series: PhantomSeries) throws {
    let window = try #require(DisplayWindow(center: 250, width: 500))
    let loaded = try LoadedPhantom(series)
    let renderer = Renderer(loaded.volume)
    for view in View.all {
      let image = try renderer.projection(try frame(view, loaded)).image
      expectLetters(image.displayed(with: window), view, view.name)
    }
  }

  @Test(arguments: View.all)
  func rayCastsShowTheLettersOfTheirSides(_ view: View) throws {
    let loaded = try LoadedPhantom(.cubic(.head))
    let renderer = Renderer(loaded.volume)
    var style = RenderStyle(try TransferFunction(preset: "ct-bone"), isShaded: false)
    style.mode = .isosurface(value: 600, color: SIMD3(1, 1, 1))
    // 11.4° is what shows the whole cube from five times its edge.
    for angle in [nil, 11.5] {
      let raster = try renderer.picture(try frame(view, loaded, angle: angle), style: style)
      guard case .rgb8(let bytes) = raster.samples else { return }
      let grey = stride(from: 0, to: bytes.count, by: 3).map { bytes[$0] }
      expectLetters(Raster(width: 120, height: 120, samples: .gray8(grey)), view, "\(angle ?? 0)°")
    }
  }
}
