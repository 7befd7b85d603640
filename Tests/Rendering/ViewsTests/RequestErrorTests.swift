import Testing
import Views

@Suite struct RequestErrorTests {
  @Test func `a sentence names fields as each face does`() {
    let error = RequestError(
      .contradiction, field: "marks.annotate",
      sentence: "`marks.annotate` and `slab.step` exclude each other"
    )
    #expect(error.description == "marks.annotate and slab.step exclude each other")
    #expect(
      error.description(naming: { "<\($0)>" })
        == "<marks.annotate> and <slab.step> exclude each other")
  }
}
