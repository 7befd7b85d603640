import Faults
import Testing

@Suite struct FaultTests {
  private struct Plain: Fault {
    let code: FaultCode = "plain-fault"
    let kind = FaultKind.badInput
    let description = "plain"
  }

  @Test func `a fault without more is nowhere and has no remedy`() {
    #expect(Plain().place == FaultPlace())
    #expect(Plain().remedies.isEmpty)
    #expect(Plain().code.rawValue == "plain-fault")
  }

  @Test func `kinds and remedies are words in kebab-case`() {
    let words = FaultKind.allCases.map(\.rawValue) + Remedy.allCases.map(\.rawValue)
    for word in words { #expect(FaultCode(rawValue: word).description == word) }
  }
}
