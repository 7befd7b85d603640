import Testing

@testable import WorkScheduling

@Suite struct `CPU levels` {
  @Test func `of any CPU hold the plain one, and the one in use is available`() {
    #expect(CPULevel.baseline.isAvailable)
    #expect(CPULevel.current.isAvailable)
  }

  @Test func `choose the plain loops where an architecture has no others`() {
    let (plain, fast) = (1, 2)
    unsafe withUnsafePointer(to: plain) { plain in
      unsafe withUnsafePointer(to: fast) { fast in
        for level in CPULevel.allCases {
          #expect(unsafe level.choose(baseline: plain, avx2: nil).pointee == 1)
          let wished = level == .avx2 && level.isAvailable ? 2 : 1
          #expect(unsafe level.choose(baseline: plain, avx2: fast).pointee == wished)
        }
      }
    }
  }
}
