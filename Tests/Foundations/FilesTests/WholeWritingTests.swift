import Foundation
import Locks
import Testing

@testable import Files

@Suite struct WholeWritingTests {
  @Test func `all bytes arrive, in order, at a pipe that does not wait for its reader`() throws {
    let pipe = Pipe()
    let ours = pipe.fileHandleForWriting.fileDescriptor
    _ = fcntl(ours, F_SETFL, O_NONBLOCK)
    // Far more than a pipe holds.
    let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 5) }
    let received = Locked(Data())
    let isRead = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let all = try? pipe.fileHandleForReading.readToEnd()
      received.withLock { $0 = all ?? Data() }
      isRead.signal()
    }
    let code = unsafe bytes.withUnsafeBytes { unsafe writeAll($0, to: ours) }
    try pipe.fileHandleForWriting.close()
    isRead.wait()
    #expect(code == 0 && received.withLock { $0 } == Data(bytes))
  }

  @Test func `what cannot be written is the number of the system's error`() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    func written(_ count: Int) -> Int32 {
      let bytes = [UInt8](repeating: 7, count: count)
      return unsafe bytes.withUnsafeBytes { unsafe writeAll($0, to: full) }
    }
    #expect(written(9) == ENOSPC)
    #expect(written(0) == 0)
  }
}
