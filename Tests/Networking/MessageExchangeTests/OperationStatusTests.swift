import MessageExchange
import Testing

@Suite struct `Statuses of operations` {
  @Test func `are sorted as the standard sorts them`() {
    // PS3.7 Annex C, PS3.4 B.2.3 and C.4.
    let categories: [(OperationStatus.Category, [UInt16])] = [
      (.success, [0x0000]),
      (.pending, [0xFF00, 0xFF01]),
      (.cancelled, [0xFE00]),
      (.warning, [0x0001, 0x0107, 0x0116, 0xB000, 0xB006, 0xB007]),
      (
        .failure,
        [
          0x0105, 0x0106, 0x0110, 0x0111, 0x0112, 0x0117, 0x0118, 0x0120, 0x0122, 0x0124, 0x0210,
          0x0211, 0x0212, 0xA700, 0xA701, 0xA702, 0xA801, 0xA900, 0xC000, 0xC001, 0xCFFF,
        ]
      ),
    ]
    for (category, codes) in categories {
      for code in codes { #expect(OperationStatus(code).category == category, "\(code)") }
    }
  }

  @Test func `are one line with four digits each, and failures never sound done`() {
    for code in UInt16.min...UInt16.max {
      let status = OperationStatus(code)
      #expect(status.digits.count == 4 && UInt16(status.digits, radix: 16) == code)
      #expect(!status.description.contains("\n"))
      let soundsDone = status.description.dropFirst(6).hasPrefix("done")
      #expect(soundsDone == [.success, .warning].contains(status.category), "\(status)")
    }
    #expect(
      OperationStatus(0xA801).description == "A801, the move destination is not known there")
  }
}
