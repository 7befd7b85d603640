import MessageExchange
import TestSupport
import Testing

@Suite struct `Hostile commands` {
  private func element(_ number: UInt16, _ value: [UInt8], group: UInt8 = 0) -> [UInt8] {
    [group, 0, UInt8(number & 0xFF), UInt8(number >> 8), UInt8(value.count), 0, 0, 0] + value
  }

  private func reason(_ bytes: [UInt8]) -> MessageError.Reason? {
    do throws(MessageError) {
      _ = try Command(bytes)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `are refused wherever they are cut, unless whole elements are missing`() {
    for recorded in [RecordedCommands.store, RecordedCommands.moveAnswer, RecordedCommands.echo] {
      for count in 0..<recorded.count {
        guard let command = try? Command(recorded.prefix(count)) else { continue }
        #expect(recorded.dropFirst(12).starts(with: command.bytes.dropFirst(12)))
      }
      #expect(reason(recorded.dropLast()) == .damagedCommand("it is cut"))
    }
  }

  @Test func `cannot claim more bytes than there are`() {
    for length: [UInt8] in [[3, 0, 0, 0], [255, 255, 255, 127], [255, 255, 255, 255]] {
      #expect(reason([0, 0, 0, 1] + length + [0x30, 0]) == .damagedCommand("it is cut"))
    }
  }

  @Test func `have elements of group 0000 alone`() {
    #expect(
      reason(RecordedCommands.echo + element(0x0018, [49, 0], group: 8))
        == .damagedCommand("it has an element of another group than 0000"))
  }

  @Test func `need a number, an identifier, and in answers a status`() {
    let field = element(0x0100, [0x30, 0])
    let answer = element(0x0100, [0x30, 0x80])
    let id = element(0x0110, [1, 0])
    let respondedID = element(0x0120, [1, 0])
    #expect(reason([]) == .damagedCommand("it has no Command Field"))
    #expect(reason(id) == .damagedCommand("it has no Command Field"))
    #expect(reason(element(0x0100, [0x30]) + id) == .damagedCommand("it has no Command Field"))
    #expect(reason(field) == .damagedCommand("it has no Message ID"))
    #expect(reason(field + respondedID) == .damagedCommand("it has no Message ID"))
    #expect(reason(answer + id) == .damagedCommand("it has no Message ID"))
    #expect(reason(answer + respondedID) == .damagedCommand("it has no Status"))
    #expect(reason(element(0x0100, [0x99, 0x19]) + id) == .unknownCommand(0x1999))
    #expect(reason(field + id) == nil)
    #expect(reason(answer + respondedID + element(0x0900, [0, 0])) == nil)
  }

  @Test func `may have any group length, order and repetition`() throws {
    let wrongLength = element(0, [255, 255, 255, 255])
    let reversed = element(0x0110, [9, 0]) + element(0x0100, [0x30, 0]) + wrongLength
    let command = try Command(wrongLength + reversed + element(0x0110, [7, 0]))
    #expect(command.field == .echoRequest && command.messageID == 7)
  }

  @Test func `give texts that are no UTF-8, and counts of odd lengths, without harm`() throws {
    var bytes = element(0x0100, [0x01, 0]) + element(0x0110, [1, 0]) + element(0x0800, [1, 0])
    bytes += element(0x0002, [0xFF, 0xFE]) + element(0x1000, Array("../../etc/passwd".utf8))
    bytes += element(0x1020, [1]) + element(0x1021, [1, 0, 0])
    let command = try Command(bytes)
    #expect(command.sopClass == "\u{FFFD}\u{FFFD}")
    #expect(command.sopInstance == "../../etc/passwd")
    #expect(command.subOperations == SubOperations())
  }

  @Test func `of any kind are read or refused, and what is read is written the same`() throws {
    var random = SeededRandom(17)
    let seeds = [
      RecordedCommands.store, RecordedCommands.getAnswer, RecordedCommands.storeOfMove,
    ]
    var read = 0
    for n in 0..<20_000 {
      var bytes = seeds[n % seeds.count]
      for _ in 0...Int.random(in: 0...2, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      guard let command = try? Command(bytes) else { continue }
      read += 1
      #expect(try Command(command.bytes) == command)
    }
    #expect(read > 1000)
  }
}
