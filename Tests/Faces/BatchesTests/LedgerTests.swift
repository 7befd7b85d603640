import Foundation
import TestSupport
import Testing

@testable import Batches

/// The record of a batch.
@Suite struct LedgerTests {
  private func row(_ item: String, state: LedgerRow.State = .done, time: Double = 1) -> LedgerRow {
    LedgerRow(
      item: item, key: "k", state: state, code: state == .done ? nil : "code", message: nil,
      attempt: 1, seconds: 0.5, peakBytes: 7, time: time)
  }

  @Test func `what was appended is read again, the last attempt counts`() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger(in: folder.path, shard: 0)
    try ledger.append(row("a", state: .failed, time: 1))
    try ledger.append(row("a", time: 2))
    try ledger.append(row("b", state: .quarantined, time: 3))
    let latest = try Ledgers(in: folder.path).latest()
    #expect(latest["a"]?.state == .done && latest["b"]?.state == .quarantined)
    let summary = try BatchSummary(of: folder.path)
    #expect(summary.items == 2 && summary.done == 1 && summary.quarantined == 1)
    #expect(summary.codes == ["code": 1] && summary.peakBytes == 7)
  }

  @Test func `a line that was not written to its end harms no other`() throws {
    let folder = try TemporaryFolder()
    do { try Ledger(in: folder.path, shard: 0).append(row("a")) }
    let whole = try folder.bytes("ledger-0.jsonl")
    for count in 1..<whole.count {
      try folder.write(whole + whole.prefix(count), as: "ledger-0.jsonl")
      #expect(try Ledgers(in: folder.path).latest().count == 1)
      do { try Ledger(in: folder.path, shard: 0).append(row("b")) }
      #expect(try Set(Ledgers(in: folder.path).latest().keys) == ["a", "b"])
    }
  }

  @Test func `one run at a time is at a ledger`() throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger(in: folder.path, shard: 0)
    #expect(throws: BatchError.isRunning(path: folder.path)) {
      _ = try Ledger(in: folder.path, shard: 0)
    }
    _ = try Ledger(in: folder.path, shard: 1)
    withExtendedLifetime(ledger) {}
  }

  @Test func `runs that part the items in other ways are kept apart`() throws {
    let folder = try TemporaryFolder()
    let first = try BatchLock(in: folder.path, parts: 2)
    _ = try BatchLock(in: folder.path, parts: 2)
    #expect(throws: BatchError.isRunning(path: folder.path)) {
      _ = try BatchLock(in: folder.path, parts: 3)
    }
    withExtendedLifetime(first) {}
  }

  @Test func `a row is one line without anything that steers`() throws {
    let line = try JSONLines.line(row("a\nb\u{1B}[31m\u{202E}"))
    #expect(!line.contains { $0.isNewline } && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
  }

  @Test func `a folder without a ledger is no batch`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: BatchError.noLedger(path: folder.path)) {
      _ = try BatchSummary(of: folder.path)
    }
  }
}
