import Testing
import Views

@Suite struct `Numbers on images` {
  @Test(arguments: [
    (0.0024, 3, "0.002"), (0.25, 1, "0.3"), (-0.04, 3, "−0.04"), (-0.0001, 2, "0"), (12.0, 1, "12"),
    (0.0015, 5, "0.0015"),
  ])
  func `have as many decimals as tell them apart`(_ value: Double, _ decimals: Int, _ text: String)
  {
    #expect(value.pictureText(decimals: decimals) == text)
  }

  @Test func `planes 40 micrometres apart do not say the same place`() {
    let decimals = Double.decimals(ofSteps: 0.04)
    let texts = [0.18, 0.22, 0.26].map { $0.pictureText(decimals: decimals) }
    #expect(Set(texts).count == 3 && texts[0] == "0.18")
    #expect(Double.decimals(ofSteps: 0.5) == 1 && 0.02.measureText == "0.02")
  }
}
