/// Bytes with a zero behind the last one.
@safe
final class BytesObject: HeldObject {
  static let kind = "bytes"

  /// The bytes and the zero; never written after the beginning.
  nonisolated(unsafe) let start: UnsafeRawPointer
  /// How many bytes there are, without the zero.
  let count: Int

  init(_ bytes: some Collection<UInt8>) {
    count = bytes.count
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 1, alignment: 8)
    unsafe block.copyBytes(from: bytes)
    unsafe block[count] = 0
    // SAFETY: the block has at least one byte, and so a base address.
    unsafe start = UnsafeRawPointer(block.baseAddress.unsafelyUnwrapped)
  }

  deinit { unsafe start.deallocate() }
}

/// Why a call failed.
final class ErrorObject: HeldObject {
  static let kind = "error"

  /// One sentence.
  let message: BytesObject
  /// All of it, as JSON.
  let json: BytesObject

  init(_ report: ErrorReport) {
    message = BytesObject(report.message.utf8)
    json = BytesObject(report.json.utf8)
  }
}
