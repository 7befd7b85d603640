import TestSupport
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

  @Test(arguments: [
    ("0::/jobs/1\n", ["memory.max": "max", "jobs/1/memory.max": "3221225472\n"], [3_221_225_472]),
    ("0::/jobs/1\n", ["jobs/memory.max": "2000", "jobs/1/memory.max": "3000"], [3000, 2000]),
    ("0::/elsewhere\n", ["memory.max": "4000\n"], [4000]),
    (
      "5:cpu,memory:/jobs/1\n1:name=systemd:/a\n0::/\n",
      [
        "memory/jobs/1/memory.limit_in_bytes": "5000\n", "memory/a/memory.limit_in_bytes": "1",
        "memory/memory.limit_in_bytes": "9223372036854771712\n",
      ],
      [5000, 9_223_372_036_854_771_712]
    ),
    ("", [:], []),
  ])
  func `are those of a process's control group and of all around it`(
    _ membership: String, _ files: [String: String], _ limits: [Int]
  ) throws {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text.utf8, as: name) }
    let groups = ControlGroups(root: folder.path, membership: membership)
    #expect(groups.memoryLimits == limits)
  }
}
