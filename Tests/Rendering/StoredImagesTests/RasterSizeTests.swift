import Presentation
import Testing
import VolumeModel

@Suite struct RasterSizeTests {
  @Test func `a reduced picture holds the means of its blocks, those at the end too`() {
    let raster = Raster(
      width: 3, height: 2, samples: .gray8([10, 20, 90, 30, 40, 70]), pixelSize: SIMD2(1, 2))
    let reduced = raster.reduced(by: 2)
    #expect(reduced.samples == .gray8([25, 80]))
    #expect(reduced.pixelSize == SIMD2(2, 4))
  }

  @Test func `pixels become square without losing a row or a column`() {
    let raster = Raster(
      width: 2, height: 2, samples: .rgb8([0, 0, 0, 100, 100, 100, 0, 0, 0, 100, 100, 100]),
      pixelSize: SIMD2(0.5, 1))
    let square = raster.withSquarePixels(aspect: 2)
    #expect(square.width == 2 && square.height == 4)
    #expect(square.pixelSize == SIMD2(0.5, 0.5))
    #expect(raster.withSquarePixels(aspect: 1) == raster)
    let wide = raster.withSquarePixels(aspect: 0.5)
    // Between two pixels lie straight lines; beyond the outermost their own values hold.
    #expect(
      wide.samples
        == .rgb8([0, 25, 75, 100, 0, 25, 75, 100].flatMap { [UInt8($0), UInt8($0), UInt8($0)] }))
  }
}
