import Testing
import VolumeModel

@testable import Presentation

@Suite struct `A picture in a viewport` {
  private let picture = Raster(
    width: 4, height: 2, samples: .gray8([0, 10, 20, 30, 40, 50, 60, 70]),
    pixelSize: SIMD2(0.5, 0.25))

  private func greys(_ raster: Raster?) -> [UInt8] {
    if case .gray8(let bytes)? = raster?.samples { return bytes }
    return []
  }

  @Test func `is itself where it fits as it is`() {
    #expect(picture.shown(in: Viewport(width: 4, height: 2)) == picture)
    #expect(picture.shown(in: Viewport(width: 4, height: 100)) == picture)
  }

  @Test func `keeps its shape, and its millimetres`() throws {
    for (width, height, size) in [(8, 8, SIMD2(8, 4)), (100, 1, SIMD2(2, 1)), (2, 9, SIMD2(2, 1))] {
      let shown = try #require(picture.shown(in: Viewport(width: width, height: height)))
      #expect(SIMD2(shown.width, shown.height) == size)
      let pixel = try #require(shown.pixelSize)
      #expect(pixel.x * Double(shown.width) == 2 && pixel.y * Double(shown.height) == 0.5)
    }
    let half = picture.shown(in: Viewport(width: 2, height: 2))
    #expect(greys(half) == [25, 45])
  }

  @Test func `is a part of it, and turned round where that is asked for`() {
    var viewport = Viewport(width: 2, height: 1)
    (viewport.left, viewport.top) = (2, 1)
    #expect(greys(picture.shown(in: viewport)) == [60, 70])
    viewport.isFlippedAcross = true
    #expect(greys(picture.shown(in: viewport)) == [70, 60])
    (viewport.partWidth, viewport.partHeight) = (1, 0.5)
    #expect(picture.shown(in: viewport)?.width == 2)
    var whole = Viewport(width: 4, height: 2)
    whole.isFlippedDown = true
    #expect(greys(picture.shown(in: whole)) == [40, 50, 60, 70, 0, 10, 20, 30])
  }

  @Test func `is none where the part lies outside of it`() {
    var viewport = Viewport(width: 2, height: 1)
    viewport.left = 4
    #expect(picture.shown(in: viewport) == nil)
    (viewport.left, viewport.top) = (0, 2.5)
    #expect(picture.shown(in: viewport) == nil)
  }

  @Test func `has colours and words scaled as greys are`() {
    let viewport = Viewport(width: 2, height: 2)
    let words = Raster(width: 4, height: 2, samples: .gray16([0, 10, 20, 30, 40, 50, 60, 70]))
    #expect(words.shown(in: viewport)?.samples == .gray16([25, 45]))
    let colors = Raster(
      width: 4, height: 2, samples: .rgb8((0..<8).flatMap { [UInt8($0 * 10), 7, UInt8(80 - $0)] }))
    #expect(colors.shown(in: viewport)?.samples == .rgb8([25, 7, 78, 45, 7, 76]))
  }

  @Test func `has its letters change sides with it`() {
    let sides = Annotation.Sides(left: "R", right: "L", top: "A", bottom: "P")
    var annotation = Annotation(sides: sides)
    annotation.turn(across: false, down: false)
    #expect(annotation.sides == sides)
    annotation.turn(across: true, down: false)
    #expect(annotation.sides == Annotation.Sides(left: "L", right: "R", top: "A", bottom: "P"))
    annotation.turn(across: true, down: true)
    #expect(annotation.sides == Annotation.Sides(left: "R", right: "L", top: "P", bottom: "A"))
  }
}
