import Testing
import VolumeModel

@testable import Presentation

@Suite struct TextFittingTests {
  @Test func `a text that is cut never ends within a number`() throws {
    let texts = ["C 40  W 400 HU", "axial 35/69", "z −543.8 mm", "0.143 mm at the detector"]
    for text in texts {
      let line = TextLine(text: text, capHeight: 9)
      let numbers = text.split { !"0123456789.−".contains($0) }.map(String.init)
      for width in stride(from: 10.0, to: line.width, by: 1) {
        guard let fitted = line.fitted(into: width) else { continue }
        #expect(fitted.width <= width)
        let shown = fitted.text.dropLast().split { !"0123456789.−".contains($0) }.map(String.init)
        #expect(Set(shown).isSubset(of: numbers), "\(fitted.text)")
      }
    }
  }

  @Test func `letters of Greek, Cyrillic and extended Latin are all there`() {
    let names = "Ἀλέξανδρος Μαΐου Ґалаґан Ђорђе Łukasz Nguyễn Thị Hồng Ǆ ș ț Ə ẞ"
    for scalar in names.unicodeScalars {
      #expect(Glyph.exists(for: scalar), "\(scalar)")
    }
    for range in [0x0400...0x045F, 0x0391...0x03A1, 0x03B1...0x03C9, 0x0180...0x024F] {
      for code in range {
        let scalar = Unicode.Scalar(UInt32(code))
        #expect(scalar.map { Glyph.exists(for: $0) } == true, "\(String(code, radix: 16))")
      }
    }
  }

  @Test(arguments: [128, 256, 512])
  func `on white tissue the ground of a text is darkened, and only there`(side: Int) {
    let white = Raster(
      width: side, height: side, samples: .gray8(.init(repeating: 255, count: side * side)))
    let marked = white.annotated(with: Annotation(topLeft: ["C 40  W 400 HU"]))
    guard case .gray8(let bytes) = marked.samples else { return }
    // 255 · 0.4 = 102 below the text; far away nothing changes.
    #expect(bytes.contains(102))
    #expect(bytes.suffix(side).allSatisfy { $0 == 255 })
  }
}
