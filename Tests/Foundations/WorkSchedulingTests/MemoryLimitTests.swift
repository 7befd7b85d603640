import Testing
import WorkScheduling

@Suite struct `Limits of memory` {
  private func limits(_ bytes: Int, held: Int = 0) -> WorkLimits {
    var limits = WorkLimits()
    limits.memoryBytes = bytes
    limits.heldBytes = held
    return limits
  }

  @Test func `count what is held and what is asked for`() throws {
    let limits = limits(1000, held: 300)
    try limits.checkMemory(700)
    #expect(throws: MemoryExceeded.overLimit(needed: 1001, limit: 1000)) {
      try limits.checkMemory(701)
    }
    #expect(throws: MemoryExceeded.overLimit(needed: 1100, limit: 1000)) {
      try limits.holding(100).checkMemory(700)
    }
    #expect(limits.holding(800).availableBytes == 0)
  }

  @Test func `refuse the largest numbers without a trap`() {
    let limits = limits(1000, held: 300)
    #expect(throws: MemoryExceeded.overLimit(needed: .max, limit: 1000)) {
      try limits.checkMemory(.max)
    }
    #expect(throws: MemoryExceeded.self) { try limits.holding(.max).holding(.max).checkMemory(1) }
  }

  @Test func `refuse what no system gives, where nobody set any`() {
    #expect(throws: MemoryExceeded.refused(bytes: 1 << 60)) {
      try WorkLimits().checkMemory(1 << 60)
    }
  }

  @Test func `are told with digits enough to differ`() {
    func text(_ needed: Int, _ limit: Int) -> String {
      MemoryExceeded.overLimit(needed: needed, limit: limit).description
    }
    #expect(text(160 << 20, 150 << 20) == "this needs 160 MiB of memory, and 150 MiB are allowed")
    #expect(text(1500, 1) == "this needs 1.46 KiB of memory, and 1 byte is allowed")
    #expect(text((150 << 20) + 1, 150 << 20).contains("157286401 bytes"))
  }
}
