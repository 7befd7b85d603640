import Foundation
import ImageReading
import SagittaEngine
import Testing

/// Grey by the formulas of PS3.3 C.11.2.1.2 and C.11.2.1.3.
@Suite struct WindowTests {
  private func grey(_ value: Double, _ center: Double, _ width: Double, _ function: String)
    -> Double
  {
    switch function {
    case "linear":
      if value <= center - 0.5 - (width - 1) / 2 { return 0 }
      if value > center - 0.5 + (width - 1) / 2 { return 255 }
      return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255
    case "linear-exact":
      if value <= center - width / 2 { return 0 }
      if value > center + width / 2 { return 255 }
      return ((value - center) / width + 0.5) * 255
    default: return 255 / (1 + exp(-4 * (value - center) / width))
    }
  }

  @Test(
    arguments: [
      ("40,400,linear", 40.0, 400.0, "linear"), ("40,400,linear-exact", 40, 400, "linear-exact"),
      ("40,400,sigmoid", 40, 400, "sigmoid"), ("40,1,linear", 40, 1, "linear"),
      ("-12.5,77.5,linear-exact", -12.5, 77.5, "linear-exact"),
    ])
  func `every function has its grey`(
    _ window: (text: String, center: Double, width: Double, function: String)
  ) throws {
    let answers = try Answers(OrientationTests.series)
    let query = "orientation=a&pixel=1&viewport=60,40"
    let values = try answers.values("renderedmpr", query)
    let bytes = try answers.bytes(
      "renderedmpr", "\(query)&window=\(window.text)", accept: "image/png")
    let image = try #require(ReadImage(png: bytes))
    #expect(Set(image.brightness).count >= 2, "the ramp is not of one grey")
    for (value, found) in zip(values, image.brightness) where !value.isNaN {
      let wanted = grey(Double(value), window.center, window.width, window.function)
      #expect(abs(found - wanted) <= 0.51)
    }
  }
}
